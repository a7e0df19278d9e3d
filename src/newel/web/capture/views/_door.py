"""What every page of a participant has in common: who may come in, and what the browser must never keep."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from newel.web import clock
from newel.web.capture import secrecy
from newel.web.capture.models import AccessGrant
from newel.web.capture.queries.consents import end_of_form
from newel.web.capture.queries.grants import grant_of_ticket, is_in_protocol
from newel.web.capture.visitor import Visitor
from newel.web.study import current_study

View = Callable[[HttpRequest, Visitor], HttpResponse]


def participant_page(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Make a view that is reached only by the form of the page before it, with that page's ticket.

    Exempt from the CSRF check on purpose. That check stops a foreign site from using authority that a browser adds by
    itself, such as a cookie. Participants have no cookie: the ticket in the form is all the authority there is, and a
    foreign site does not know it. A CSRF cookie would break the promise that nothing is kept on the device.
    """

    @csrf_exempt
    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseRedirect(reverse("capture:enter"))
        ticket = secrecy.read_ticket(request.POST.get("ticket", ""))
        grant = grant_of_ticket(ticket) if ticket else None
        if ticket is None or grant is None:
            return keep_nothing(_visit_over(request, ticket))
        visitor = Visitor(grant, ticket.visit, current_study(), clock.now())
        return keep_nothing(turned_away(request, grant) or view(request, visitor))

    return page


def turned_away(request: HttpRequest, grant: AccessGrant) -> HttpResponse | None:
    """Return the page for a card that was stopped, or whose group, site or wave is not in the protocol any more."""
    if grant.revoked_at is not None:
        return show(request, "closed", {"reason": "revoked"}, status=403)
    if not is_in_protocol(grant, current_study().protocol):
        return show(request, "closed", {"reason": "nothing_to_ask"}, status=403)
    return None


def _visit_over(request: HttpRequest, ticket: secrecy.Ticket | None) -> HttpResponse:
    """Say what became of the form when a button of an ended visit is pressed, for example *Send* a second time."""
    end = end_of_form(ticket.grant_id) if ticket else None
    too_late = "item" in request.POST
    if end == "sent":
        return show(request, "sent", {"before": True, "too_late": too_late})
    if end == "withdrawn":
        return show(request, "taken_back")
    return show(request, "closed", {"reason": "visit_over", "too_late": too_late}, status=410)


def keep_nothing(response: HttpResponse) -> HttpResponse:
    """Tell the browser to store no copy of the page and to name it to nobody."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    visitor: Visitor | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page of capture with what all of them print."""
    study = visitor.study if visitor else current_study()
    everywhere: dict[str, Any] = {"study": study.protocol.study}
    if visitor:
        everywhere |= {"ticket": visitor.ticket, "young": visitor.young, "group": visitor.group}
    return render(request, f"capture/{template}.html", everywhere | dict(context or {}), status=status)
