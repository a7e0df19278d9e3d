"""Write a theory: its first version, a draft."""

from django.db import transaction

from newel.synthesis import Mechanism, Theory
from newel.web.synthesis.actions._recording import Doer, record_act
from newel.web.synthesis.actions._theories import keep, next_id
from newel.web.synthesis.forms import TheoryWords


@transaction.atomic
def write_theory(*, by: Doer, words: TheoryWords) -> Theory:
    """Keep the words as a draft under the next id."""
    theory = Theory(
        id=next_id(),
        version=1,
        title=words.title,
        context=words.context,
        mechanism=Mechanism(words.resource, words.response),
        outcome=words.outcome,
        status="draft",
        strength="not_judged",
        written_by=by.pseudonym,
        written_on=by.today,
        looked_against=words.looked_against,
    )
    keep(theory)
    record_act("write theory", by=by, body={"theory": theory.id, "version": 1})
    return theory
