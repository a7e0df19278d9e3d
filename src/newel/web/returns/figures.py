"""What a return says of one month at one site, as it travels from the file through the check to the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from newel.records import KINDS

Key = tuple[str, str]
"""Site id and month."""
Value = int | float | str | bool | None
Row = Mapping[str, Value]
OURS = ("site_id", "month", "version", "received_on")
"""Columns that say whose return it is and when it came; the others are what it says."""
PEOPLE = frozenset({"child_id", "staff_id"})
"""Columns that hold the pseudonym of a person, which no page shows."""


@dataclass(frozen=True)
class Figures:
    """One month of one return. In a row None is not known, never zero. No row at all: nothing happened."""

    site_id: str
    month: str
    rows: tuple[Row, ...]

    @property
    def key(self) -> Key:
        """Whose figures they are."""
        return self.site_id, self.month


def by_month(kind: str, rows: Iterable[Mapping[str, Any]]) -> tuple[Figures, ...]:
    """Return rows of a kind of record, each with its site and month, put together by site and month."""
    months: dict[Key, list[Row]] = {}
    for row in rows:
        values = {name: _plain(value) for name, value in row.items() if name not in OURS}
        months.setdefault((row["site_id"], row["month"]), []).append(values)
    return tuple(
        Figures(site, month, tuple(sorted(values, key=lambda row: _sortable(row_key(kind, row)))))
        for (site, month), values in months.items()
    )


def row_key(kind: str, row: Row) -> tuple[Value, ...]:
    """Return what tells a row from the others of its month; nothing where a month has one row."""
    return tuple(row[name] for name in KINDS[kind].key if name not in OURS)


def _plain(value: Any) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def _sortable(key: tuple[Value, ...]) -> tuple[str, ...]:
    """Return the key as text that puts event 9 before event 10."""
    return tuple(part.zfill(9) if isinstance(part, str) and part.isdecimal() else str(part) for part in key)
