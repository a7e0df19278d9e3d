"""Type a return in: a month of one site on a page, for who has no spreadsheet at hand."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from newel.importers.returns import CheckedReturn, ReturnContext, ReturnDefinition, check_file, open_months
from newel.web import clock
from newel.web.accounts.doors import site_of, staff_page
from newel.web.returns.comparing import compare
from newel.web.returns.contexts import context_of
from newel.web.returns.definition import asked_return
from newel.web.returns.figures import by_month
from newel.web.returns.presenters import fault_rows, month_words
from newel.web.returns.queries.current_returns import current_returns
from newel.web.returns.typed import (
    FILE,
    SPARE,
    Typed,
    as_file,
    can_be_typed,
    columns_of,
    fields_of,
    name_of,
    rows_sent,
    rows_to_show,
)
from newel.web.returns.views._answering import note
from newel.web.returns.views.uploading import follow
from newel.web.study import current_study


@staff_page("send_return")
def type_in(request: HttpRequest, name: str) -> HttpResponse:
    """Show the rows of one open month as they stand; check what was typed like a file, and keep it like one."""
    definition = asked_return(name)
    if not can_be_typed(definition):
        raise Http404
    if "place" not in request.GET:
        return HttpResponseRedirect(reverse("returns:upload", args=[name]))
    site_id, _, month = request.GET["place"].partition(" ")
    site = site_of(request, site_id)
    context = context_of(definition, (site.id,), clock.today())
    if month not in open_months(context, site.id):
        raise Http404
    if request.POST.get("step") == "send":
        return _take(request, definition, context, place=(site.id, month))
    return _page(request, definition, rows=_rows_of(request, definition, place=(site.id, month)))


def _rows_of(request: HttpRequest, definition: ReturnDefinition, *, place: tuple[str, str]) -> list[Typed]:
    """Return the rows to show: those that are kept, or those that were typed with more empty ones under them."""
    columns = columns_of(definition, current_study().protocol)
    if request.method == "POST":
        return [*rows_sent(columns, request.POST.dict()), *({} for _ in range(SPARE))]
    kept = current_returns(definition.kind, place[:1]).get(place)
    return rows_to_show(definition, columns, kept.rows if kept else ())


def _take(
    request: HttpRequest, definition: ReturnDefinition, context: ReturnContext, *, place: tuple[str, str]
) -> HttpResponse:
    """Check what was typed like a file, and follow it like one."""
    rows = rows_sent(columns_of(definition, current_study().protocol), request.POST.dict())
    content, lines = as_file(definition, place, rows)
    if not lines:
        return _page(request, definition, rows=rows, empty=True)
    checked = check_file(definition, FILE, content, context=context)
    if checked.faults:
        codes = sorted({fault.code for fault in checked.faults})
        note(request, "refuse", {"kind": definition.kind, "faults": len(checked.faults), "codes": codes})
        return _page(request, definition, rows=rows, refused=(checked, lines))
    figures = by_month(definition.kind, checked.frame.iter_rows(named=True))
    return follow(request, definition, compare(definition.kind, figures), warnings=checked.warnings)


def _page(
    request: HttpRequest,
    definition: ReturnDefinition,
    *,
    rows: Sequence[Typed],
    refused: tuple[CheckedReturn, list[int]] | None = None,
    empty: bool = False,
) -> HttpResponse:
    """Show the page with everything that was typed in its place."""
    protocol = current_study().protocol
    columns = columns_of(definition, protocol)
    site_id, _, month = request.GET["place"].partition(" ")
    at, summary = _placed(*refused) if refused else ({}, [])
    context = {
        "definition": definition,
        "site": protocol.site(site_id),
        "month": month_words(month),
        "place": request.GET["place"],
        "rows": fields_of(columns, rows, at),
        "several": len(rows) > 1,
        "summary": summary,
        "empty": empty,
    }
    return render(request, "returns/type.html", context, status=422 if summary or empty else 200)


def _placed(checked: CheckedReturn, lines: list[int]) -> tuple[dict[tuple[int, str], list[str]], list[tuple[str, str]]]:
    """Return what each cell is expected to hold where it does not, and every fault as (field to go to, words)."""
    at: dict[tuple[int, str], list[str]] = {}
    summary = []
    for fault, (_, found, expected, remedy) in zip(checked.faults, fault_rows(checked.faults), strict=False):
        words = f"Found {found}, expected: {expected}. {remedy}"
        for line in fault.rows or (2,):
            row = lines[min(line - 2, len(lines) - 1)]
            at.setdefault((row, fault.column or ""), []).append(f"Expected: {expected}.")
            summary.append((name_of(row, fault.column or ""), f"Row {row + 1}: {words}"))
    return at, summary
