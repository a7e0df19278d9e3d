"""Who works stays signed in: a session is put off anew once a minute, and is not written with every request."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from newel.web import clock

SEEN_AT = "seen_at"
ONCE_IN = timedelta(minutes=1)
"""How far apart two writes are at least. Idle time counts from the last write, so nobody stays longer than it says."""


def keep_signed_in(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put off the end of a signed-in person's session. Who sends no cookie has none, and nothing is looked up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.session.session_key and SESSION_KEY in request.session:
            _note(request, clock.now())
        return get_response(request)

    return middleware


def _note(request: HttpRequest, now: datetime) -> None:
    before = request.session.get(SEEN_AT)
    if before is None or not timedelta(0) <= now - datetime.fromisoformat(before) < ONCE_IN:
        request.session[SEEN_AT] = now.isoformat()
