"""The month before: for each row of a file, the cells of the same site a month earlier, as text."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from newel.importers.returns.definition import EARLIER, ReturnDefinition
from newel.importers.returns.rules import Columns

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
Key = tuple[str | None, ...]
Cells = Mapping[str, str | None]


def earlier_cells(definition: ReturnDefinition, columns: Columns, accepted: pl.DataFrame | None) -> Columns:
    """Return {`earlier_` and column: cells} for the columns that a rule speaks of.

    A month that is in the file itself counts as the file has it, whatever was accepted for it before.
    """
    if not definition.earlier:
        return {}
    before = _by_key(definition, _accepted(definition, accepted)) | _by_key(definition, _rows(columns))
    wanted = [before.get(_previous(definition, row), {}) for row in _rows(columns)]
    return {f"{EARLIER}{name}": [cells.get(name) for cells in wanted] for name in definition.earlier}


def _rows(columns: Columns) -> list[Cells]:
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _accepted(definition: ReturnDefinition, frame: pl.DataFrame | None) -> Iterator[Cells]:
    """Yield accepted rows as text, the oldest version first."""
    if frame is None:
        return
    ordered = frame.sort("version") if "version" in frame.columns else frame
    for row in ordered.iter_rows(named=True):
        yield {name: _text(row.get(name)) for name in definition.names}


def _text(value: object) -> str | None:
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")  # as many decimals as a rule can read
    return None if value is None else str(value)


def _by_key(definition: ReturnDefinition, rows: Iterator[Cells] | list[Cells]) -> dict[Key, Cells]:
    return {tuple(row[name] for name in definition.key): row for row in rows}


def _previous(definition: ReturnDefinition, row: Cells) -> Key:
    """Return the key of the same row a month earlier; one that nothing has where the month cannot be read."""
    month = row["month"] or ""
    earlier = month_before(month) if _MONTH.fullmatch(month) else ""
    return tuple(earlier if name == "month" else row[name] for name in definition.key)


def month_before(month: str) -> str:
    """Return the month before one written YYYY-MM."""
    year, number = int(month[:4]), int(month[5:])
    first = date(year - (number == 1), 12 if number == 1 else number - 1, 1)
    return f"{first:%Y-%m}"
