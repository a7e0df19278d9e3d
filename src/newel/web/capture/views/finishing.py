"""Finishing: send, stop for now, or take everything back."""

from django.http import HttpRequest, HttpResponse

from newel.web.capture.actions.end_visit import end_visit
from newel.web.capture.actions.send_response import send_response
from newel.web.capture.actions.withdraw_response import withdraw_response
from newel.web.capture.screens import first_unanswered
from newel.web.capture.views._door import participant_page, show
from newel.web.capture.views._route import next_page, stoppage
from newel.web.capture.visitor import Visitor


@participant_page
def send(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Send the answers. A second press of the button finds the visit over and the answers sent, and says so."""
    answered = first_unanswered(visitor.screens, visitor.answers()) == len(visitor.screens)
    if visitor.answering is None or not answered or stoppage(visitor):
        return next_page(request, visitor)
    if not send_response(response=visitor.answering, visit=visitor.visit, now=visitor.now):
        return next_page(request, visitor.again())
    return show(request, "sent", visitor=visitor)


@participant_page
def stop(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Stop for now, from a page with nothing to save."""
    end_visit(grant=visitor.grant, visit=visitor.visit, now=visitor.now)
    return show(request, "stopped", visitor=visitor)


@participant_page
def take_back(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Ask whether to take everything back, and then do it."""
    sure = request.POST.get("sure")
    if sure == "no" or visitor.response is None:
        return next_page(request, visitor)
    if sure != "yes":
        return show(request, "take_back", visitor=visitor)
    withdraw_response(
        grant=visitor.grant,
        visit=visitor.visit,
        document_version=visitor.protocol.consent.document_version,
        now=visitor.now,
    )
    return show(request, "taken_back", {"now": True}, visitor=visitor)
