"""Days as sites write them: four styles that can be read in one way only, and the doubts about the rest."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from newel.importers.returns.faults import CellFault

_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_SPELT = re.compile(r"([0-9]{1,2})[ -]([a-z]{3,9})\.?[ -]([0-9]{4})", re.IGNORECASE)
_WITH_CLOCK = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SERIAL = re.compile(r"[34][0-9]{4}")
_TELLING = 3
"""Days of each style from which their pattern tells something."""

EXPECTED = "a day such as 2019-08-03, 03/08/2019 (day first) or 3 Aug 2019"
Cell = tuple[int, str]
"""The number of a row, and what stands there."""


def slashed(cell: str) -> str | None:
    """Read 03/08/2019, day first. Return it as YYYY-MM-DD, or None where it is no such day."""
    found = _SLASHED.fullmatch(cell)
    return _day(found[3], found[2], found[1]) if found else None


def spelt(cell: str) -> str | None:
    """Read 3 Aug 2019, or None."""
    found = _SPELT.fullmatch(cell)
    number = _MONTHS.get(found[2].lower()) if found else None
    return _day(found[3], number, found[1]) if found and number else None


def without_clock(cell: str) -> str | None:
    """Read 2019-08-03 10:30, of which the time is left out, or None."""
    found = _WITH_CLOCK.fullmatch(cell)
    return found[1] if found else None


Style = tuple[str, Callable[[str], str | None]]
STYLES: tuple[Style, ...] = (
    ("written with strokes were read day first", slashed),
    ("written with the name of the month were read", spelt),
    ("had a time beside them, which was left out", without_clock),
)


def doubted(column: str, cells: Iterable[Cell]) -> Iterator[CellFault]:
    """Yield the days of a column that cannot be read in one way only.

    Where one row has the month first, none of the days with strokes can be trusted.
    """
    cells = list(cells)
    month_first = [row for row, cell in cells if _is_month_first(cell)]
    for row, cell in cells:
        if _SERIAL.fullmatch(cell):
            yield _serial(row, column)
        elif row in month_first:
            remedy = "The month seems to stand first. Write the day first in every row of this column: 13/08/2019."
            yield CellFault(row, column, "day_month_first", f"“{cell}”", "a day written day first", remedy)
        elif month_first and _SLASHED.fullmatch(cell):
            expected = f"a day that can be read in one way only: row {month_first[0]} has the month first"
            remedy = "Write the day first in every row of this column, or write 2019-08-03 for 3 August 2019."
            yield CellFault(row, column, "day_ambiguous", f"“{cell}”", expected, remedy)


def perhaps_swapped(column: str, cells: Iterable[Cell]) -> Iterator[CellFault]:
    """Yield days that a spreadsheet may have read month first: it makes dates of some and leaves the others as text."""
    cells = list(cells)
    strokes = [found for _, cell in cells if (found := _SLASHED.fullmatch(cell))]
    dates = [(row, cell) for row, cell in cells if _ISO.fullmatch(cell)]
    if min(len(strokes), len(dates)) < _TELLING:
        return
    if all(int(found[1]) > 12 for found in strokes) and all(int(cell[8:]) <= 12 for _, cell in dates):
        for row, cell in dates:
            expected = "a day that no spreadsheet turned round: the days written with strokes are all after the 12th"
            remedy = "Check that day and month are not swapped. If they are right, send the file as it is."
            yield CellFault(row, column, "day_perhaps_swapped", f"“{cell}”", expected, remedy)


def _serial(row: int, column: str) -> CellFault:
    found = "a number of five digits, as a spreadsheet counts days"
    remedy = "Format the cells of this column as dates in your spreadsheet, save the file and send it again."
    return CellFault(row, column, "day_serial", found, EXPECTED, remedy)


def _is_month_first(cell: str) -> bool:
    found = _SLASHED.fullmatch(cell)
    return found is not None and slashed(cell) is None and _day(found[3], found[1], found[2]) is not None


def _day(year: str, month: str | int, day: str) -> str | None:
    """Return the day as YYYY-MM-DD, or None where there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
