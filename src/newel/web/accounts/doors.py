"""The doors of the staff pages: signed in, not for too long, allowed, and at one's own site."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from newel.protocol import Site
from newel.web import clock
from newel.web.accounts.permissions import Act, account_of, check, let_in, sites_of
from newel.web.audit.actions import record_event
from newel.web.study import current_study

View = Callable[..., HttpResponseBase]
SIGNED_IN_AT = "signed_in_at"


def staff_page(act: Act | None = None) -> Callable[[View], View]:
    """Make a view that only signed-in staff see, and, where an act is named, only those who may do it.

    Others are sent to sign in, or get 403 and an audit event. The browser is told to keep no copy of the page.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
            response = _kept_out(request, act) or view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return page

    return decorate


def site_of(request: HttpRequest, site_id: str) -> Site:
    """Return a site this person may see. Another site is not there for them: Http404, and an audit event."""
    if site_id not in sites_of(request.user):
        _record_denial(request, "site")
        raise Http404
    return current_study().protocol.site(site_id)


def not_there(request: HttpRequest, what: str) -> Http404:
    """Return what to raise for a thing that is not there for this person, with the audit event written."""
    _record_denial(request, what)
    return Http404()


def not_allowed(request: HttpRequest, act: Act) -> PermissionDenied:
    """Return what to raise for an act that is not this person's, with the audit event written."""
    _record_denial(request, act)
    return PermissionDenied(act)


def _kept_out(request: HttpRequest, act: Act | None) -> HttpResponse | None:
    account = account_of(request.user)
    if account is None or _too_long(request, clock.now()):
        logout(request)
        return redirect_to_login(request.get_full_path())
    let_in(request.user, account)
    if account.must_change_password and _page(request) != "accounts:password":
        return HttpResponseRedirect(reverse("accounts:password"))
    if act is not None:
        try:
            check(request.user, act)
        except PermissionDenied:
            _record_denial(request, act)
            raise
    return None


def _too_long(request: HttpRequest, now: datetime) -> bool:
    signed_in_at = datetime.fromisoformat(request.session.setdefault(SIGNED_IN_AT, now.isoformat()))
    return now - signed_in_at > timedelta(hours=settings.NEWEL_SESSION_HOURS)


@transaction.atomic
def _record_denial(request: HttpRequest, what: str) -> None:
    record_event(
        actor=request.user.get_username(), verb="denied", thing=what, body={"page": _page(request)}, now=clock.now()
    )


def _page(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
