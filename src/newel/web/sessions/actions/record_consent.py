"""Write down what those a source speaks for say now: they agree, they do not, or they take it back."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from newel.web.sessions.actions._recording import locked, record_act
from newel.web.sessions.models import ConsentWord


@transaction.atomic
def record_consent(*, actor: str, source_id: str, said: Mapping[str, str], said_on: date, now: datetime) -> None:
    """Add one word a purpose: {purpose: given, refused or withdrawn}. The last one counts; all are kept."""
    source = locked(source_id)
    for purpose, state in said.items():
        ConsentWord.objects.create(
            source=source, purpose=purpose, state=state, said_on=said_on, recorded_by=actor, recorded_at=now
        )
    record_act(source, "record consent", actor=actor, now=now, body={"said": dict(said)})
