"""Say yes to a correction: the figures that wait in the page become the version that counts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newel.importers.returns import ReturnContext, open_months
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.returns.definition import monthly_return
from newel.web.returns.parcels import Waiting
from newel.web.returns.views.uploading import keep
from newel.web.study import current_study

_TOO_LATE = "This page was open for too long, or one of its months has closed."


@staff_page("send_return")
def confirm(request: HttpRequest) -> HttpResponse:
    """Keep what the sender has looked at, if it may still be sent today."""
    waiting = Waiting.opened(request.POST.get("parcel", ""), request.user.get_username())
    definition = monthly_return()
    if waiting is None or definition is None or not _may_still_be_sent(request, waiting):
        messages.warning(request, f"{_TOO_LATE} Nothing changed. Please send the file again.")
        return HttpResponseRedirect(reverse("returns:upload"))
    return keep(request, definition, waiting)


def _may_still_be_sent(request: HttpRequest, waiting: Waiting) -> bool:
    sites = sites_of(request.user)
    context = ReturnContext(current_study().protocol, clock.today(), sites)
    return all(row.site_id in sites and row.month in open_months(context, row.site_id) for row in waiting.figures)
