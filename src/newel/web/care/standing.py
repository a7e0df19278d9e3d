"""How one young person's pathway stands against what the protocol asks for: what the board of a site shows."""

from dataclasses import dataclass
from datetime import date

from newel.protocol import Protocol
from newel.web.care.due import Due, assessment_due, formulation_due, review_due
from newel.web.care.models import Admission
from newel.web.care.queries.pathways import Pathway

QUESTIONS = ("assessment", "formulation", "review", "needs", "words")
"""What the board can be asked for, one at a time."""


@dataclass(frozen=True)
class Standing:
    """What is still open. Nothing is due any more once the young person has left.

    `formulation` is None once there is one, and `review` is None while there is no formulation to review.
    """

    admission: Admission
    unassessed: tuple[str, ...]
    assessment: Due | None
    formulation: Due | None
    review: Due | None
    unanswered: tuple[str, ...]
    unread: tuple[str, ...]
    planned: bool

    def is_open(self, question: str) -> bool:
        """Whether this young person belongs on the list of one question of the board."""
        answers = {
            "assessment": bool(self.unassessed),
            "formulation": self.formulation is not None and self.formulation.overdue,
            "review": self.review is not None and self.review.overdue,
            "needs": bool(self.unanswered),
            "words": bool(self.unread),
        }
        return answers[question]


def standing(protocol: Protocol, pathway: Pathway, today: date) -> Standing:
    """Return how a pathway stands on a day."""
    care, admitted_on = protocol.care, pathway.admission.admitted_on
    here = pathway.admission.left_on is None
    return Standing(
        admission=pathway.admission,
        unassessed=pathway.domains_with("not_assessed", protocol.needs),
        assessment=assessment_due(care, admitted_on, today) if here else None,
        formulation=formulation_due(care, admitted_on, today) if here and not pathway.formulations else None,
        review=next_review(protocol, pathway, today) if here else None,
        unanswered=pathway.needs_without_intervention(protocol.needs),
        unread=pathway.unread,
        planned=bool(pathway.plans),
    )


def next_review(protocol: Protocol, pathway: Pathway, today: date) -> Due | None:
    """Return when the next review of a pathway is due, whether or not the young person is still there then."""
    first = pathway.formulations[0].held_on if pathway.formulations else None
    last = pathway.reviews[-1].held_on if pathway.reviews else None
    return review_due(protocol.care, first, last, today=today)
