"""Withdraw a response: what a person takes back is deleted here and is in no later freeze."""

from datetime import datetime

from django.db import transaction

from newel.web.capture.actions._recording import record_act
from newel.web.capture.actions.end_visit import close_visit
from newel.web.capture.models import AccessGrant, AnswerEvent, ConsentStatement, Response
from newel.web.capture.queries.consents import current_states


@transaction.atomic
def withdraw_response(*, grant: AccessGrant, visit: str, document_version: str, now: datetime) -> int:
    """Delete the answers, keep the statement that they were withdrawn, and return how many answers went."""
    deleted, _ = AnswerEvent.objects.filter(response__grant=grant).delete()
    Response.objects.filter(grant=grant).delete()
    given = [purpose for purpose, state in current_states(grant).items() if state == "given"]
    ConsentStatement.objects.bulk_create(
        ConsentStatement(
            grant=grant, purpose=purpose, state="withdrawn", document_version=document_version, stated_at=now
        )
        for purpose in given
    )
    close_visit(visit, now)
    record_act(grant, "withdraw_response", body={"answers_deleted": deleted}, now=now)
    return deleted
