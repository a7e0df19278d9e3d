"""Interventions, each linked to the need it answers and to the formulation it follows from."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from newel.web import clock
from newel.web.care.actions.end_intervention import end_intervention
from newel.web.care.actions.start_intervention import start_intervention
from newel.web.care.forms.pathway import read_intervention
from newel.web.care.forms.reading import Reading
from newel.web.care.presenters.pathway import intervention_rows, labels
from newel.web.care.queries.pathways import Pathway
from newel.web.care.study_words import wording
from newel.web.care.views._door import done, name_of, pathway_page, show
from newel.web.study import current_study


@pathway_page()
def interventions(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Show what is done and which needs wait for something; start an intervention."""
    if request.method != "POST":
        return _page(request, pathway, Reading(_begun(pathway)))
    read = Reading(request.POST.dict())
    begun = read_intervention(read, pathway, current_study().protocol.needs, today=clock.today())
    if read.faults:
        return _page(request, pathway, read)
    start_intervention(actor=name_of(request), admission=pathway.admission, begun=begun, now=clock.now())
    return done(request, "interventions", pathway, says="The intervention is kept.")


@pathway_page()
def end(request: HttpRequest, pathway: Pathway, number: int) -> HttpResponse:
    """End an intervention today, or let it go on again."""
    if number not in {row.number for row in pathway.interventions}:
        raise Http404
    if request.method != "POST":
        return _page(request, pathway, Reading(_begun(pathway)))
    ended_on = None if "reopen" in request.POST else clock.today()
    end_intervention(
        actor=name_of(request), admission=pathway.admission, number=number, ended_on=ended_on, now=clock.now()
    )
    return done(request, "interventions", pathway, says="It has ended." if ended_on else "It goes on again.")


def _begun(pathway: Pathway) -> dict[str, str]:
    """Return what a new intervention begins with: today, and the version of the formulation that counts."""
    last = str(pathway.formulations[-1].version) if pathway.formulations else ""
    return {"started_on": clock.today().isoformat(), "formulation_version": last, "domain": ""}


def _page(request: HttpRequest, pathway: Pathway, read: Reading) -> HttpResponse:
    protocol, words = current_study().protocol, wording()
    identified = pathway.domains_with("identified", protocol.needs)
    context: dict[str, Any] = {
        "rows": intervention_rows(words, pathway),
        "unanswered": labels(words, pathway.needs_without_intervention(protocol.needs)),
        "identified": labels(words, identified),
        "others": labels(words, [domain for domain in protocol.needs if domain not in identified]),
        "versions": [str(version.version) for version in pathway.formulations],
    }
    return show(request, "interventions", pathway, read=read, **context)
