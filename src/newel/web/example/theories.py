"""The invented theories and topics of a rehearsal, as the example shows them."""

from datetime import date, datetime

from newel.rehearsal import Truths
from newel.rehearsal.synthesis import rehearse_synthesis
from newel.web.example.young_people import ACTOR
from newel.web.study import Study
from newel.web.synthesis.actions._recording import Doer
from newel.web.synthesis.actions.load_rehearsed import load_rehearsed


def load_theories(study: Study, truths: Truths, *, today: date, now: datetime) -> int:
    """Load them with the codebook that the truths plant, and say how many theories there are."""
    codes = {code.id: code.name for code in truths.codebook.themes()} if truths.codebook else {}
    rehearsed = rehearse_synthesis(study.protocol, codes, until=today)
    return load_rehearsed(by=Doer(ACTOR, now), rehearsed=rehearsed)
