"""The board: returns and questionnaires, for the sites this person may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.capture.queries.progress import collection_progress
from newel.web.progress.presenters import group_totals, key_to_marks, return_counts, wave_tables, year_tables
from newel.web.returns.definition import monthly_return
from newel.web.returns.queries.standing import standing
from newel.web.study import current_study


@staff_page("see_progress")
def board(request: HttpRequest) -> HttpResponse:
    """Show counts first, details below. A site lead's board holds their own sites and nothing else."""
    protocol, today = current_study().protocol, clock.today()
    sites = [protocol.site(site) for site in sites_of(request.user)]
    months = standing(protocol, [site.id for site in sites], today)
    progress = collection_progress([site.id for site in sites])
    context = {
        "today": today,
        "asks_for_returns": monthly_return() is not None,
        "counts": return_counts(sites, months),
        "years": year_tables(sites, months),
        "key": key_to_marks(),
        "totals": group_totals(protocol, progress),
        "waves": wave_tables(protocol, sites, progress),
    }
    return render(request, "progress/board.html", context)
