"""What every page of coding asks first: which layer, whether it may be seen, and whether it is one's own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from newel.web import clock
from newel.web.accounts.doors import not_there, staff_page
from newel.web.coding.actions._recording import Doer
from newel.web.coding.models import Layer
from newel.web.coding.queries.layers import Sight, sight_of
from newel.web.coding.queries.looks import closed_in
from newel.web.coding.texts import SourceRow, codable_source
from newel.web.coding.views._looking import WHY, closed_page

View = Callable[..., HttpResponse]
Page = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Desk:
    """One source in one layer, in front of one person."""

    sight: Sight
    layer: Layer
    source: SourceRow

    @property
    def own(self) -> bool:
        """Whether it is the person's own layer."""
        return self.layer.coder == self.sight.name

    @property
    def writes(self) -> bool:
        """Whether anything can be coded here."""
        return self.own and self.layer.locked_at is None

    @property
    def address(self) -> str:
        """Where its page is."""
        return reverse("coding:desk", args=[self.layer.key, self.source.source_id])


def desk_page(view: View) -> Page:
    """Make a page of one source in one layer. Where it may not be seen it is 404, with an audit event.

    In a blind layer a source is closed to its coder once they have seen another's coding of it: the page says so.
    """

    @staff_page("code")
    @wraps(view)
    def page(request: HttpRequest, layer_key: str, source_id: str, **parts: Any) -> HttpResponse:
        sight = sight_of(name_of(request))
        layer, row = sight.layer(layer_key), codable_source(request.user, source_id)
        if layer is None or row is None:
            raise not_there(request, "layer" if layer is None else "source")
        desk = Desk(sight, layer, row)
        if desk.writes and source_id in closed_in(layer):
            return _closed(request, desk)
        return view(request, desk, **parts)

    return page


def _closed(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "GET" and not wants_json(request):
        return closed_page(request, desk.layer, desk.source)
    says = f"Nothing was changed: this source is closed to you in a blind layer, because {WHY}."
    return answer(request, says, back=reverse("coding:board"), status=409)


def name_of(request: HttpRequest) -> str:
    """Return the account name of whoever is signed in."""
    return str(request.user.get_username())


def doer(request: HttpRequest) -> Doer:
    """Return who acts, and when."""
    return Doer(name_of(request), clock.now())


def doer_with_ticket(request: HttpRequest) -> Doer:
    """Return who acts, when, and the ticket by which an act that the page sends again is known."""
    return Doer(name_of(request), clock.now(), request.POST.get("ticket", "")[:36] or None)


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, which wants an answer to read; without script a whole page is sent."""
    return "application/json" in request.headers.get("Accept", "")


def answer(request: HttpRequest, says: str, *, back: str, status: int = 200, **more: Any) -> HttpResponse:
    """Say what came of an act: to a script as JSON, to a form on the page it goes back to."""
    if wants_json(request):
        return JsonResponse({"says": says} | more, status=status)
    (messages.success if status < 400 else messages.warning)(request, says)
    return HttpResponseRedirect(back)
