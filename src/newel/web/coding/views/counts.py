"""Counts off the coded text: codes by group, site type or wave, and what each further source brought."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.coding import cooccurrence, crosstab, saturation_order
from newel.web.accounts.doors import staff_page
from newel.web.coding.presenters.counts import BY, Curve, column_names, cross_rows, curve_of, pair_rows, verdict_of
from newel.web.coding.texts import core_source
from newel.web.coding.views._reading import columns_by, read_from
from newel.web.study import current_study


@staff_page("code")
def counts(request: HttpRequest) -> HttpResponse:
    """Show codes by columns of sources: `?by=group`, site_type, wave, kind or site."""
    read = read_from(request)
    if read is None:
        return render(request, "coding/nothing.html")
    by = request.GET.get("by", "group")
    by = by if by in BY else "group"
    sources = [core_source(row) for row in read.rows]
    found = crosstab(read.codings(), sources, by=columns_by(by), codebook=read.codebook)
    context = {
        "read": read,
        "by": by,
        "choices": BY,
        "table": found,
        "columns": column_names(by, found, current_study().protocol),
        "rows": cross_rows(found, read.codebook),
    }
    return render(request, "coding/counts.html", context)


@staff_page("code")
def together(request: HttpRequest) -> HttpResponse:
    """Show which codes lie on the same words."""
    read = read_from(request)
    if read is None:
        return render(request, "coding/nothing.html")
    rows = pair_rows(cooccurrence(read.codings()), read.codebook)
    return render(request, "coding/together.html", {"read": read, "rows": rows})


@staff_page("code")
def saturation(request: HttpRequest) -> HttpResponse:
    """Show how many codes were new in each source, in the order they were held, as a line and as a table."""
    read = read_from(request)
    if read is None:
        return render(request, "coding/nothing.html")
    arrivals = saturation_order(read.codings(), [core_source(row) for row in read.rows])
    plan = current_study().protocol.coding
    curve: Curve = curve_of(arrivals, {row.source_id: row.title for row in read.rows})
    context: dict[str, Any] = {"read": read, "curve": curve}
    context["verdict"] = verdict_of(arrivals, plan.saturation if plan else None)
    return render(request, "coding/saturation.html", context)
