"""The plan for what carries on when the young person leaves, in versions."""

from django.http import HttpRequest, HttpResponse

from newel.web import clock
from newel.web.care.actions._recording import OvertakenError
from newel.web.care.actions.plan_transition import plan_transition
from newel.web.care.forms.pathway import read_plan, read_seen
from newel.web.care.forms.reading import Reading
from newel.web.care.presenters.pathway import plans
from newel.web.care.queries.pathways import Pathway, pathway_of
from newel.web.care.views._door import done, name_of, pathway_page, show


@pathway_page()
def transition(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Show the plan and its earlier versions; keep the next one, which begins with the words of the last."""
    rows = plans(pathway)
    if request.method != "POST":
        begun = {"planned_on": clock.today().isoformat(), "seen": str(len(rows)), "words": rows[0][1] if rows else ""}
        return _page(request, pathway, Reading(begun))
    read = Reading(request.POST.dict())
    planned = read_plan(read, since=pathway.admission.admitted_on, today=clock.today())
    if read.faults:
        return _page(request, pathway, read)
    try:
        plan = plan_transition(
            actor=name_of(request),
            admission=pathway.admission,
            planned=planned,
            seen=read_seen(read),
            now=clock.now(),
        )
    except OvertakenError:
        newest = pathway_of(pathway.admission)
        read.fields = dict(read.fields) | {"seen": str(len(newest.plans))}
        read.faults["words"] = "Somebody else has changed the plan meanwhile. Read it above; your words are still here."
        return _page(request, newest, read)
    return done(request, "transition", pathway, says=f"Version {plan.version} of the plan is kept.")


def _page(request: HttpRequest, pathway: Pathway, read: Reading) -> HttpResponse:
    return show(request, "transition", pathway, read=read, rows=plans(pathway))
