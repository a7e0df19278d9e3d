"""Write a theory in other words: the next version, with the reason."""

from django.db import transaction

from newel.synthesis import Mechanism, Theory, reworded
from newel.web.synthesis.actions._recording import Doer, record_act
from newel.web.synthesis.actions._theories import keep, standing
from newel.web.synthesis.forms import TheoryWords


@transaction.atomic
def reword_theory(*, by: Doer, theory_id: str, seen: int, words: TheoryWords) -> Theory:
    """Keep the next version. One that was judged is proposed again. Raises OvertakenError, UnableToMove."""
    theory = reworded(
        standing(theory_id, seen=seen),
        step=by.step(words.because),
        title=words.title,
        context=words.context,
        mechanism=Mechanism(words.resource, words.response),
        outcome=words.outcome,
        looked_against=words.looked_against,
    )
    keep(theory)
    record_act("reword theory", by=by, body={"theory": theory.id, "version": theory.version})
    return theory
