"""One thing wrong in a return, where it is and how to mend it, in the words of its rule."""

from dataclasses import dataclass, replace

MOST_FAULTS = 500
_MOST_ROWS = 8


@dataclass(frozen=True)
class CellFault:
    """One fault. The same value at fault in several rows of a column is one fault with several `rows`.

    `row` is the first of them, a line of the file or row of the sheet counted from 1, and None where the whole file is
    at fault. `letter` is what a spreadsheet calls the column; `column` is None where the file has a column that is none
    of ours. `found` may hold the start of a cell, and never an identifier: show it to the sender, keep it out of logs.
    """

    row: int | None
    column: str | None
    code: str
    found: str
    expected: str
    remedy: str
    rows: tuple[int, ...] = ()
    sheet: str = ""
    letter: str = ""

    @property
    def place(self) -> str:
        """Return the place in words: sheet Return, rows 4, 7 and 9, column restraints."""
        parts = [f"sheet {self.sheet}"] if self.sheet else []
        parts += [_rows_in_words(self.rows)] if self.rows else []
        parts += [f"column {self.column or self.letter}"] if self.column or self.letter else []
        return ", ".join(parts) or "the whole file"


def _rows_in_words(rows: tuple[int, ...]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]}"
    if len(rows) > _MOST_ROWS:
        return f"rows {', '.join(str(row) for row in rows[:_MOST_ROWS])} and {len(rows) - _MOST_ROWS} more"
    return f"rows {', '.join(str(row) for row in rows[:-1])} and {rows[-1]}"


def gathered(faults: list[CellFault]) -> tuple[CellFault, ...]:
    """Join what is the same fault in several rows, and put all in the order of the file."""
    rows: dict[CellFault, list[int]] = {}
    for fault in faults:
        same = replace(fault, row=None, rows=())
        rows.setdefault(same, []).extend(() if fault.row is None else (fault.row,))
    joined = [replace(same, row=min(at, default=None), rows=tuple(sorted(at))) for same, at in rows.items()]
    ordered = sorted(joined, key=lambda fault: (fault.row or 0, fault.column or "", fault.code))
    if len(ordered) > MOST_FAULTS:
        more = f"{len(ordered) - MOST_FAULTS} more faults"
        remedy = "Mend those above first; they may share a cause."
        ordered[MOST_FAULTS:] = [CellFault(None, None, "more_faults", more, "none", remedy)]
    return tuple(ordered)
