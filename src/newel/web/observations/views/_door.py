"""What every page of one meeting has in common: another's is not there, and what was done is said on the next page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from newel.protocol import Observing
from newel.web.accounts.doors import site_of, staff_page
from newel.web.care.forms.reading import Reading
from newel.web.observations.actions._recording import NotNowError
from newel.web.observations.queries.meetings import Standing, meeting_for
from newel.web.study import current_study

View = Callable[..., HttpResponse]
Page = Callable[..., HttpResponseBase]


def meeting_page(view: View) -> Page:
    """Make a page of one meeting. One that is not there for this person is 404, with an audit event."""

    @staff_page("observe")
    @wraps(view)
    def page(request: HttpRequest, observation_id: str) -> HttpResponse:
        found = meeting_for(request.user, name_of(request), observation_id)
        site_of(request, found.meeting.site_id if found else "")
        assert found is not None  # noqa: S101 - for the types: there is no site without an id
        try:
            return view(request, found)
        except NotNowError as stands_in_the_way:
            messages.warning(request, f"Nothing changed. {stands_in_the_way}")
            return go("meeting", found)

    return page


def observing() -> Observing:
    """Return what the protocol looks for. Raises Http404 where it looks for nothing."""
    found = current_study().protocol.observing
    if found is None:
        raise Http404
    return found


def show(
    request: HttpRequest,
    template: str,
    *,
    found: Standing | None = None,
    read: Reading | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a page, with what was typed and what to mend, where there is."""
    protocol = current_study().protocol
    everywhere: dict[str, Any] = {
        "found": found,
        "site": protocol.site(found.meeting.site_id) if found else None,
        "fields": read.fields if read else {},
        "faults": read.faults if read else {},
    }
    status = 422 if read and read.faults else 200
    return render(request, f"observations/{template}.html", everywhere | context, status=status)


def go(page: str, found: Standing) -> HttpResponse:
    """Go to a page of the meeting."""
    return HttpResponseRedirect(reverse(f"observations:{page}", args=[found.meeting.observation_id]))


def name_of(request: HttpRequest) -> str:
    """Return the account name of whoever is signed in."""
    return str(request.user.get_username())
