"""What every page of one young person has in common: at one's own site only, and nothing is added after the stay."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from newel.web import clock
from newel.web.accounts.doors import site_of, staff_page
from newel.web.accounts.permissions import Act
from newel.web.care.actions._recording import StayEndedError
from newel.web.care.forms.reading import Reading
from newel.web.care.queries.pathways import Pathway, admission_of, pathway_of
from newel.web.care.study_words import stages
from newel.web.study import current_study

View = Callable[..., HttpResponse]
Page = Callable[..., HttpResponseBase]


def pathway_page(act: Act = "work_on_care", *, after_stay: bool = False) -> Callable[[View], Page]:
    """Make a page of one young person of the reader's own site. Another's is not there: 404, and an audit event.

    Unless the page is made for `after_stay`, a form sent to it when the stay has ended changes nothing and says so.
    """

    def decorate(view: View) -> Page:
        @staff_page(act)
        @wraps(view)
        def page(request: HttpRequest, key: str, **parts: Any) -> HttpResponse:
            admission = admission_of(key)
            site_of(request, admission.site_id if admission else "")
            assert admission is not None  # noqa: S101 - for the types: there is no site without an id
            pathway = pathway_of(admission)
            if request.method == "POST" and admission.left_on and not after_stay:
                return _ended(request, pathway)
            try:
                return view(request, pathway, **parts)
            except StayEndedError:
                return _ended(request, pathway)

        return page

    return decorate


def show(
    request: HttpRequest,
    template: str,
    pathway: Pathway,
    *,
    read: Reading | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a page of a pathway with what all of them print; with what was typed and what to mend, where there is."""
    protocol = current_study().protocol
    everywhere: dict[str, Any] = {
        "pathway": pathway,
        "admission": pathway.admission,
        "site": protocol.site(pathway.admission.site_id),
        "stages": stages(protocol),
        "today": clock.today(),
        "fields": read.fields if read else {},
        "faults": read.faults if read else {},
    }
    status = 422 if read and read.faults else 200
    return render(request, f"care/{template}.html", everywhere | context, status=status)


def done(request: HttpRequest, page: str, pathway: Pathway, *, says: str) -> HttpResponse:
    """Say what was kept, on the page where it can be seen."""
    messages.success(request, says)
    return HttpResponseRedirect(reverse(f"care:{page}", args=[pathway.admission.key]))


def name_of(request: HttpRequest) -> str:
    """Return the account name of whoever is signed in."""
    return str(request.user.get_username())


def _ended(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    messages.warning(request, "Nothing was kept: this stay has ended. Open it again first, if that was a slip.")
    return HttpResponseRedirect(reverse("care:pathway", args=[pathway.admission.key]))
