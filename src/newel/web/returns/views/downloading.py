"""What a sender can download: the blank return of their sites, and the list of faults of the file they just sent."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newel.importers.returns import ReturnContext, template
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.returns.actions.note_file import note_file
from newel.web.returns.definition import monthly_return
from newel.web.returns.parcels import unseal
from newel.web.returns.presenters import FAULT_HEADER
from newel.web.spreadsheets import csv_bytes
from newel.web.study import current_study

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_page("send_return")
def blank(request: HttpRequest) -> HttpResponse:
    """Return the blank workbook with a row for each open month of the sender's sites."""
    definition = monthly_return()
    if definition is None:
        raise Http404
    context = ReturnContext(current_study().protocol, clock.today(), sites_of(request.user))
    return _file(request, template(definition, context), f"{definition.name}-return.xlsx", kind=XLSX)


@staff_page("send_return")
def faults(request: HttpRequest) -> HttpResponse:
    """Return the faults the page shows as CSV. They come back from the page itself: the file was not kept."""
    rows = unseal("faults", request.user.get_username(), request.POST.get("parcel", ""))
    if rows is None:
        return HttpResponseRedirect(reverse("returns:upload"))
    return _file(request, csv_bytes(FAULT_HEADER, rows), "what-to-put-right.csv", kind="text/csv; charset=utf-8")


def _file(request: HttpRequest, content: bytes, name: str, *, kind: str) -> HttpResponse:
    note_file(actor=request.user.get_username(), outcome="download", thing=name, body={}, now=clock.now())
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
