"""What lies on the redaction desk for one source, and the text it is about."""

from newel.web.sessions.desk import Desk, Mark
from newel.web.sessions.models import Redaction, RedactionRound, Source, TextVersion
from newel.web.sessions.sealing import unseal
from newel.web.vault.queries.originals import text_of


def desk_of(source_id: str) -> Desk | None:
    """Return the open round of a source; None where nothing of it lies on the desk."""
    found = RedactionRound.objects.filter(source__source_id=source_id, closed_at__isnull=True)
    row = found.select_related("source").first()
    return desk(row) if row else None


def desk(row: RedactionRound) -> Desk:
    """Return a round as plain data, its marks in the order of the text."""
    source_id = row.source.source_id
    marks = row.redactions.order_by("start", "number")
    return Desk(
        source_id=source_id,
        number=row.number,
        on_version=row.on_version,
        in_vault=version_on_desk(row).sealed is None,
        looked_at=row.looked_at,
        with_names_model=row.with_names_model,
        handed_by=row.handed_by,
        handed_at=row.handed_at,
        note=unseal(source_id, f"note/{row.number}", row.sealed_note) if row.sealed_note else "",
        marks=tuple(_mark(source_id, row.number, mark) for mark in marks),
    )


def version_on_desk(row: RedactionRound) -> TextVersion:
    """Return the version a round works on."""
    return TextVersion.objects.get(source=row.source, number=row.on_version)


def text_on_desk(source: Source, number: int) -> str:
    """Return the text of a version for an act that works on it; from the vault, where it is there.

    A person who reads it from the vault does so by the act `read_desk`.
    """
    kept = TextVersion.objects.get(source=source, number=number)
    return _here(source.source_id, kept) if kept.sealed is not None else text_of(source.source_id, number)


def _here(source_id: str, kept: TextVersion) -> str:
    assert kept.sealed is not None  # noqa: S101 - for the types: asked by the caller
    return unseal(source_id, f"text/{kept.number}", kept.sealed)


def _mark(source_id: str, number: int, row: Redaction) -> Mark:
    return Mark(
        number=row.number,
        start=row.start,
        end=row.end,
        kind=row.kind,
        because=row.because,
        state=row.state,  # type: ignore[arg-type] # one of its words: the database allows no other
        replacement=unseal(source_id, f"mark/{number}/{row.number}", row.sealed_replacement),
        decided_by=row.decided_by,
    )
