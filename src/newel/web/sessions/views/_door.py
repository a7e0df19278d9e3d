"""What every page of one source has in common: another's is not there, and what was done is said on the next page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from newel.web.accounts.doors import site_of, staff_page
from newel.web.accounts.permissions import Act
from newel.web.care.forms.reading import Reading
from newel.web.sessions.actions._recording import NotNowError
from newel.web.sessions.queries.sources import SourceRow, source
from newel.web.study import current_study

View = Callable[..., HttpResponse]
Page = Callable[..., HttpResponseBase]


def source_page(act: Act = "see_sources") -> Callable[[View], Page]:
    """Make a page of one source. One that is not there for this person is 404, with an audit event.

    An act that does not fit how the source stands changes nothing, and says why on the source's own page.
    """

    def decorate(view: View) -> Page:
        @staff_page(act)
        @wraps(view)
        def page(request: HttpRequest, source_id: str, **parts: Any) -> HttpResponse:
            row = source(request.user, source_id)
            site_of(request, row.site_id if row else "")
            assert row is not None  # noqa: S101 - for the types: there is no site without an id
            try:
                return view(request, row, **parts)
            except NotNowError as stands_in_the_way:
                messages.warning(request, f"Nothing changed. {stands_in_the_way}")
                return go(request, "source", row)

        return page

    return decorate


def show(
    request: HttpRequest,
    template: str,
    *,
    row: SourceRow | None = None,
    read: Reading | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a page, with what was typed and what to mend, where there is."""
    protocol = current_study().protocol
    everywhere: dict[str, Any] = {
        "row": row,
        "site": protocol.site(row.site_id) if row else None,
        "fields": read.fields if read else {},
        "faults": read.faults if read else {},
    }
    status = 422 if read and read.faults else 200
    return render(request, f"sources/{template}.html", everywhere | context, status=status)


def go(request: HttpRequest, page: str, row: SourceRow, *, says: str = "", at: int | None = None) -> HttpResponse:
    """Go to a page of the source, and say there what was done. `at` is the mark to look at."""
    if says:
        messages.success(request, says)
    address = reverse(f"sources:{page}", args=[row.source_id])
    return HttpResponseRedirect(f"{address}?at={at}" if at is not None else address)


def name_of(request: HttpRequest) -> str:
    """Return the account name of whoever is signed in."""
    return str(request.user.get_username())


def number_in(typed: str | None) -> int | None:
    """Return a whole number from an address or a form, or None."""
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 7 else None
