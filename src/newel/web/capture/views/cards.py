"""Cards: a signed-in lead makes invitations and prints them; each code is shown on this one page and never again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.protocol import Wave
from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.capture.actions.invite import invite
from newel.web.capture.forms.invitation import InvitationsRead, read_invitations
from newel.web.capture.invitable import Offer, followed, last_day, offer
from newel.web.capture.views._printing import begin_confirmation, is_first_confirmation, printed, to_print
from newel.web.study import Study, current_study


@staff_page("invite")
def cards(request: HttpRequest) -> HttpResponse:
    """Ask who is invited, ask whether that is right, and make the invitations once."""
    study, today = current_study(), clock.today()
    offered = offer(study, sites_of(request.user), today)
    if request.method != "POST":
        return _ask(request, offered)
    read = read_invitations(study, request.POST.dict(), offered=offered)
    if read.faults or request.POST.get("step") not in ("confirm", "make"):
        return _ask(request, offered, read=read)
    if request.POST["step"] == "confirm":
        return _confirm(request, study, read)
    return _make(request, study, read)


def _ask(request: HttpRequest, offered: Offer, *, read: InvitationsRead | None = None) -> HttpResponse:
    groups = [group for group in offered.groups if group.id in followed(current_study())]
    context = {"offered": offered, "read": read, "faults": read.faults if read else {}, "followed": groups}
    return render(request, "capture/invitations.html", context)


def _confirm(request: HttpRequest, study: Study, read: InvitationsRead) -> HttpResponse:
    context = _said(study, read) | {"once": begin_confirmation(request)}
    return render(request, "capture/invitations_confirm.html", context)


def _make(request: HttpRequest, study: Study, read: InvitationsRead) -> HttpResponse:
    if not is_first_confirmation(request):
        return render(request, "capture/invitations_made.html", status=409)
    made = invite(
        actor=request.user.get_username(),
        place=read.place,
        count=read.count,
        expires_on=last_day(study, read.place.wave),
        now=clock.now(),
    )
    about = {name: said for name, said in _said(study, read).items() if name in ("site", "group")}
    return to_print(request, study, [printed(request, card) for card in made], wave=read.place.wave, **about)


def _said(study: Study, read: InvitationsRead) -> dict[str, object]:
    """Return the names of what was chosen, and the choice itself for the next page's hidden fields."""
    protocol = study.protocol
    return {
        "study": protocol.study,
        "read": read,
        "site": protocol.site(read.place.site_id),
        "group": protocol.group(read.place.group),
        "wave": _wave(study, read),
    }


def _wave(study: Study, read: InvitationsRead) -> Wave:
    return next(wave for wave in study.protocol.waves if wave.id == read.place.wave)
