"""Lost cards: a signed-in lead types the code of a card that was lost or mixed up, and it opens nothing any more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.capture import secrecy
from newel.web.capture.actions.count_wrong_code import count_wrong_code
from newel.web.capture.actions.revoke_invitation import revoke_invitation
from newel.web.capture.queries.grants import grant_of_code, is_slowed_down
from newel.web.study import current_study


@staff_page("invite")
def stop_card(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and stop its card where it is of one of the lead's own sites.

    A code of another site is answered as a wrong code is, and wrong codes are counted, so that nobody signed in can
    try codes either.
    """
    if request.method != "POST":
        return _page(request)
    now = clock.now()
    who = secrecy.mac("lead", request.user.get_username())
    if is_slowed_down(who, now):
        return _page(request, fault="Too many wrong codes. Wait ten minutes and try again.", status=429)
    grant = grant_of_code(request.POST.get("code", ""))
    if grant is None or grant.site_id not in sites_of(request.user):
        count_wrong_code(address_mac=who, now=now)
        return _page(request, fault="No card of your sites has this code. Look at it and type it again.")
    newly = revoke_invitation(actor=request.user.get_username(), grant=grant, now=now)
    protocol = current_study().protocol
    place = {"site": protocol.site(grant.site_id), "group": protocol.group(grant.group)}
    return render(request, "capture/card_stopped.html", place | {"newly": newly})


def _page(request: HttpRequest, *, fault: str = "", status: int = 200) -> HttpResponse:
    return render(request, "capture/stop_card.html", {"fault": fault}, status=status)
