"""Move a theory to another status, or judge its strength: the next version, with the reason."""

from django.db import transaction

from newel.synthesis import Theory, moved
from newel.web.synthesis.actions._recording import Doer, record_act
from newel.web.synthesis.actions._theories import keep, standing
from newel.web.synthesis.forms import Move
from newel.web.synthesis.models import LinkedEvidence


@transaction.atomic
def move_theory(*, by: Doer, theory_id: str, seen: int, move: Move) -> Theory:
    """Keep the next version. Raises OvertakenError, and UnableToMove where something it asks for is not there."""
    live = LinkedEvidence.objects.filter(theory_id=theory_id, bearing="supports", taken_back_on__isnull=True)
    theory = moved(
        standing(theory_id, seen=seen),
        move.status,
        step=by.step(move.because),
        strength=move.strength,
        backed=live.exists(),
    )
    keep(theory)
    record_act(
        "move theory", by=by, body={"theory": theory.id, "version": theory.version, "status": theory.status}
    )
    return theory
