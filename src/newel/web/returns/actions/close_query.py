"""Close a query: it is settled, or no longer needed."""

from datetime import datetime

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.returns.models import Query


@transaction.atomic
def close_query(*, actor: str, query_id: int, now: datetime) -> bool:
    """Close it and return True; False where somebody did so before."""
    if not Query.objects.filter(pk=query_id, closed_at=None).update(closed_by=actor, closed_at=now):
        return False
    record_event(actor=actor, verb="close", thing="query", body={"query": query_id}, now=now)
    return True
