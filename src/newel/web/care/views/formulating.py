"""The formulation: its versions, each readable as it was written, and the next one to write."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from newel.web import clock
from newel.web.care.actions._recording import OvertakenError
from newel.web.care.actions.write_formulation import write_formulation
from newel.web.care.forms.pathway import read_formulation
from newel.web.care.forms.reading import Reading
from newel.web.care.presenters.pathway import factor_fields, told, written_before
from newel.web.care.queries.pathways import Pathway, pathway_of
from newel.web.care.standing import standing
from newel.web.care.study_words import wording
from newel.web.care.views._door import done, name_of, pathway_page, show
from newel.web.study import current_study


@pathway_page()
def formulation(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Show the latest version and the list of all."""
    last = pathway.formulations[-1] if pathway.formulations else None
    context: dict[str, Any] = {
        "told": told(wording(), pathway, last) if last else None,
        "versions": pathway.formulations[::-1],
        "standing": standing(current_study().protocol, pathway, clock.today()),
    }
    return show(request, "formulation", pathway, **context)


@pathway_page()
def version(request: HttpRequest, pathway: Pathway, number: int) -> HttpResponse:
    """Show one version as it was written."""
    found = next((row for row in pathway.formulations if row.version == number), None)
    if found is None:
        raise Http404
    context: dict[str, Any] = {"told": told(wording(), pathway, found), "last": len(pathway.formulations)}
    return show(request, "version", pathway, **context)


@pathway_page()
def formulate(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Ask for the next version, beginning with the words of the last; keep it."""
    if request.method != "POST":
        begun = {"held_on": clock.today().isoformat(), "seen": str(len(pathway.formulations))}
        return _ask(request, pathway, Reading(begun | written_before(wording(), pathway)))
    read = Reading(request.POST.dict())
    kinds, since = wording().factors, pathway.admission.admitted_on
    written = read_formulation(read, kinds, since=since, today=clock.today())
    if read.faults:
        return _ask(request, pathway, read)
    try:
        kept = write_formulation(actor=name_of(request), admission=pathway.admission, written=written, now=clock.now())
    except OvertakenError:
        return _overtaken(request, pathway_of(pathway.admission), read)
    return done(
        request, "formulation", pathway, says=f"Version {kept.version} is kept. Earlier versions stay readable."
    )


def _overtaken(request: HttpRequest, pathway: Pathway, read: Reading) -> HttpResponse:
    """Show what was typed again: nothing is lost, and nothing of the other version is written over."""
    newest = len(pathway.formulations)
    read.fields = dict(read.fields) | {"seen": str(newest)}
    read.faults["narrative"] = (
        f"While you were writing, version {newest} was kept by somebody else. Your words are still here. "
        f"Read version {newest} first; then keep yours as version {newest + 1}."
    )
    return _ask(request, pathway, read)


def _ask(request: HttpRequest, pathway: Pathway, read: Reading) -> HttpResponse:
    context: dict[str, Any] = {
        "kinds": factor_fields(wording(), read.fields),
        "next": int(read.fields["seen"]) + 1 if read.fields.get("seen", "").isdecimal() else 1,
        "last": pathway.formulations[-1] if pathway.formulations else None,
    }
    return show(request, "formulate", pathway, read=read, **context)
