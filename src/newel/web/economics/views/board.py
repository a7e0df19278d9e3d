"""Costs by site: how complete the cost sheets are. A site's own people go straight to their own page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.economics.presenters.costs import board_rows
from newel.web.economics.views._sheet import cost_sheet, names_in
from newel.web.returns.queries.paid import paid_by_month
from newel.web.returns.queries.standing import standing
from newel.web.study import current_study


@staff_page("see_costs")
def board(request: HttpRequest) -> HttpResponse:
    """Show what was received from each site that this person may see."""
    sites = sites_of(request.user)
    if len(sites) == 1:
        return HttpResponseRedirect(reverse("economics:site", args=sites))
    protocol, today, sheet = current_study().protocol, clock.today(), cost_sheet()
    context: dict[str, Any] = {"sheet": sheet, "today": today, "rows": []}
    if sheet is not None:
        months, paid = standing(protocol, sites, today)[sheet.name], paid_by_month(sites)
        shown = [protocol.site(site) for site in sites]
        context["rows"] = board_rows(shown, months, paid, items=names_in(sheet)["item"])
        context["any_month"] = any(months.values())
    return render(request, "economics/board.html", context)
