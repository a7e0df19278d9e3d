"""State consent: a person says yes or no to purposes of the study; a yes to taking part opens their questionnaire."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from newel.web.capture import secrecy
from newel.web.capture.actions._recording import record_act
from newel.web.capture.models import AccessGrant, ConsentStatement, Response

TAKE_PART = "take_part"


@dataclass(frozen=True)
class Terms:
    """What was agreed to and how: the sheet's version, on whose word taking part rests, and what it is answered on."""

    document_version: str
    basis: str
    mode: str


@transaction.atomic
def state_consent(*, grant: AccessGrant, states: Mapping[str, str], terms: Terms, now: datetime) -> None:
    """Write one statement a purpose: {purpose: given, refused or not_competent}.

    The audit names the purposes and does not say what the words were.
    """
    ConsentStatement.objects.bulk_create(
        ConsentStatement(
            grant=grant,
            purpose=purpose,
            state=state,
            basis=terms.basis if purpose == TAKE_PART else "",
            document_version=terms.document_version,
            stated_at=now,
        )
        for purpose, state in states.items()
    )
    if states.get(TAKE_PART) == "given":
        Response.objects.get_or_create(grant=grant, defaults=_begun(terms.mode, now))
    record_act(grant, "state_consent", body={"purposes": sorted(states)}, now=now)


def _begun(mode: str, now: datetime) -> dict[str, object]:
    return {"response_id": f"r{secrecy.random_id()}", "mode": mode, "started_at": now}
