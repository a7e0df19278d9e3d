"""The first page of coding: the sources that may be coded, one's own layers, and how far each is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import allowed
from newel.web.coding.presenters.board import board_rows
from newel.web.coding.queries.codings import counts_by_source
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.queries.looks import closed_in
from newel.web.coding.queries.thoughts import taken_back, thoughts_on
from newel.web.coding.queries.waiting import waiting_count
from newel.web.coding.texts import codable_sources
from newel.web.coding.views._door import name_of
from newel.web.coding.views._looking import WHY
from newel.web.study import current_study


@staff_page("code")
def board(request: HttpRequest) -> HttpResponse:
    """Show the sources in one layer of one's own, or in a colleague's that may be seen."""
    sight = sight_of(name_of(request))
    own = [layer for layer in sight.own() if layer.purpose != "reconciled"]
    layer = sight.layer(request.GET.get("layer", "")) or next(iter(reversed(own)), None)
    counts = counts_by_source([layer] if layer else [])
    sources = codable_sources(request.user)
    closed = closed_in(layer) if layer and layer.coder == sight.name else ()
    may_open = allowed(request.user, "open_round")
    context = {
        "layer": layer,
        "layers": sight.layers,
        "own": own,
        "rows": board_rows(sources, layer, current_study().protocol, counts=counts, closed=closed),
        "why": WHY,
        "may_open": may_open,
        "to_delete": thoughts_on(taken_back()).count() if may_open else 0,
        "waiting": waiting_count(sight),
        "name": sight.name,
    }
    return render(request, "coding/board.html", context)
