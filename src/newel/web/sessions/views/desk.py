"""The redaction desk: one mark after the other, replaced, left or changed by a person, with forms alone or by keys."""

from typing import Any, Literal, get_args

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from newel.transcripts.redaction import WITHOUT_FINDER, name_finder
from newel.web import clock
from newel.web.care.forms.reading import Reading
from newel.web.sessions.actions._reading import read_desk
from newel.web.sessions.actions._recording import NotNowError
from newel.web.sessions.actions.decide_redaction import Decided, decide_redaction
from newel.web.sessions.actions.hand_over import hand_over, take_back
from newel.web.sessions.actions.mark_words import mark_words
from newel.web.sessions.actions.open_desk import clear_desk, open_desk
from newel.web.sessions.actions.suggest_redactions import suggest_redactions
from newel.web.sessions.desk import Desk
from newel.web.sessions.dividing import units_in
from newel.web.sessions.forms.desk import EVERYWHERE, read_marked
from newel.web.sessions.presenters.desk import KIND_NAMES, asked, desk_standing, next_open
from newel.web.sessions.presenters.texts import blocks
from newel.web.sessions.queries.desks import desk_of
from newel.web.sessions.queries.sources import SourceRow
from newel.web.sessions.views._door import go, name_of, number_in, show, source_page

Go = Literal["replace", "leave", "reopen"]


def _desk(row: SourceRow) -> Desk:
    """Return the desk as it lies open for those who redact. Raises NotNowError."""
    found = desk_of(row.source_id)
    if found is None:
        raise NotNowError("Nothing of this source lies on the desk.")
    if row.withdrawn:
        raise NotNowError("Those it speaks for have withdrawn. Nobody works on its text any more.")
    if found.handed_at:
        raise NotNowError("This text is with the second reader. Take it back first, if something must be changed.")
    return found


@source_page("redact")
def desk(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Show the text with its marks, and ask about one of them. Reading an original is written down."""
    return _show(request, row, Reading({}))


@require_POST
@source_page("redact")
def decide(request: HttpRequest, row: SourceRow, number: int) -> HttpResponse:
    """Keep a decision and go on to the next mark."""
    here = _desk(row)
    chosen, _, alike = request.POST.get("go", "").partition(".")
    if chosen not in get_args(Go):
        raise NotNowError("The page was too old. Decide again.")
    decided = Decided(number, chosen, request.POST.get("replacement", ""), alike=alike == "alike")  # type: ignore[arg-type] # one of its words
    try:
        count = decide_redaction(actor=name_of(request), source_id=row.source_id, decided=decided, now=clock.now())
    except NotNowError as stands_in_the_way:
        messages.warning(request, f"Nothing changed. {stands_in_the_way}")
        return go(request, "desk", row, at=number)
    if count > 1:
        messages.success(request, f"{count} places with these words were decided alike.")
    at = number if chosen == "reopen" else next_open(desk_of(row.source_id) or here, number)
    return go(request, "desk", row, at=at)


@require_POST
@source_page("redact")
def mark(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Mark words that nobody suggested."""
    here, read = _desk(row), Reading(request.POST.dict())
    text = read_desk(actor=name_of(request), desk=here, why="redaction", now=clock.now())
    marked = read_marked(read, text, units_in(row.kind, text))
    if read.faults:
        return _show(request, row, read)
    try:
        count = mark_words(actor=name_of(request), source_id=row.source_id, marked=marked, now=clock.now())
    except NotNowError as stands_in_the_way:
        read.faults["words"] = str(stands_in_the_way)
        return _show(request, row, read)
    return go(request, "desk", row, says=f"{count} {'place is' if count == 1 else 'places are'} marked.")


@require_POST
@source_page("redact")
def look_again(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Look for identifiers once more: with a roster that grew, or with the names model."""
    _desk(row)
    found = suggest_redactions(actor=name_of(request), source_id=row.source_id, finder=name_finder(), now=clock.now())
    return go(request, "desk", row, says=f"Further places that were found: {found}.")


@require_POST
@source_page("redact")
def hand_on(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Give the text to a second reader."""
    _desk(row)
    hand_over(actor=name_of(request), source_id=row.source_id, now=clock.now())
    return go(request, "source", row, says="The text waits for a second reader, who must be another person.")


@require_POST
@source_page("redact")
def fetch_back(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Take the text back from the second reader."""
    take_back(actor=name_of(request), source_id=row.source_id, now=clock.now())
    return go(request, "desk", row, says="The text is back on the desk.")


@require_POST
@source_page("redact")
def begin(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Open the desk again for a text that was signed."""
    open_desk(actor=name_of(request), source_id=row.source_id, now=clock.now())
    says = "The text is on the desk. Researchers read it as it was signed until the next version is."
    return go(request, "desk", row, says=says)


@require_POST
@source_page("redact")
def clear(request: HttpRequest, row: SourceRow) -> HttpResponse:
    """Clear the desk of a text that needs no change after all."""
    clear_desk(actor=name_of(request), source_id=row.source_id, now=clock.now())
    return go(request, "source", row, says="The desk is cleared. The text stays as it was signed.")


def _show(request: HttpRequest, row: SourceRow, read: Reading) -> HttpResponse:
    here = _desk(row)
    text = read_desk(actor=name_of(request), desk=here, why="redaction", now=clock.now())
    units = units_in(row.kind, text)
    found = blocks(text, units, here.marks)
    context: dict[str, Any] = {
        "desk": here,
        "blocks": found,
        "asked": asked(here, text, found, at=number_in(request.GET.get("at"))),
        "standing": desk_standing(here),
        "kinds": KIND_NAMES.items(),
        "everywhere": EVERYWHERE,
        "without_names_model": "" if name_finder() else WITHOUT_FINDER,
    }
    return show(request, "desk", row=row, read=read, **context)
