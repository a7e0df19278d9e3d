"""A file beside what we have: which months are new, which are the same, and what differs in the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from newel.web.returns.figures import Figures, Key, Value
from newel.web.returns.models import Return
from newel.web.returns.queries.current_returns import current_returns


@dataclass(frozen=True)
class Difference:
    """One figure that the file would change."""

    column: str
    before: Value
    after: Value


@dataclass(frozen=True)
class Correction:
    """One month that was received before and has other figures in the file."""

    figures: Figures
    received_on: date
    version: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Comparison:
    """What a file would do. `repeated` are months whose figures are those we have, with the day we got them."""

    new: tuple[Figures, ...]
    repeated: tuple[tuple[Figures, date], ...]
    corrections: tuple[Correction, ...]
    seen: Mapping[Key, int]

    @property
    def acceptable(self) -> tuple[Figures, ...]:
        """The months that would be kept."""
        return (*self.new, *(correction.figures for correction in self.corrections))


def compare(figures: Iterable[Figures]) -> Comparison:
    """Hold figures against the versions that count today."""
    rows = list(figures)
    current = current_returns({row.site_id for row in rows})
    known = [(row, current[row.key]) for row in rows if row.key in current]
    changes = [(row, kept, _differences(row, kept)) for row, kept in known]
    return Comparison(
        new=tuple(row for row in rows if row.key not in current),
        repeated=tuple((row, kept.received_on) for row, kept, different in changes if not different),
        corrections=tuple(
            Correction(row, kept.received_on, kept.version, different) for row, kept, different in changes if different
        ),
        seen={row.key: kept.version for row, kept in known},
    )


def _differences(row: Figures, kept: Return) -> tuple[Difference, ...]:
    return tuple(
        Difference(name, kept.values.get(name), value)
        for name, value in row.values.items()
        if kept.values.get(name) != value
    )
