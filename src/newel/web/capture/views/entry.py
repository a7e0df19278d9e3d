"""Coming in: by a code that is typed, or by a link that is opened."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from newel.web import clock
from newel.web.capture import secrecy
from newel.web.capture.actions.count_wrong_code import count_wrong_code
from newel.web.capture.codes import read_code
from newel.web.capture.queries.grants import grant_of_code, grant_of_link, is_slowed_down
from newel.web.capture.views._door import keep_nothing, show, turned_away
from newel.web.capture.views._route import next_page
from newel.web.capture.visitor import Visitor
from newel.web.study import current_study


@csrf_exempt  # as every page of a participant: see _door.participant_page
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code; with the right code or link, go to where this person is, and sign staff out of the browser."""
    if request.method != "POST":
        return keep_nothing(show(request, "code"))
    now = clock.now()
    address = secrecy.mac("address", str(request.META.get("REMOTE_ADDR", "")))
    if is_slowed_down(address, now):
        return keep_nothing(show(request, "slow_down", status=429))
    typed, key = request.POST.get("code", ""), request.POST.get("key", "")
    grant = grant_of_link(key) if key else grant_of_code(typed)
    if grant is None:
        # A slip of the finger fails the check character and is not counted: a ward must not be locked out by typing.
        if key or read_code(typed):
            count_wrong_code(address_mac=address, now=now)
        return keep_nothing(show(request, "code", {"wrong": True}))
    if request.user.is_authenticated:  # a tablet handed over by staff: who answers must not reach their pages
        logout(request)
    visitor = Visitor(grant, secrecy.random_id(), current_study(), now)
    return keep_nothing(turned_away(request, grant) or next_page(request, visitor, welcome_back=True))


def open_link(request: HttpRequest, key: str) -> HttpResponse:
    """Open a link. Nothing is looked up or written: previews and virus scanners open links too."""
    return keep_nothing(show(request, "opening", {"key": key}))
