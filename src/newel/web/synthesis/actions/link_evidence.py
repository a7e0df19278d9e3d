"""Link evidence to a theory: what it is, which way it bears, and what it says."""

from django.db import transaction

from newel.synthesis import Evidence, evidence_row
from newel.web.synthesis.actions._recording import Doer, record_act
from newel.web.synthesis.forms import Link
from newel.web.synthesis.models import LinkedEvidence


@transaction.atomic
def link_evidence(*, by: Doer, theory_id: str, link: Link) -> Evidence:
    """Keep it under the next id of the theory."""
    number = LinkedEvidence.objects.filter(theory_id=theory_id).count() + 1
    evidence = Evidence(
        id=f"{theory_id}-e{number}",
        theory=theory_id,
        strand=link.strand,
        kind=link.kind,
        thing=link.thing,
        bearing=link.bearing,
        says=link.says,
        written_by=by.pseudonym,
        written_on=by.today,
    )
    LinkedEvidence.objects.create(**evidence_row(evidence))
    record_act("link evidence", by=by, body={"theory": theory_id, "evidence": evidence.id, "bearing": link.bearing})
    return evidence
