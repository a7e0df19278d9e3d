"""One site: each month of its returns, with the day it came and the version that counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.web import clock
from newel.web.accounts.doors import site_of, staff_page
from newel.web.returns.queries.standing import standing
from newel.web.study import current_study


@staff_page("see_progress")
def site(request: HttpRequest, site_id: str) -> HttpResponse:
    """Show one site's months, the latest first. To a site lead every other site is not there."""
    shown = site_of(request, site_id)
    months = standing(current_study().protocol, [shown.id], clock.today())[shown.id]
    return render(request, "progress/site.html", {"site": shown, "months": months[::-1]})
