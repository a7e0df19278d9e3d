"""One young person's pathway on one page: how each stage stands, and the way into it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from newel.web import clock
from newel.web.accounts.permissions import allowed
from newel.web.care.presenters.pathway import labels, target_rows
from newel.web.care.queries.pathways import Pathway
from newel.web.care.standing import standing
from newel.web.care.study_words import wording
from newel.web.care.views._door import pathway_page, show
from newel.web.study import current_study


@pathway_page()
def overview(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    """Show the stages in their order."""
    protocol, words = current_study().protocol, wording()
    now = standing(protocol, pathway, clock.today())
    context: dict[str, Any] = {
        "standing": now,
        "unassessed": labels(words, now.unassessed),
        "identified": labels(words, pathway.domains_with("identified", protocol.needs)),
        "unanswered": labels(words, now.unanswered),
        "domains": len(protocol.needs),
        "targets": target_rows(pathway),
        "last_formulation": pathway.formulations[-1] if pathway.formulations else None,
        "last_review": pathway.reviews[-1] if pathway.reviews else None,
        "last_plan": pathway.plans[-1] if pathway.plans else None,
        "going_on": [row for row in pathway.interventions if row.ended_on is None],
        "may_remove": allowed(request.user, "remove_admission"),
    }
    return show(request, "pathway", pathway, **context)
