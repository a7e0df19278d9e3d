"""The framework matrix: a row a case or source, a column a code; each cell holds what was said and a summary of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from newel.coding.codebook import Codebook
from newel.coding.passages import covered
from newel.coding.project import Coding, Source

Rows = Literal["case", "source"]


@dataclass(frozen=True)
class Pin:
    """A passage that a person pinned to a cell, because the summary rests on it."""

    source: str
    version: int
    start: int
    end: int


@dataclass(frozen=True)
class Summary:
    """What a person wrote into a cell; every change is another version."""

    row: str
    code: str
    words: str
    version: int = 1
    pinned: tuple[Pin, ...] = ()
    by: str = ""


@dataclass(frozen=True)
class MatrixCell:
    """Everything coded with one code, or below it, in the sources of one row."""

    row: str
    code: str
    codings: tuple[Coding, ...]
    """In the order of sources and text."""
    covered: int
    """Code points under the code; overlaps count once."""
    summary: Summary | None = None


@dataclass(frozen=True)
class FrameworkMatrix:
    """Rows by codes. A cell that is missing has neither codings nor a summary."""

    rows: tuple[str, ...]
    codes: tuple[str, ...]
    cells: Mapping[tuple[str, str], MatrixCell]
    length: Mapping[str, int]
    """{row: code points of its sources}."""
    left_out: tuple[str, ...] = ()
    """Sources without a case, where rows are cases."""

    def cell(self, row: str, code: str) -> MatrixCell:
        """Return a cell; an empty one where nothing was coded or written."""
        return self.cells.get((row, code)) or MatrixCell(row, code, (), 0)

    def with_summaries(self, summaries: Iterable[Summary]) -> "FrameworkMatrix":
        """Return the matrix with what people wrote into its cells: of each cell the latest version."""
        cells = dict(self.cells)
        for each in sorted(summaries, key=lambda each: each.version):
            if each.row in self.length and each.code in self.codes:
                cells[each.row, each.code] = replace(self.cell(each.row, each.code), summary=each)
        return replace(self, cells=cells)

    def coverage(self, row: str, code: str) -> float:
        """Return the share of a row's text that lies under a code."""
        return self.cell(row, code).covered / self.length[row] if self.length[row] else 0.0


def framework_matrix(
    codings: Iterable[Coding],
    sources: Sequence[Source],
    codebook: Codebook,
    *,
    codes: Sequence[str] | None = None,
    rows: Rows = "case",
) -> FrameworkMatrix:
    """Return the matrix of one layer's codings; `codes` are its columns, the themes where they are left out.

    A column also holds what was coded below its code.
    """
    columns = tuple(codes if codes is not None else (theme.id for theme in codebook.themes()))
    row_of = {source.id: source.case if rows == "case" else source.id for source in sources}
    columns_of = _columns_of(codebook, columns)
    gathered: defaultdict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in codings:
        row = row_of.get(coding.source)
        if row is not None:
            for column in columns_of.get(coding.code, ()):
                gathered[row, column].append(coding)
    place = {source.id: number for number, source in enumerate(sources)}
    length: defaultdict[str, int] = defaultdict(int)
    left_out = []
    for source in sources:
        row = row_of[source.id]
        if row is None:
            left_out.append(source.id)
        else:
            length[row] += len(source.text)
    cells = {key: _cell(key, found, place=place) for key, found in gathered.items()}
    return FrameworkMatrix(tuple(length), columns, cells, dict(length), tuple(left_out))


def _columns_of(codebook: Codebook, columns: Sequence[str]) -> dict[str, list[str]]:
    """Return {code: the columns it counts in}."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for column in columns:
        for code in codebook.under(column):
            found[code].append(column)
    return found


def _cell(key: tuple[str, str], codings: list[Coding], *, place: Mapping[str, int]) -> MatrixCell:
    if len(codings) == 1:  # as in most cells of a matrix of every code
        return MatrixCell(key[0], key[1], (codings[0],), max(0, codings[0].end - codings[0].start))
    codings.sort(key=lambda coding: (place[coding.source], coding.start, coding.end, coding.id))
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for coding in codings:
        spans[coding.source].append((coding.start, coding.end))
    return MatrixCell(key[0], key[1], tuple(codings), sum(map(covered, spans.values())))
