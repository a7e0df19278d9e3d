"""The study's cost sheet: the return whose rows are costs, and the names of what stands in it."""

from collections.abc import Mapping

from newel.importers.returns import ReturnDefinition, bound
from newel.records.kinds import COST
from newel.web.returns.definition import study_returns
from newel.web.study import current_study


def cost_sheet() -> ReturnDefinition | None:
    """Return the cost sheet; None where the study asks for none."""
    return next((each for each in study_returns().values() if each.kind == COST.name), None)


def names_in(sheet: ReturnDefinition) -> dict[str, Mapping[str, str]]:
    """Return the names of perspectives and items by their ids, in the order of the sheet."""
    columns = {column.name: column for column in bound(sheet, current_study().protocol).columns}
    return {
        "item": columns["item"].words,
        "perspective": {name: _spoken(words) for name, words in columns["perspective"].words.items()},
    }


def _spoken(words: str) -> str:
    plain = words.replace("_", " ")
    return plain[:1].upper() + plain[1:]
