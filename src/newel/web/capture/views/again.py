"""Inviting people again: by the codes of a site's own list, which only the site can match with a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.capture import secrecy
from newel.web.capture.actions.count_wrong_code import count_wrong_code
from newel.web.capture.actions.invite import invite_again
from newel.web.capture.forms.again import AgainRead, read_again
from newel.web.capture.invitable import Offer, followed, last_day, offer
from newel.web.capture.queries.grants import is_slowed_down
from newel.web.capture.views._printing import begin_confirmation, is_first_confirmation, printed, to_print
from newel.web.study import Study, current_study


@staff_page("invite")
def again(request: HttpRequest) -> HttpResponse:
    """Ask for codes of the list, ask whether that is right, and make the new cards once."""
    study, sites = current_study(), sites_of(request.user)
    offered = offer(study, sites, clock.today())
    if request.method != "POST":
        return _ask(request, study, offered)
    who = secrecy.mac("lead", request.user.get_username())
    if is_slowed_down(who, clock.now()):
        slow = AgainRead("", "", faults=["Too many wrong codes. Wait ten minutes and try again."])
        return _ask(request, study, offered, read=slow, status=429)
    read = read_again(study, request.POST.dict(), offered=offered, site_ids=sites)
    for _ in range(read.wrong_codes):
        count_wrong_code(address_mac=who, now=clock.now())
    if read.faults or request.POST.get("step") not in ("confirm", "make"):
        return _ask(request, study, offered, read=read)
    return _confirm(request, study, read) if request.POST["step"] == "confirm" else _make(request, study, read)


def _ask(
    request: HttpRequest, study: Study, offered: Offer, *, read: AgainRead | None = None, status: int = 200
) -> HttpResponse:
    groups = [study.protocol.group(group) for group in followed(study)]
    context = {"offered": offered, "read": read, "groups": groups, "faults": read.faults if read else ()}
    return render(request, "capture/again.html", context, status=status)


def _confirm(request: HttpRequest, study: Study, read: AgainRead) -> HttpResponse:
    wave = next(wave for wave in study.protocol.waves if wave.id == read.wave)
    context = {"read": read, "wave": wave, "once": begin_confirmation(request)}
    return render(request, "capture/again_confirm.html", context)


def _make(request: HttpRequest, study: Study, read: AgainRead) -> HttpResponse:
    if not is_first_confirmation(request):
        return render(request, "capture/invitations_made.html", status=409)
    made = invite_again(
        actor=request.user.get_username(),
        listed=read.listed,
        wave=read.wave,
        expires_on=last_day(study, read.wave),
        now=clock.now(),
    )
    return to_print(request, study, [printed(request, card) for card in made], wave=read.wave, again=True)
