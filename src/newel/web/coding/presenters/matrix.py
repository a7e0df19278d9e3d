"""The framework matrix as plain data for a page that stays quick with many rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from newel.coding import Codebook, FrameworkMatrix
from newel.coding import MatrixCell as Cell
from newel.web.coding.models import MatrixCell
from newel.web.coding.queries.matrix import case_of
from newel.web.coding.texts import SourceRow


class GridCell(TypedDict):
    """One cell in which something was coded or written: `shown` is how many codings, and how much of the words.

    It is a dict because a template reads one in half the time, and there are thousands of cells.
    """

    address: str
    shown: str
    summary: str


@dataclass(frozen=True)
class GridRow:
    """One case with the titles of its sources. A cell in which there is nothing is None.

    The address of a cell names the case by one of its sources, whose ids are random: no pseudonym is in it.
    """

    title: str
    cells: tuple[GridCell | None, ...]


def column_codes(codebook: Codebook, themes: Sequence[str], *, every: bool) -> tuple[str, ...]:
    """Return the columns: the themes that were planned, else those at the top of the tree; or every code in use."""
    if every:
        return tuple(code.id for code in codebook.in_use())
    return tuple(themes) or tuple(code.id for code in codebook.themes())


def grid(
    found: FrameworkMatrix,
    written: Mapping[tuple[str, str], MatrixCell],
    *,
    of: tuple[Iterable[SourceRow], Mapping[str, int]],
    found_at: str,
) -> list[GridRow]:
    """Return the rows of some sources, given with the lengths of their texts.

    `found_at` is where their cells are, seen from the page: there are thousands, and each address counts.
    """
    rows, lengths = of
    titles: dict[str, list[str]] = {}
    total: dict[str, int] = {}
    keys: dict[str, str] = {}
    for row in rows:
        keys.setdefault(case_of(row), row.source_id)
        titles.setdefault(case_of(row), []).append(row.title)
        total[case_of(row)] = total.get(case_of(row), 0) + lengths.get(row.source_id, 0)
    return [
        GridRow(
            ", ".join(titles[case]),
            tuple(
                _cell(
                    found.cells.get((case, code)),
                    written.get((case, code)),
                    address=f"{found_at}{keys[case]}/{code}/",
                    length=total[case],
                )
                for code in found.codes
            ),
        )
        for case in found.rows
    ]


def _cell(cell: Cell | None, written: MatrixCell | None, *, address: str, length: int) -> GridCell | None:
    if cell is None and written is None:
        return None
    codings = len(cell.codings) if cell else 0
    share = 100 * cell.covered / length if cell and length else 0.0
    much = "under 1 %" if share < 1 else f"{share:.0f} %"
    counted = f"{codings} coding{'s' if codings != 1 else ''}"
    shown = f"{counted}, {much}" if codings else counted
    return GridCell(address=address, shown=shown, summary=written.summary if written else "")
