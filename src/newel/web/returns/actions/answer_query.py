"""Answer a query of the evaluation team."""

from datetime import datetime

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.returns.models import Query


@transaction.atomic
def answer_query(*, actor: str, query_id: int, answer: str, now: datetime) -> bool:
    """Keep the answer and return True; False, and no change, where the query was answered or closed meanwhile."""
    waiting = Query.objects.filter(pk=query_id, answered_at=None, closed_at=None)
    if not waiting.update(answer=answer, answered_by=actor, answered_at=now):
        return False
    record_event(actor=actor, verb="answer", thing="query", body={"query": query_id}, now=now)
    return True
