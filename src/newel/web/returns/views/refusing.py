"""A file that was refused: every error in words, as a list to save, or marked in a copy of the sender's own file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from newel.importers.returns import CheckedReturn, ReturnDefinition, annotated, check_file
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.returns.contexts import context_of
from newel.web.returns.definition import asked_return
from newel.web.returns.parcels import seal, unseal
from newel.web.returns.presenters import FAULT_HEADER, fault_rows
from newel.web.returns.views._answering import XLSX, a_file, name_of, note, uploaded
from newel.web.spreadsheets import csv_bytes


def refused_page(request: HttpRequest, definition: ReturnDefinition, checked: CheckedReturn) -> HttpResponse:
    """Show what to put right. The faults travel in the page; nothing of the file is kept."""
    codes = sorted({fault.code for fault in checked.faults})
    note(request, "refuse", {"kind": definition.kind, "faults": len(checked.faults), "codes": codes})
    rows = fault_rows(checked.faults)
    context = {
        "definition": definition,
        "rows": rows,
        "more": len(checked.faults) - len(rows),
        "notes": checked.notes,
        "parcel": seal("faults", name_of(request), rows),
    }
    return render(request, "returns/refused.html", context, status=422)


@staff_page("send_return")
def faults(request: HttpRequest, name: str) -> HttpResponse:
    """Return the faults the page shows as CSV. They come back from the page itself: the file was not kept."""
    definition = asked_return(name)
    rows = unseal("faults", name_of(request), request.POST.get("parcel", ""))
    if rows is None:
        return HttpResponseRedirect(reverse("returns:upload", args=[definition.name]))
    return a_file(request, csv_bytes(FAULT_HEADER, rows), "what-to-put-right.csv", type_="text/csv; charset=utf-8")


@staff_page("send_return")
def marked(request: HttpRequest, name: str) -> HttpResponse:
    """Take the same file once more, only to give it back with its errors marked. Nothing of it is kept or accepted."""
    definition = asked_return(name)
    file = uploaded(request)
    context = context_of(definition, sites_of(request.user), clock.today())
    checked = check_file(definition, file.name, file.content, context=context) if file else None
    if file is None or checked is None or not checked.faults:
        messages.warning(request, "There was no file in which errors could be marked. Nothing was sent.")
        return HttpResponseRedirect(reverse("returns:upload", args=[definition.name]))
    copy = annotated(file.name, file.content, checked)
    return a_file(request, copy, f"{definition.name}-with-errors-marked.xlsx", type_=XLSX)
