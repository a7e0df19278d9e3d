"""Leaving: end a stay, open it again after a slip, or remove an admission that was wrong. All three ask first."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newel.web import clock
from newel.web.care.actions.admit import LabelInUseError
from newel.web.care.actions.end_stay import end_stay
from newel.web.care.actions.remove_admission import REASONS, Reason, remove_admission
from newel.web.care.actions.reopen_stay import reopen_stay
from newel.web.care.forms.reading import Reading
from newel.web.care.forms.stay import read_removal
from newel.web.care.queries.pathways import Pathway
from newel.web.care.views._door import done, name_of, pathway_page, show

REASON_NAMES = {
    "twice": "This young person was admitted twice",
    "wrong_site": "It was the wrong site",
    "wrong_person": "It was the wrong young person",
    "trial": "It was only tried out",
}


@pathway_page()
def leave(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Ask for the day, and end the stay."""
    if request.method != "POST":
        return show(request, "leave", pathway, read=Reading({"left_on": clock.today().isoformat()}))
    read = Reading(request.POST.dict())
    left_on = read.day("left_on", since=pathway.admission.admitted_on, until=clock.today())
    if read.faults:
        return show(request, "leave", pathway, read=read)
    end_stay(actor=name_of(request), admission=pathway.admission, left_on=left_on, now=clock.now())
    return done(request, "pathway", pathway, says="The stay has ended. If that was a slip, open it again below.")


@pathway_page(after_stay=True)
def reopen(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Open the stay again."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("care:pathway", args=[pathway.admission.key]))
    try:
        reopen_stay(actor=name_of(request), admission=pathway.admission, now=clock.now())
    except LabelInUseError:
        messages.warning(request, "Another young person has this label now, so that this stay cannot be opened again.")
        return HttpResponseRedirect(reverse("care:pathway", args=[pathway.admission.key]))
    return done(request, "pathway", pathway, says="The stay goes on.")


@pathway_page("remove_admission", after_stay=True)
def remove(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Ask why and whether it is sure, and remove the admission with everything on its pathway."""
    context: dict[str, Any] = {"reasons": [(reason, REASON_NAMES[reason]) for reason in REASONS]}
    if request.method != "POST":
        return show(request, "remove", pathway, **context)
    read = Reading(request.POST.dict())
    reason = read_removal(read)
    if read.faults:
        return show(request, "remove", pathway, read=read, **context)
    remove_admission(
        actor=name_of(request), admission=pathway.admission, reason=cast("Reason", reason), now=clock.now()
    )
    messages.success(request, "The admission was removed with everything on it. The audit says that it was here.")
    return HttpResponseRedirect(reverse("care:board"))
