"""Begin to observe a meeting: where, when, and of which kind."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.care.forms.reading import Reading
from newel.web.observations.actions.begin_meeting import Held, begin_meeting
from newel.web.observations.views._door import name_of, observing, show
from newel.web.observations.views.board import KINDS
from newel.web.study import current_study

LONGEST_AGO = timedelta(days=60)


@staff_page("observe")
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for the meeting; keep it, and go to one's sheet."""
    kinds = observing().meetings
    today = clock.today()
    if request.method != "POST":
        return _ask(request, Reading({"held_on": today.isoformat()}))
    read = Reading(request.POST.dict())
    waves = [wave.id for wave in current_study().protocol.waves]
    held = Held(
        site_id=read.choice("site", sites_of(request.user), says="Choose the site."),
        wave=read.choice("wave", waves, says="Choose the wave."),
        kind=read.choice("kind", kinds, says="Choose the kind of meeting."),
        held_on=read.day("held_on", since=today - LONGEST_AGO, until=today),
    )
    if read.faults:
        return _ask(request, read)
    meeting = begin_meeting(actor=name_of(request), held=held, now=clock.now())
    return HttpResponseRedirect(reverse("observations:sheet", args=[meeting.observation_id]))


def _ask(request: HttpRequest, read: Reading) -> HttpResponse:
    protocol = current_study().protocol
    context: dict[str, Any] = {
        "sites": [protocol.site(site) for site in sites_of(request.user)],
        "waves": protocol.waves,
        "kinds": [(kind, KINDS[kind]) for kind in observing().meetings],
        "today": clock.today(),
    }
    return show(request, "begin", read=read, **context)
