"""The costs of one site: what it sent, what it paid, and what is odd. Another site's people never see it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.web import clock
from newel.web.accounts.doors import site_of, staff_page
from newel.web.economics.presenters.costs import completeness, price_years
from newel.web.economics.presenters.oddities import oddities
from newel.web.economics.views._sheet import cost_sheet, names_in
from newel.web.returns.queries.paid import paid_by_month
from newel.web.returns.queries.standing import standing
from newel.web.study import current_study


@staff_page("see_costs")
def site(request: HttpRequest, site_id: str) -> HttpResponse:
    """Show one site's costs, from the version that counts of each month."""
    shown, sheet = site_of(request, site_id), cost_sheet()
    if sheet is None:
        return render(request, "economics/site.html", {"site": shown, "sheet": None})
    today = clock.today()
    months = standing(current_study().protocol, [shown.id], today)[sheet.name][shown.id]
    paid = {month: rows for (_, month), rows in paid_by_month([shown.id]).items()}
    names = names_in(sheet)
    open_months = {month.month for month in months if month.state != "not_expected" and today <= month.closes_on}
    odd = oddities(months, paid, names["item"])
    context = {
        "site": shown,
        "sheet": sheet,
        "months": months,
        "counts": completeness(shown, months),
        "odd": [(each, each.month in open_months) for each in odd],
        "years": price_years(months, paid, names),
        "open": [month for month in reversed(months) if month.month in open_months],
    }
    return render(request, "economics/site.html", context)
