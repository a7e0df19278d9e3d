"""The framework matrix: a row a case; a source that speaks for several, as a focus group does, is a row itself."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from newel.coding import Codebook, Coding, FrameworkMatrix, framework_matrix
from newel.web.coding.texts import SourceRow, core_source


def case_of(row: SourceRow) -> str:
    """Return the row a source belongs to: its case, or the source itself where it speaks for none."""
    return row.case_id or row.source_id


def matrix_of(
    rows: Iterable[SourceRow], codings: Iterable[Coding], codebook: Codebook, *, codes: Sequence[str]
) -> FrameworkMatrix:
    """Return the matrix. Texts are not read for it: `length` is not filled, see `texts.lengths_of`."""
    sources = [replace(core_source(row), case=case_of(row)) for row in rows]
    return framework_matrix(codings, sources, codebook, codes=codes)
