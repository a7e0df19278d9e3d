"""Say that nothing happened in a month: a return of events without an event, which is not the same as no return."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newel.importers.returns import open_months
from newel.web import clock
from newel.web.accounts.doors import site_of, staff_page
from newel.web.returns.comparing import compare
from newel.web.returns.contexts import context_of
from newel.web.returns.definition import EVENTS, asked_return
from newel.web.returns.figures import Figures
from newel.web.returns.views.uploading import follow


@staff_page("send_return")
def nothing_happened(request: HttpRequest, name: str) -> HttpResponse:
    """Keep a month without a row; where rows were sent before, show that they would go, and ask."""
    definition = asked_return(name)
    if definition.kind not in EVENTS:
        raise Http404
    site_id, _, month = request.POST.get("place", "").partition(" ")
    site = site_of(request, site_id)
    if month not in open_months(context_of(definition, (site.id,), clock.today()), site.id):
        messages.warning(request, "This month is not open. Nothing changed.")
        return HttpResponseRedirect(reverse("returns:upload", args=[definition.name]))
    return follow(request, definition, compare(definition.kind, [Figures(site.id, month, ())]))
