"""The board: what is still open for whom at one's own site; for the evaluation lead, counts alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.web import clock
from newel.web.accounts.doors import site_of, staff_page
from newel.web.accounts.permissions import allowed, sites_of
from newel.web.care.presenters.board import EMPTY, board_rows, filters, site_counts
from newel.web.care.queries.pathways import pathways_at
from newel.web.care.standing import QUESTIONS, standing
from newel.web.care.study_words import wording
from newel.web.study import current_study


@staff_page("see_care")
def board(request: HttpRequest) -> HttpResponse:
    """Show the board of one site, all of it or one question."""
    if not allowed(request.user, "work_on_care"):
        return _counts(request)
    protocol, today = current_study().protocol, clock.today()
    sites = sites_of(request.user)
    site = site_of(request, request.GET.get("site") or sites[0])
    if request.GET.get("show") == "left":
        context = {"site": site, "left": [pathway.admission for pathway in pathways_at([site.id], left=True)]}
        return render(request, "care/left.html", context)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in QUESTIONS else ""
    standings = [standing(protocol, pathway, today) for pathway in pathways_at([site.id])]
    context = {
        "today": today,
        "site": site,
        "sites": [protocol.site(name) for name in sites],
        "filters": filters(standings, chosen),
        "rows": board_rows([row for row in standings if not chosen or row.is_open(chosen)], wording()),
        "empty": EMPTY[chosen if standings else ""],
        "has_needs": bool(protocol.needs),
    }
    return render(request, "care/board.html", context)


def _counts(request: HttpRequest) -> HttpResponse:
    protocol, today = current_study().protocol, clock.today()
    sites = [protocol.site(site) for site in sites_of(request.user)]
    standings = [standing(protocol, pathway, today) for pathway in pathways_at([site.id for site in sites])]
    return render(request, "care/counts.html", {"today": today, "counts": site_counts(sites, standings)})
