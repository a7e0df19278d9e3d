"""The second reading: another person reads the whole text, sees every decision, and signs or sends it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from newel.web import clock
from newel.web.care.forms.reading import Reading
from newel.web.sessions.actions._reading import read_desk
from newel.web.sessions.actions._recording import NotNowError
from newel.web.sessions.actions.send_back import send_back
from newel.web.sessions.actions.sign_redaction import SamePersonError, sign_redaction
from newel.web.sessions.desk import Desk
from newel.web.sessions.dividing import units_in
from newel.web.sessions.presenters.desk import KIND_NAMES, desk_standing
from newel.web.sessions.presenters.texts import blocks
from newel.web.sessions.queries.desks import desk_of
from newel.web.sessions.queries.sources import SourceRow
from newel.web.sessions.views._door import go, name_of, show, source_page


@source_page("sign_redaction")
def second(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Show the text as it would be, with what stood there. Reading it is written down."""
    return _show(request, row, Reading({}))


@require_POST
@source_page("sign_redaction")
def sign(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Sign, when the box says that all of it was read; or send it back with a note."""
    _waiting(request, row)
    read = Reading(request.POST.dict())
    if request.POST.get("go") == "back":
        note = read.words("note", says="Say what must be looked at again.")
        if read.faults:
            return _show(request, row, read)
        send_back(actor=name_of(request), source_id=row.source_id, note=note, now=clock.now())
        return go(request, "source", row, says="The text is back on the desk, with your note.")
    if request.POST.get("read_all") != "yes":
        read.faults["read_all"] = "Tick the box when you have read the whole text."
        return _show(request, row, read)
    number = sign_redaction(actor=name_of(request), source_id=row.source_id, now=clock.now())
    return go(request, "source", row, says=f"Version {number} is signed. What it replaced is in the vault.")


def _waiting(request: HttpRequest, row: SourceRow) -> Desk:
    found = desk_of(row.source_id)
    if found is None or not found.handed_at:
        raise NotNowError("This text does not wait for a second reader.")
    if row.withdrawn:
        raise NotNowError("Those it speaks for have withdrawn. Nobody works on its text any more.")
    if name_of(request) in found.deciders:
        raise SamePersonError("You have decided about this text yourself. Another person must read it a second time.")
    return found


def _show(request: HttpRequest, row: SourceRow, read: Reading) -> HttpResponse:
    here = _waiting(request, row)
    text = read_desk(actor=name_of(request), desk=here, why="second_reading", now=clock.now())
    context: dict[str, Any] = {
        "desk": here,
        "blocks": blocks(text, units_in(row.kind, text), here.marks),
        "standing": desk_standing(here),
        "left": [
            (KIND_NAMES.get(mark.kind, mark.kind), text[mark.start : mark.end], mark)
            for mark in here.marks
            if mark.state == "refused"
        ],
    }
    return show(request, "second", row=row, read=read, **context)
