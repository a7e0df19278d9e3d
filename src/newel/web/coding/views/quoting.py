"""Quotes: chosen from codings, read by a second person, and what stands between each and print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from newel.web.accounts.doors import not_there, staff_page
from newel.web.coding.actions.choose_quote import OwnQuoteError, check_quote, choose_quote, take_back_quote
from newel.web.coding.presenters.quotes import quote_cards
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.queries.quotes import choosable, quote_of, quotes_seen
from newel.web.coding.texts import codable_source, codable_sources
from newel.web.coding.views._door import answer, doer, name_of
from newel.web.coding.views._looking import shown_rows
from newel.web.study import current_study


@staff_page("code")
def quotes(request: HttpRequest) -> HttpResponse:
    """Show the quotes that may be seen, each with its consent, the people behind it, and who read it."""
    sight = sight_of(name_of(request))
    cards = quote_cards(quotes_seen(sight), codable_sources(request.user), current_study().protocol, name=sight.name)
    shown_rows(sight, (card.quoted.coding for card in cards))
    return render(request, "coding/quotes.html", {"cards": cards})


@require_POST
@staff_page("code")
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a coding as a quote: field coding."""
    coding = choosable(sight_of(name_of(request)), request.POST.get("coding", ""))
    if coding is None or codable_source(request.user, coding.source_id) is None:
        raise not_there(request, "coding")
    choose_quote(by=doer(request), coding=coding)
    return answer(request, "The quote is on the list. Somebody else reads it before it is printed.", back=_page())


@require_POST
@staff_page("code")
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Say that it has been read by a second person, or take it back."""
    quote = quote_of(sight_of(name_of(request)), key)
    if quote is None:
        raise not_there(request, "quote")
    if "take_back" in request.POST:
        take_back_quote(by=doer(request), quote=quote)
        return answer(request, "The quote is taken back.", back=_page())
    if codable_source(request.user, quote.coding.source_id) is None:  # its words are shown to nobody any more
        raise not_there(request, "quote")
    try:
        check_quote(by=doer(request), quote=quote)
    except OwnQuoteError:
        return answer(request, "You chose this quote, so that somebody else has to read it.", back=_page(), status=409)
    return answer(request, "The quote is read.", back=_page())


def _page() -> str:
    return reverse("coding:quotes")
