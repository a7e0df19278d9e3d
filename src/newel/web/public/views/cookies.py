"""The cookie tool: the page that explains, the choice, and the counting that only a yes allows."""

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from newel.publish import read_pages
from newel.web import clock
from newel.web.public.actions.count_page import count_page
from newel.web.public.consent import choice_of, from_this_site, remember
from newel.web.study import current_study

SAVED = "cookies=saved"
COUNTED = ("public", "cookies", "decide")
"""The apps whose pages everybody reads; no page of participants or staff is ever counted."""


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """List every cookie of this site and let the choice be changed."""
    context = {
        "page": read_pages(current_study().folder).get("cookies"),
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "form_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, "public/cookies.html", context)


@csrf_exempt  # its token needs a cookie, and before the choice there must be none: from_this_site takes its place
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember the choice and go back to the page it was made on. A withdrawn yes stops the counting at once."""
    choice = request.POST.get("choice")
    if not from_this_site(request):
        raise PermissionDenied
    if choice not in ("accept", "reject"):
        raise BadRequest
    back = request.POST.get("back", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, None):
        back = reverse("cookies:page")
    response = HttpResponseRedirect(f"{back.partition('?')[0]}?{SAVED}")
    remember(response, "accept" if choice == "accept" else "reject")
    return response


@csrf_exempt  # the same; and a forged count could at most add to a number
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Count one reading of a public page, if this browser's owner has said yes."""
    if choice_of(request) != "accept" or not from_this_site(request):
        raise PermissionDenied
    page = request.POST.get("page", "")
    try:
        app = resolve(page).app_name
    except Resolver404 as unknown:
        raise BadRequest from unknown
    if app not in COUNTED:
        raise BadRequest
    count_page(page=page, today=clock.today())
    return HttpResponse(status=204)
