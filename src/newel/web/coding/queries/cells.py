"""What people wrote into the framework matrix."""

from newel.web.coding.models import MatrixCell


def latest_cells(codebook_id: str) -> dict[tuple[str, str], MatrixCell]:
    """Return {(row, code): the newest version of its cell}."""
    rows = MatrixCell.objects.filter(codebook_id=codebook_id).order_by("version")
    return {(cell.case_id, cell.code): cell for cell in rows}


def latest_cells_with_pins(codebook_id: str) -> list[MatrixCell]:
    """Return the newest version of each cell with the codings that are pinned to it."""
    newest = [cell.pk for cell in latest_cells(codebook_id).values()]
    return list(MatrixCell.objects.filter(pk__in=newest).order_by("pk").prefetch_related("pinned"))


def cell_versions(codebook_id: str, case_id: str, code: str) -> list[MatrixCell]:
    """Return the versions of one cell, the newest first."""
    rows = MatrixCell.objects.filter(codebook_id=codebook_id, case_id=case_id, code=code)
    return list(rows.order_by("-version").prefetch_related("pinned"))
