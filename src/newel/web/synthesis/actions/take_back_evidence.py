"""Take evidence back: it stays to be read with the reason, and no longer bears on its theory."""

from django.db import transaction

from newel.web.synthesis.actions._recording import Doer, record_act
from newel.web.synthesis.models import LinkedEvidence


@transaction.atomic
def take_back_evidence(*, by: Doer, evidence_id: str, because: str) -> bool:
    """Take it back, and say whether it was there to be taken back. `because` is not empty."""
    live = LinkedEvidence.objects.select_for_update().filter(evidence_id=evidence_id, taken_back_on__isnull=True)
    evidence = live.first()
    if evidence is None:
        return False
    evidence.taken_back_on, evidence.taken_back_because = by.today, because
    evidence.save(update_fields=["taken_back_on", "taken_back_because"])
    record_act("take_back evidence", by=by, body={"theory": evidence.theory_id, "evidence": evidence_id})
    return True
