"""The board: returns and questionnaires, for the sites this person may see."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.protocol import Site
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import allowed, sites_of
from newel.web.capture.queries.progress import collection_progress
from newel.web.progress.presenters import (
    counts_by_return,
    counts_by_site,
    group_totals,
    key_to_marks,
    wave_tables,
    year_tables,
)
from newel.web.progress.views._chosen import chosen_return
from newel.web.returns.definition import study_returns
from newel.web.returns.queries.chasers import due_chasers
from newel.web.returns.queries.open_queries import open_counts
from newel.web.returns.queries.standing import standing
from newel.web.study import current_study


@staff_page("see_progress")
def board(request: HttpRequest) -> HttpResponse:
    """Show counts first, details below. A site lead's board holds their own sites and nothing else."""
    protocol, today = current_study().protocol, clock.today()
    sites = [protocol.site(site) for site in sites_of(request.user)]
    progress = collection_progress([site.id for site in sites])
    context = {
        "today": today,
        "key": key_to_marks(),
        "totals": group_totals(protocol, progress),
        "waves": wave_tables(protocol, sites, progress),
    }
    return render(request, "progress/board.html", context | _returns(request, sites))


def _returns(request: HttpRequest, sites: list[Site]) -> dict[str, Any]:
    """Return what the board says of returns: all of them in short, and one of them month by month."""
    chosen = chosen_return(request)
    if chosen is None:
        return {"chosen": None}
    protocol, today, site_ids = current_study().protocol, clock.today(), [site.id for site in sites]
    standings, queries = standing(protocol, site_ids, today), open_counts(site_ids)
    months = standings[chosen.name]
    return {
        "chosen": chosen,
        "returns": counts_by_return(study_returns().values(), standings, queries),
        "counts": counts_by_site(sites, months, kind=chosen.kind, queries=queries),
        "years": year_tables(sites, months, kind=chosen.kind, queries=queries),
        "open_queries": sum(queries.values()),
        "chasers": len(due_chasers(protocol, site_ids, today)) if allowed(request.user, "chase") else 0,
    }
