"""What several pages of returns answer with: a file to save, or a place among the events."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from newel.web import clock
from newel.web.returns.actions.note_file import Outcome, note_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Upload:
    """A file as it was sent. Its name tells its format, and is kept nowhere."""

    name: str
    content: bytes


def uploaded(request: HttpRequest) -> Upload | None:
    """Return the file that was sent; None where there is none, or it was too large to be taken."""
    file = request.FILES.get("file")
    return Upload(file.name or "", file.read()) if isinstance(file, UploadedFile) else None


def note(request: HttpRequest, outcome: Outcome, body: Mapping[str, object], *, thing: str = "return") -> None:
    """Write the event of a file that was not kept."""
    note_file(actor=name_of(request), outcome=outcome, thing=thing, body=body, now=clock.now())


def a_file(request: HttpRequest, content: bytes, name: str, *, type_: str) -> HttpResponse:
    """Return a file to save, and write down that it was taken."""
    note(request, "download", {}, thing=name)
    return HttpResponse(content, content_type=type_, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def name_of(request: HttpRequest) -> str:
    """Return who is signed in."""
    return str(request.user.get_username())
