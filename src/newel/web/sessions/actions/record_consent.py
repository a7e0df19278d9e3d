"""Write down what those a source speaks for say now: they agree, they do not, or they take it back."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from newel.web.sessions.actions._recording import locked, record_act
from newel.web.sessions.followers import TakenBack, tell_it_is_taken_back
from newel.web.sessions.models import ConsentWord
from newel.web.sessions.queries.gates import gates
from newel.web.study import current_study


@transaction.atomic
def record_consent(*, actor: str, source_id: str, said: Mapping[str, str], said_on: date, now: datetime) -> str:
    """Add one word a purpose: {purpose: given, refused or withdrawn}. The last one counts; all are kept.

    Where the source is taken back with it, what others noted about it is deleted in this act; returns that in words.
    """
    source = locked(source_id)
    for purpose, state in said.items():
        ConsentWord.objects.create(
            source=source, purpose=purpose, state=state, said_on=said_on, recorded_by=actor, recorded_at=now
        )
    record_act(source, "record consent", actor=actor, now=now, body={"said": dict(said)})
    taken_back = gates(current_study().protocol, [source])[source.pk].withdrawn
    return tell_it_is_taken_back(TakenBack(source_id, actor, now)) if taken_back else ""
