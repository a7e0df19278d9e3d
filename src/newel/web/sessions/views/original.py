"""Read an original: only for a reason, which is written down before the text is shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from newel.web import clock
from newel.web.care.forms.reading import Reading
from newel.web.sessions.dividing import units_in
from newel.web.sessions.presenters.texts import blocks
from newel.web.sessions.queries.history import versions_of
from newel.web.sessions.queries.sources import SourceRow
from newel.web.sessions.views._door import name_of, number_in, show, source_page
from newel.web.vault.actions.read_original import read_original, read_original_file
from newel.web.vault.queries.originals import has_file

REASONS = {
    "recording": "to check it against the recording",
    "redaction": "to check a redaction",
    "person": "because a person asked what is kept about them",
}


@source_page("redact")
def original(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Ask why; then show the text, or give the file. Nothing is shown to an address alone."""
    versions = [version for version in versions_of(row.source_id) if not version.here]
    read = Reading(request.POST.dict())
    context: dict[str, Any] = {"reasons": REASONS.items(), "versions": versions, "has_file": has_file(row.source_id)}
    if request.method != "POST":
        return show(request, "original", row=row, **context)
    if request.POST.get("go") == "file" and context["has_file"]:
        return _file(request, row)
    why = read.choice("why", REASONS, says="Choose why you need to read it.")
    number = number_in(request.POST.get("version")) or 0
    if number not in {version.number for version in versions}:
        read.faults["version"] = "Choose a version."
    if not read.faults:
        text = read_original(actor=name_of(request), source_id=row.source_id, version=number, why=why, now=clock.now())
        context |= {"number": number, "blocks": blocks(text, units_in(row.kind, text))}
    return show(request, "original", row=row, read=read, **context)


def _file(request: HttpRequest, row: SourceRow) -> HttpResponse:
    name, content = read_original_file(actor=name_of(request), source_id=row.source_id, now=clock.now())
    ending = name.rsplit(".", 1)[-1] if "." in name else "txt"
    suffix = ending if ending.isascii() and ending.isalnum() and len(ending) < 6 else "txt"
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{row.source_id}-original.{suffix}"'
    return response
