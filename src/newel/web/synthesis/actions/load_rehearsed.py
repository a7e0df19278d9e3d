"""Load the invented theories and topics of a rehearsal, for the example."""

from django.db import transaction

from newel.rehearsal.synthesis import RehearsedSynthesis
from newel.synthesis import evidence_row
from newel.web.synthesis.actions._recording import Doer, record_act
from newel.web.synthesis.actions._theories import keep
from newel.web.synthesis.actions.judge_topic import keep_part
from newel.web.synthesis.models import LinkedEvidence


@transaction.atomic
def load_rehearsed(*, by: Doer, rehearsed: RehearsedSynthesis) -> int:
    """Keep every version of every theory, its evidence and the topics; return how many theories there are."""
    for theory in rehearsed.theories:
        for version in (*theory.history, theory):
            keep(version)
    for evidence in rehearsed.evidence:
        LinkedEvidence.objects.create(**evidence_row(evidence))
    for said in rehearsed.said:
        keep_part(said, version=1)
    record_act("load theories", by=by, body={"theories": len(rehearsed.theories)})
    return len(rehearsed.theories)
