"""Codings that wait for a person since the text under them was changed: place each, or drop it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from newel.web.accounts.doors import not_there, staff_page
from newel.web.coding.actions._recording import OvertakenError
from newel.web.coding.actions.place_coding import drop_coding, place_coding
from newel.web.coding.presenters.waiting import waiting_cards
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.queries.waiting import waiting_in, waiting_one
from newel.web.coding.texts import codable_source, codable_sources, text_of
from newel.web.coding.views._door import answer, doer, name_of
from newel.web.coding.views._looking import shown_rows


@staff_page("code")
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits in one's own layers and in reconciled ones."""
    sight = sight_of(name_of(request))
    cards = waiting_cards(waiting_in(sight), codable_sources(request.user))
    shown_rows(sight, (card.coding for card in cards))
    return render(request, "coding/waiting.html", {"cards": cards})


@require_POST
@staff_page("code")
def place(request: HttpRequest, key: str) -> HttpResponse:
    """Place one: field place (`start-end`), unit (a whole unit), or drop."""
    waiting = waiting_one(sight_of(name_of(request)), key)
    if waiting is None or codable_source(request.user, waiting.coding.source_id) is None:
        raise not_there(request, "coding")
    text, back = text_of(waiting.coding.source_id), reverse("coding:waiting")
    try:
        if "drop" in request.POST:
            drop_coding(by=doer(request), coding=waiting.coding)
            return answer(request, "The coding is dropped.", back=back)
        chosen = _place(request, waiting.places, {unit.number: (unit.start, unit.end) for unit in text.units})
        if chosen is None or request.POST.get("version") != str(text.version):
            return answer(request, "Choose where it belongs.", back=back, status=422)
        place_coding(by=doer(request), coding=waiting.coding, version=text.version, place=chosen)
    except OvertakenError:
        return answer(request, "Somebody has placed or dropped it already.", back=back, status=409)
    return answer(request, "The coding is placed.", back=back)


def _place(
    request: HttpRequest, offered: tuple[tuple[int, int], ...], units: dict[int, tuple[int, int]]
) -> tuple[int, int] | None:
    """Return one of the offered places, or a whole unit."""
    sent = request.POST.get("place", "")
    found = next((place for place in offered if sent == f"{place[0]}-{place[1]}"), None)
    unit = request.POST.get("unit", "")
    return found or (units.get(int(unit)) if unit.isdecimal() and len(unit) < 9 else None)
