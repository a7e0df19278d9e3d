"""Reviews: when the next is due, and those that were held."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newel.web import clock
from newel.web.care.actions._recording import OvertakenError
from newel.web.care.actions.hold_review import Held, hold_review
from newel.web.care.actions.take_back_review import take_back_review
from newel.web.care.forms.pathway import read_review
from newel.web.care.forms.reading import Reading
from newel.web.care.queries.pathways import Pathway
from newel.web.care.standing import standing
from newel.web.care.views._door import done, name_of, pathway_page, show
from newel.web.study import current_study


@pathway_page()
def reviews(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Show the reviews; keep the one that was held."""
    due = standing(current_study().protocol, pathway, clock.today()).review
    if request.method != "POST" or due is None:
        return _page(request, pathway, Reading({"held_on": clock.today().isoformat()}))
    if request.POST.get("due_on") != due.on.isoformat():
        return _told_already(request, pathway)
    read = Reading(request.POST.dict())
    held = read_review(read, due.on, since=_earliest(pathway), today=clock.today())
    return _page(request, pathway, read) if read.faults else _hold(request, pathway, held)


@pathway_page()
def take_back(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Take the latest review back, after a slip."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("care:reviews", args=[pathway.admission.key]))
    gone = take_back_review(actor=name_of(request), admission=pathway.admission, now=clock.now())
    says = "The latest review is taken back, and due again." if gone else "There was no review to take back."
    return done(request, "reviews", pathway, says=says)


def _earliest(pathway: Pathway) -> date:
    """Return the first day on which the next review can have been held: one a day, so that no two are due on one."""
    before = pathway.reviews[-1].held_on if pathway.reviews else pathway.formulations[0].held_on
    return before + timedelta(days=1)


def _hold(request: HttpRequest, pathway: Pathway, held: Held) -> HttpResponse:
    try:
        hold_review(actor=name_of(request), admission=pathway.admission, held=held, now=clock.now())
    except OvertakenError:
        return _told_already(request, pathway)
    says = "The review is kept."
    if held.plan_changed:
        says += " Write what changed as the next version of the formulation, or change targets and interventions."
    return done(request, "reviews", pathway, says=says)


def _told_already(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Answer a page that was made before another review was kept."""
    messages.warning(request, "Somebody else has told us of this review already. Nothing changed.")
    return HttpResponseRedirect(reverse("care:reviews", args=[pathway.admission.key]))


def _page(request: HttpRequest, pathway: Pathway, read: Reading) -> HttpResponse:
    protocol = current_study().protocol
    context: dict[str, Any] = {
        "standing": standing(protocol, pathway, clock.today()),
        "weeks": protocol.care.review_weeks,
        "rows": pathway.reviews[::-1],
        "earliest": _earliest(pathway) if pathway.formulations else None,
    }
    return show(request, "reviews", pathway, read=read, **context)
