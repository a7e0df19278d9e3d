"""The shared needs assessment: every domain with what was found, who took part and when; and one domain to assess."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from newel.web import clock
from newel.web.care.actions.assess_domain import assess_domain
from newel.web.care.contributors import CONTRIBUTORS
from newel.web.care.forms.pathway import read_found
from newel.web.care.forms.reading import Reading
from newel.web.care.presenters.pathway import DomainRow, domain_rows, own_words
from newel.web.care.queries.pathways import Pathway
from newel.web.care.standing import standing
from newel.web.care.study_words import wording
from newel.web.care.views._door import done, name_of, pathway_page, show
from newel.web.study import current_study


@pathway_page()
def assessment(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Show every domain."""
    protocol = current_study().protocol
    context: dict[str, Any] = {
        "rows": domain_rows(protocol, wording(), pathway),
        "standing": standing(protocol, pathway, clock.today()),
    }
    return show(request, "assessment", pathway, **context)


@pathway_page()
def assess(request: HttpRequest, pathway: Pathway, place: int) -> HttpResponse:
    """Ask what was found in one domain, beside what the young person said about it; keep it as the next version."""
    rows = domain_rows(current_study().protocol, wording(), pathway)
    if not 1 <= place <= len(rows):
        raise Http404
    row = rows[place - 1]
    if request.method != "POST":
        return _ask(request, pathway, row, read=_begun(pathway, row))
    read = Reading(request.POST.dict(), dict(request.POST.lists()))
    found = read_found(read, row.words.id, since=pathway.admission.admitted_on, today=clock.today())
    if read.faults:
        return _ask(request, pathway, row, read=read)
    assess_domain(actor=name_of(request), admission=pathway.admission, found=found, now=clock.now())
    return done(request, "assessment", pathway, says=f"{row.words.label} is kept.")


def _begun(pathway: Pathway, row: DomainRow) -> Reading:
    """Return what the form begins with: how the domain stands, to be put right; nothing chosen where it is open."""
    versions = pathway.assessments.get(row.words.id)
    last = versions[-1] if versions else None
    if last is None or last.assessed_on is None:
        ticked = ["child"] if row.said and row.said.sealed else []
        return Reading({"assessed_on": clock.today().isoformat()}, {"took_part": ticked})
    ticked = [who.id for who in CONTRIBUTORS if getattr(last, f"{who.id}_took_part")]
    return Reading({"need": last.need, "assessed_on": last.assessed_on.isoformat()}, {"took_part": ticked})


def _ask(request: HttpRequest, pathway: Pathway, row: DomainRow, *, read: Reading) -> HttpResponse:
    said = own_words(current_study().protocol, wording(), pathway)[row.place - 1]
    ticked = read.lists.get("took_part", [])
    context: dict[str, Any] = {"row": row, "words": said[2], "contributors": CONTRIBUTORS, "ticked": ticked}
    return show(request, "assess", pathway, read=read, **context)
