"""The returns of the study that is served, in the order in which a reader meets their kinds of record."""

from functools import lru_cache
from pathlib import Path

from django.http import Http404

from newel.importers.returns import ReturnDefinition, read_definitions
from newel.records import KINDS
from newel.records.kinds import ACTIVITY, COST, TRAINING
from newel.web.study import current_study

EVENTS = frozenset({ACTIVITY.name, TRAINING.name, COST.name})
"""Kinds with a row for each thing that happened or was paid for: a month in which nothing was has no row."""
NOTHING = {COST.name: "nothing was paid"}
"""What is said of such a month; of other kinds, that nothing happened."""


def study_returns() -> dict[str, ReturnDefinition]:
    """Return every return that the study asks for, by name. Raises Refused where a definition cannot be read."""
    return _read(current_study().folder)


def asked_return(name: str) -> ReturnDefinition:
    """Return the one a page's address names. Raises Http404 where the study asks for no such return."""
    try:
        return study_returns()[name]
    except KeyError as error:
        raise Http404 from error


@lru_cache(maxsize=8)
def _read(study: Path) -> dict[str, ReturnDefinition]:
    order = list(KINDS)
    found = sorted(read_definitions(study).values(), key=lambda definition: order.index(definition.kind))
    return {definition.name: definition for definition in found}
