"""A file beside what we have: which months are new, which are the same, and what differs in the others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from newel.web.returns.figures import Figures, Key, Row, Value, row_key
from newel.web.returns.models import Return
from newel.web.returns.queries.current_returns import current_returns


@dataclass(frozen=True)
class Difference:
    """One row that the file would change, add (nothing before) or take away (nothing after)."""

    before: Row | None
    after: Row | None

    def columns(self) -> list[tuple[str, Value, Value]]:
        """Return (column, before, after) of each figure that differs; nothing for a row that comes or goes."""
        if self.before is None or self.after is None:
            return []
        return [
            (name, self.before.get(name), value) for name, value in self.after.items() if self.before.get(name) != value
        ]


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


def compare(kind: str, figures: Iterable[Figures]) -> Comparison:
    """Hold figures against the versions that count today."""
    months = list(figures)
    current = current_returns(kind, {row.site_id for row in months})
    known = [(row, current[row.key]) for row in months if row.key in current]
    changes = [(row, kept, tuple(_differences(kind, row, kept))) for row, kept in known]
    return Comparison(
        new=tuple(row for row in months if row.key not in current),
        repeated=tuple((row, kept.received_on) for row, kept, different in changes if not different),
        corrections=tuple(
            Correction(row, kept.received_on, kept.version, different) for row, kept, different in changes if different
        ),
        seen={row.key: kept.version for row, kept in known},
    )


def _differences(kind: str, figures: Figures, kept: Return) -> Iterator[Difference]:
    before = {row_key(kind, row): row for row in kept.rows}
    after = {row_key(kind, row): row for row in figures.rows}
    for key in dict.fromkeys((*before, *after)):
        difference = Difference(before.get(key), after.get(key))
        if difference.columns() or key not in before or key not in after:
            yield difference
