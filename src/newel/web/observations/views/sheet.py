"""One's own sheet: filled in while the meeting goes on, kept as often as one likes, then closed for good."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse

from newel.web import clock
from newel.web.care.forms.reading import Reading
from newel.web.observations.actions._recording import NotNowError
from newel.web.observations.actions.keep_sheet import Filled, close_sheet, keep_sheet
from newel.web.observations.forms.sheet import read_sheet
from newel.web.observations.models import Sheet
from newel.web.observations.models.sheet import FIRST
from newel.web.observations.presenters.sheet import fields_of, page_of
from newel.web.observations.queries.meetings import Standing
from newel.web.observations.views._door import go, meeting_page, name_of, observing, show
from newel.web.observations.views.board import KINDS


@meeting_page
def fill_in(request: HttpRequest, found: Standing) -> HttpResponse:
    """Show the sheet, or keep it; a sheet that is closed shows with the meeting."""
    sheet = found.own
    if sheet is None or sheet.closed_at is not None:
        return go("meeting", found)
    if request.method == "POST":
        return _keep(request, found, sheet)
    return _page(request, found, Reading(fields_of(found.meeting, sheet)))


def _keep(request: HttpRequest, found: Standing, sheet: Sheet) -> HttpResponse:
    """Keep what stands on the page; close the sheet where that is asked for and nothing is left open."""
    read, closing = Reading(request.POST.dict()), request.POST.get("step") == "close"
    filled = read_sheet(read, observing(), with_facts=sheet.place == FIRST, whole=closing)
    if request.headers.get("Accept") == "application/json":
        return _in_passing(request, found, (read, filled))
    if read.faults:
        return _page(request, found, read)
    actor, key, now = name_of(request), found.meeting.observation_id, clock.now()
    keep_sheet(actor=actor, observation_id=key, filled=filled, now=now)
    if closing:
        close_sheet(actor=actor, observation_id=key, now=now)
    messages.success(request, "Your sheet is closed, and stays as it is." if closing else "Your sheet is kept.")
    return go("meeting" if closing else "sheet", found)


def _in_passing(request: HttpRequest, found: Standing, typed: tuple[Reading, Filled]) -> JsonResponse:
    """Keep what can be kept while somebody goes on typing, and say what cannot."""
    read, filled = typed
    if read.faults:
        return JsonResponse({"says": " ".join(read.faults.values())}, status=422)
    try:
        key = found.meeting.observation_id
        kept = keep_sheet(actor=name_of(request), observation_id=key, filled=filled, now=clock.now())
    except NotNowError as stands_in_the_way:
        return JsonResponse({"says": str(stands_in_the_way)}, status=409)
    return JsonResponse({"revision": kept.revision})


def _page(request: HttpRequest, found: Standing, read: Reading) -> HttpResponse:
    assert found.own is not None  # noqa: S101 - for the types: whoever has no sheet was sent away
    kind = KINDS.get(found.meeting.kind, found.meeting.kind)
    return show(request, "sheet", found=found, read=read, kind=kind, **page_of(observing(), found.own, read))
