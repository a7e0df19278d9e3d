"""What all pages of synthesis share: who may see them, what they print, and what they say of an act."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from newel.synthesis import Balance
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.care.forms.reading import Reading
from newel.web.synthesis.actions._recording import Doer
from newel.web.synthesis.queries.theories import balance_of_one

View = Callable[..., HttpResponse]
Page = Callable[..., HttpResponseBase]
OVERTAKEN = (
    "Somebody else wrote a version after you opened this page. What you typed is still here. Read the newer "
    "version, then keep yours if you still want to."
)


def theory_page(view: View) -> Page:
    """Make a page of one theory. One that is not there is 404."""

    @staff_page("write_theory")
    @wraps(view)
    def page(request: HttpRequest, key: str, **parts: Any) -> HttpResponse:
        balance: Balance | None = balance_of_one(key)
        if balance is None:
            raise Http404
        return view(request, balance, **parts)

    return page


def doer_of(request: HttpRequest) -> Doer:
    """Return who acts, and when."""
    return Doer(request.user.get_username(), clock.now())


def seen_of(request: HttpRequest) -> int:
    """Return the version that the sent page showed; 0, which nothing has, where it does not say."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0


def show(request: HttpRequest, template: str, *, read: Reading | None = None, **context: Any) -> HttpResponse:
    """Render a page; with what was typed and what to mend, where there is."""
    fields = {"fields": read.fields if read else {}, "faults": read.faults if read else {}}
    status = 422 if read and read.faults else 200
    return render(request, f"synthesis/{template}.html", fields | context, status=status)


def done(request: HttpRequest, page: str, *names: str, says: str) -> HttpResponse:
    """Say what was kept, on the page where it can be seen."""
    messages.success(request, says)
    return HttpResponseRedirect(reverse(f"synthesis:{page}", args=names))
