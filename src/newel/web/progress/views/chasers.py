"""The chasers to send today, with their words. A person sends them; here they are marked, so that none goes twice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from newel.web import clock
from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import sites_of
from newel.web.progress.letters import letter
from newel.web.returns.actions.mark_chased import mark_chased
from newel.web.returns.queries.chasers import DueChaser, due_chasers
from newel.web.returns.subjects import Subject
from newel.web.study import current_study


@staff_page("chase")
def chasers(request: HttpRequest) -> HttpResponse:
    """Show the letters of today; mark one as sent, for the months that stood in it."""
    protocol = current_study().protocol
    due = due_chasers(protocol, sites_of(request.user), clock.today())
    if request.method == "POST":
        _mark(request, due)
        return HttpResponseRedirect(reverse("progress:chasers"))
    context = {"letters": [letter(chaser) for chaser in due], "ladder": protocol.returns.chasers}
    return render(request, "progress/chasers.html", context)


def _mark(request: HttpRequest, due: list[DueChaser]) -> None:
    """Mark what was sent and is still due: what came, or was marked, since the page was opened needs no mark."""
    site_id, days_late = request.POST.get("site", ""), request.POST.get("days_late", "")
    wanted = {Subject(kind, site_id, month) for kind, month in _pairs(request.POST.getlist("late"))}
    marked = 0
    for found in due:
        if (found.site.id, str(found.chaser.days_late)) == (site_id, days_late):
            about = sorted({late.about for late in found.late} & wanted)
            marked = mark_chased(
                actor=request.user.get_username(),
                chaser=found.chaser,
                about=about,
                now=clock.now(),
                today=clock.today(),
            )
    if marked:
        messages.success(request, f"Marked as sent, for {marked} month{'' if marked == 1 else 's'}.")
    else:
        messages.warning(request, "Nothing was marked: it was marked before, or the returns have come meanwhile.")


def _pairs(posted: list[str]) -> list[tuple[str, str]]:
    return [(kind, month) for kind, _, month in (text.partition(" ") for text in posted)]
