"""Search in what was said. The words looked for travel in the form, never in an address, where logs would keep them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.coding import search
from newel.faults import Refused
from newel.web.accounts.doors import staff_page
from newel.web.coding.presenters.hits import hit_rows
from newel.web.coding.presenters.tree import tree
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.texts import codable_sources, core_source, texts_of
from newel.web.coding.views._door import name_of
from newel.web.coding.views._reading import read_from

MOST = 200


@staff_page("code")
def find(request: HttpRequest) -> HttpResponse:
    """Show the units that have the words: fields words, and code where only what is coded with it is looked at."""
    read = read_from(request, request.POST.get("codebook", ""))
    sight = sight_of(name_of(request))
    own = [layer for layer in sight.own() if layer.purpose != "reconciled"]
    context: dict[str, Any] = {
        "words": request.POST.get("words", "")[:200],
        "code": request.POST.get("code", ""),
        "codes": tree(read.codebook) if read else [],
        "layer": own[-1] if own else None,
    }
    if request.method == "POST":
        context |= _found(request, read, context["words"], code=context["code"])
    return render(request, "coding/search.html", context)


def _found(request: HttpRequest, read: Any, words: str, *, code: str) -> dict[str, Any]:
    rows = codable_sources(request.user)
    texts = texts_of(rows)
    within = None
    if read and code in read.codebook.by_id:
        under = read.codebook.under(code)
        within = [coding for coding in read.codings() if coding.code in under]
    try:
        hits = search([core_source(row, texts[row.source_id]) for row in rows], words, within=within)
    except Refused as refused:
        return {"fault": refused.faults[0].remedy, "hits": [], "count": 0}
    titles = {row.source_id: row.title for row in rows}
    return {"hits": hit_rows(hits[:MOST], texts, titles), "count": len(hits), "most": MOST, "asked": True}
