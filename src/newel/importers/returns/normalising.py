"""Reads days, months and words in the styles in which sites write them; every change is noted, every doubt refused."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from newel.importers.returns.columns import ReturnColumn
from newel.importers.returns.days import STYLES, doubted, perhaps_swapped
from newel.importers.returns.definition import ReturnDefinition
from newel.importers.returns.faults import CellFault
from newel.importers.returns.rules import Columns

_FIRST_DAY = re.compile(r"([0-9]{4}-(0[1-9]|1[0-2]))-01")
_MOST_ROWS = 12


@dataclass
class Normalised:
    """Columns as they are checked. `faults` are about cells that no rule needs to look at; `notes` say what changed."""

    columns: Columns
    rows: list[int]
    faults: list[CellFault] = field(default_factory=list)
    warnings: list[CellFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self, column: str, read: Callable[[str], str | None]) -> dict[int, str]:
        """Put what `read` makes of a cell in its place, where it makes anything. Return {row: what is there now}."""
        doubted_rows = {fault.row for fault in self.faults if fault.column == column}
        rows_and_cells = zip(self.rows, self.columns[column], strict=True)
        cells = [(cell and row not in doubted_rows and read(cell)) or cell for row, cell in rows_and_cells]
        pairs = zip(self.rows, self.columns[column], cells, strict=True)
        changed = {row: after for row, before, after in pairs if after is not None and after != before}
        self.columns[column] = cells
        return changed


def normalise(definition: ReturnDefinition, columns: Columns, rows: list[int]) -> Normalised:
    """Return the columns with days as YYYY-MM-DD, months as YYYY-MM and words as the return spells them."""
    result = Normalised(dict(columns), rows)
    for column in definition.columns:
        if column.type == "month":
            _months(column.name, result)
        elif column.type == "day":
            _days(column.name, result)
        elif column.type == "word":
            _words(column, result)
    return result


def _months(name: str, result: Normalised) -> None:
    """Read the first day of a month as that month: spreadsheets turn 2019-08 into a date of their own accord."""
    changed = result.read(name, lambda cell: found[1] if (found := _FIRST_DAY.fullmatch(cell)) else None)
    if changed:
        says = "the month was a date, the first day of the month, and was read as that month"
        result.notes.append(f"{says} ({_where(changed)})")


def _days(name: str, result: Normalised) -> None:
    cells = [(row, cell) for row, cell in zip(result.rows, result.columns[name], strict=True) if cell]
    result.faults += doubted(name, cells)
    result.warnings += perhaps_swapped(name, cells)
    for says, read in STYLES:
        changed = result.read(name, read)
        if changed:
            result.notes.append(f"in column {name}, days {says} ({_where(changed)})")


def _words(column: ReturnColumn, result: Normalised) -> None:
    spellings = {folded(label): word for word, label in column.words.items()}
    spellings |= {folded(word): word for word in column.words}
    changed = result.read(column.name, lambda cell: spellings.get(folded(cell)))
    for word in dict.fromkeys(changed.values()):
        rows = [row for row, read_as in changed.items() if read_as == word]
        told = ", ".join(str(row) for row in rows[:_MOST_ROWS])
        more = f" and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else ""
        where = f"row{'s' if len(rows) > 1 else ''} {told}{more}"
        result.notes.append(f"in column {column.name}, another spelling of {word} was read as it ({where})")


def folded(text: str) -> str:
    """Return a word without the differences that do not matter: capitals, blanks, hyphens."""
    return re.sub(r"[\s_-]+", "_", text.casefold().strip())


def _where(changed: Mapping[int, str]) -> str:
    told = "; ".join(f"row {row}: {text}" for row, text in list(changed.items())[:_MOST_ROWS])
    return told + (f"; and {len(changed) - _MOST_ROWS} more" if len(changed) > _MOST_ROWS else "")
