"""Ask a site about one of its returns."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.returns.models import Query
from newel.web.returns.subjects import Subject


@transaction.atomic
def ask_query(*, actor: str, about: Subject, question: str, now: datetime) -> None:
    """Keep the question. The event says what it is about, and none of its words."""
    Query.objects.create(**asdict(about), question=question, asked_by=actor, asked_at=now)
    record_event(actor=actor, verb="ask", thing="query", body=asdict(about), now=now)
