"""Returns: which the study asks for, and how many months of each are waited for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.returns.definition import study_returns
from newel.web.returns.presenters import returns_to_send
from newel.web.returns.queries.open_queries import unanswered
from newel.web.returns.queries.standing import standing
from newel.web.study import current_study


@staff_page("send_return")
def choose(request: HttpRequest) -> HttpResponse:
    """Show every return of the study with what is due, and how many questions wait for an answer."""
    sites = sites_of(request.user)
    standings = standing(current_study().protocol, sites, clock.today())
    context = {"returns": returns_to_send(study_returns().values(), standings), "unanswered": unanswered(sites)}
    return render(request, "returns/choose.html", context)
