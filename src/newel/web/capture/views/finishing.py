"""Finishing: send, stop for now, or take everything back."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from newel.web.capture import secrecy
from newel.web.capture.actions.end_visit import end_visit
from newel.web.capture.actions.send_response import send_response
from newel.web.capture.actions.withdraw_response import withdraw_response
from newel.web.capture.models import Response
from newel.web.capture.screens import first_unanswered
from newel.web.capture.views._door import keep_nothing, participant_page, show
from newel.web.capture.views._route import next_page, stoppage
from newel.web.capture.visitor import Visitor


@csrf_exempt  # as every page of a participant: see _door.participant_page
def send(request: HttpRequest) -> HttpResponse:
    """Send the answers. A second press of the button finds them sent and says so."""
    ticket = secrecy.read_ticket(request.POST.get("ticket", ""))
    if ticket and Response.objects.filter(grant_id=ticket.grant_id, sent_at__isnull=False).exists():
        return keep_nothing(show(request, "sent", {"before": True}))
    return _send(request)


@participant_page
def _send(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    answered = first_unanswered(visitor.screens, visitor.answers()) == len(visitor.screens)
    if visitor.response is None or not answered or stoppage(visitor):
        return next_page(request, visitor)
    send_response(response=visitor.response, visit=visitor.visit, now=visitor.now)
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
