"""The choice about optional cookies: one cookie that remembers yes or no, set only by the choice itself."""

from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Choice = Literal["accept", "reject"]
COOKIE = "newel_consent"
_VALUES: dict[Choice, str] = {"accept": "v1-yes", "reject": "v1-no"}
_DAYS: dict[Choice, int] = {"accept": 365, "reject": 182}
"""A no is asked again after half a year, a yes after a year: the choice is never kept longer than that."""


def choice_of(request: HttpRequest) -> Choice | None:
    """Return what this browser's owner chose, or None where they have not chosen, or chose under an older wording."""
    kept = request.COOKIES.get(COOKIE)
    return next((choice for choice, value in _VALUES.items() if value == kept), None)


def remember(response: HttpResponse, choice: Choice) -> None:
    """Set the cookie of the choice."""
    response.set_cookie(
        COOKIE,
        _VALUES[choice],
        max_age=_DAYS[choice] * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def from_this_site(request: HttpRequest) -> bool:
    """Whether a page of this site sent the request, and no other site in the reader's name.

    In place of Django's token, which would need a cookie before anybody has chosen. Every browser that has forms that
    matter here sends Sec-Fetch-Site or Origin; a request with neither is refused.
    """
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
