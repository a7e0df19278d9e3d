"""Sum up what a case says to a theme, and pin the codings the summary rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from newel.web.coding.actions._recording import Doer, OvertakenError, Said, Where, record_act
from newel.web.coding.models import Codebook, Coding, MatrixCell


@dataclass(frozen=True)
class Cell:
    """Where in the matrix, and the version the page showed (0 for an empty cell).

    `source_id` is one of the case's sources: the audit knows the cell by it, and not by whose it is.
    """

    codebook: Codebook
    case_id: str
    code: str
    seen: int
    source_id: str = ""


@transaction.atomic
def fill_cell(*, by: Doer, cell: Cell, summary: str, pinned: Sequence[Coding]) -> MatrixCell:
    """Keep it as the next version; the earlier ones stay. Raises OvertakenError."""
    Codebook.objects.select_for_update().get(pk=cell.codebook.pk)
    before = MatrixCell.objects.filter(codebook=cell.codebook, case_id=cell.case_id, code=cell.code).count()
    if before != cell.seen:
        raise OvertakenError
    made = MatrixCell.objects.create(
        codebook=cell.codebook,
        case_id=cell.case_id,
        code=cell.code,
        version=before + 1,
        summary=summary,
        by=by.name,
        at=by.now,
    )
    made.pinned.set(pinned)
    body = {"cell": made.pk, "code": cell.code, "version": made.version, "pinned": len(pinned)}
    record_act("fill cell", by=by, where=Where(cell.source_id), said=Said({}, body))
    return made
