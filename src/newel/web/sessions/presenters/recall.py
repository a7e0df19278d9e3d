"""Measurements of recall as rows of a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newel.web.sessions.models import RecallMeasure

WANTED = {False: 0.95, True: 0.99}
"""What the study asks of the suggestions, without a roster and with one."""


@dataclass(frozen=True)
class KindRow:
    """What was found of one kind."""

    name: str
    planted: int
    found: int
    share: str


@dataclass(frozen=True)
class MeasureRow:
    """One measurement in words."""

    measured_at: datetime
    measured_by: str
    how: str
    on: str
    planted: int
    found: int
    share: str
    wanted: str
    reached: bool
    other_flags: str
    seed: int
    kinds: tuple[KindRow, ...]


def measure_rows(measures: Iterable[RecallMeasure]) -> list[MeasureRow]:
    """Return the rows, in the order they are given."""
    return [_row(measure) for measure in measures]


def _row(measure: RecallMeasure) -> MeasureRow:
    wanted = WANTED[measure.roster_known]
    rules = "Rules and the names model" if measure.with_names_model else "Rules alone"
    kinds = (
        KindRow(kind.replace("_", " ").capitalize(), planted, found, _percent(found, planted))
        for kind, (planted, found) in sorted(measure.by_kind.items())
    )
    return MeasureRow(
        measured_at=measure.measured_at,
        measured_by=measure.measured_by,
        how=f"{rules}, {'people and places on the roster' if measure.roster_known else 'no roster'}",
        on=f"{measure.sources} {'text' if measure.sources == 1 else 'texts'}, {measure.words:,} words",
        planted=measure.planted,
        found=measure.found,
        share=_percent(measure.found, measure.planted),
        wanted=f"{wanted:.0%}",
        reached=measure.planted > 0 and measure.found >= wanted * measure.planted,
        other_flags=f"{measure.other_flags:.1f}",
        seed=measure.seed,
        kinds=tuple(kinds),
    )


def _percent(found: int, planted: int) -> str:
    return f"{found / planted:.1%}" if planted else "none planted"
