"""One site: each month of a return, with the day it came, the version that counts, open queries and chasers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.web import clock
from newel.web.accounts.doors import site_of, staff_page
from newel.web.progress.presenters import counts_by_return, site_months
from newel.web.progress.views._chosen import chosen_return
from newel.web.returns.definition import study_returns
from newel.web.returns.queries.chasers import sent_chasers
from newel.web.returns.queries.open_queries import open_counts
from newel.web.returns.queries.standing import standing
from newel.web.study import current_study


@staff_page("see_progress")
def site(request: HttpRequest, site_id: str) -> HttpResponse:
    """Show one site's months, the latest first. To a site lead every other site is not there."""
    shown = site_of(request, site_id)
    chosen = chosen_return(request)
    standings = standing(current_study().protocol, [shown.id], clock.today())
    queries = open_counts([shown.id])
    context = {
        "site": shown,
        "chosen": chosen,
        "returns": counts_by_return(study_returns().values(), standings, queries),
        "months": chosen
        and site_months(
            standings[chosen.name][shown.id],
            kind=chosen.kind,
            site_id=shown.id,
            queries=queries,
            sent=sent_chasers([shown.id]),
        ),
    }
    return render(request, "progress/site.html", context)
