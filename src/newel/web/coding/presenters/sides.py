"""Two layers on one source as plain data: each unit with what either coder has there, and what is to be decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newel.transcripts import Unit
from newel.web.coding.models import Decision
from newel.web.coding.presenters.tree import Row
from newel.web.coding.queries.pairs import Pair, units_compared
from newel.web.coding.settling import Compared, Differing, Place
from newel.web.coding.texts import Text

SAYS = {
    "first": "counts as {first} has it",
    "second": "counts as {second} has it",
    "both": "counts where either has it",
    "neither": "does not count",
}


@dataclass(frozen=True)
class Choice:
    """One way to decide, as a button says it."""

    value: str
    says: str


@dataclass(frozen=True)
class Item:
    """One disagreement: the code, who has it on which words, and what was decided."""

    code: str
    name: str
    who: str
    first: str
    second: str
    choices: tuple[Choice, ...]
    decided: Decision | None
    outcome: str


@dataclass(frozen=True)
class Side:
    """One unit: its words, the names of codes both have, and what they differ on."""

    unit: Unit
    words: str
    agreed: tuple[str, ...]
    items: tuple[Item, ...]


def side_rows(
    text: Text,
    pair: Pair,
    found: Compared,
    *,
    rows: Mapping[str, Row],
    decisions: Mapping[tuple[int, str], Decision],
) -> list[Side]:
    """Return every unit in which one of the coders has a code."""
    sides = []
    for unit in units_compared(text):
        here = [each for each in found.differing if each.unit.number == unit.number]
        agreed = [_name(code, rows) for code, start, end in found.agreed if unit.start <= start and end <= unit.end]
        if here or agreed:
            items = tuple(
                _item(text, pair, each, name=_name(each.code, rows), decided=decisions.get((unit.number, each.code)))
                for each in here
            )
            names = tuple(dict.fromkeys(agreed))
            sides.append(Side(unit, text.quote(unit.start, unit.end), names, items))
    return sides


def _item(text: Text, pair: Pair, each: Differing, *, name: str, decided: Decision | None) -> Item:
    who = {"first": pair.first.coder, "second": pair.second.coder}
    says = "both, on other words" if each.kind == "places" else f"only {who[each.kind]}"
    outcome = SAYS[decided.choice].format(**who) if decided else ""
    return Item(
        each.code,
        name,
        says,
        _words(text, each.first),
        _words(text, each.second),
        tuple(_choices(each, who)),
        decided,
        outcome,
    )


def _choices(each: Differing, who: Mapping[str, str]) -> list[Choice]:
    if each.kind != "places":
        return [Choice(each.kind, "It counts"), Choice("neither", "It does not count")]
    return [
        Choice("first", f"As {who['first']} has it"),
        Choice("second", f"As {who['second']} has it"),
        Choice("both", "Both places"),
        Choice("neither", "It does not count"),
    ]


def _words(text: Text, places: Sequence[Place]) -> str:
    return " … ".join(text.quote(start, end) for start, end in places)


def _name(code: str, rows: Mapping[str, Row]) -> str:
    return rows[code].path if code in rows else code
