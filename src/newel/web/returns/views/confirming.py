"""Say yes: the figures that wait in the page become the version that counts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newel.importers.returns import ReturnDefinition, open_months
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.returns.contexts import context_of
from newel.web.returns.definition import asked_return
from newel.web.returns.parcels import Waiting
from newel.web.returns.views._answering import name_of
from newel.web.returns.views.uploading import keep

_TOO_LATE = "This page was open for too long, or one of its months has closed."


@staff_page("send_return")
def confirm(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what the sender has looked at, if it may still be sent today."""
    definition = asked_return(name)
    waiting = Waiting.opened(request.POST.get("parcel", ""), definition.kind, name_of(request))
    if waiting is None or not _may_still_be_sent(request, definition, waiting):
        messages.warning(request, f"{_TOO_LATE} Nothing changed. Please send the file again.")
        return HttpResponseRedirect(reverse("returns:upload", args=[definition.name]))
    return keep(request, definition, waiting)


def _may_still_be_sent(request: HttpRequest, definition: ReturnDefinition, waiting: Waiting) -> bool:
    sites = sites_of(request.user)
    context = context_of(definition, sites, clock.today())
    return all(row.site_id in sites and row.month in open_months(context, row.site_id) for row in waiting.figures)
