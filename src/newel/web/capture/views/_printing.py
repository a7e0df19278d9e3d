"""What the two pages that make cards share: a confirmation that counts once, and the page to print."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from newel.web import clock
from newel.web.capture import secrecy
from newel.web.capture.actions.invite import Card
from newel.web.capture.invitable import last_day
from newel.web.study import Study

_ONCE = "newel.capture.once"


def begin_confirmation(request: HttpRequest) -> str:
    """Return a mark for a page that confirms; it is good for one making of cards."""
    request.session[_ONCE] = once = secrecy.random_id()
    return once


def is_first_confirmation(request: HttpRequest) -> bool:
    """Whether the mark of this page was not used before: a page loaded again must not invite twice."""
    return bool(request.session.pop(_ONCE, None) == request.POST.get("once", ""))


def printed(request: HttpRequest, card: Card) -> dict[str, str]:
    """Return what one card says: its codes, and its link with this site's address."""
    link = reverse("capture:open_link", args=[card.link_key])
    return {"code": card.code, "link": request.build_absolute_uri(link), "list_code": card.list_code}


def to_print(
    request: HttpRequest, study: Study, cards: Sequence[dict[str, str]], *, wave: str, **said: object
) -> HttpResponse:
    """Return the page of cards of one wave. It is the only time their codes are shown."""
    of_wave = next(each for each in study.protocol.waves if each.id == wave)
    context = {
        "study": study.protocol.study,
        "cards": cards,
        "wave": of_wave,
        "address": request.build_absolute_uri(reverse("capture:enter")),
        "last_day": last_day(study, wave),
        "ahead": of_wave.opens > clock.today(),
    }
    return render(request, "capture/cards.html", context | said)
