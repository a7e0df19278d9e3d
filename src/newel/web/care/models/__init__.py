"""The tables of the care pathway. No other app reads them; `record_source.py` is the door to the freeze."""

from newel.web.care.models.admission import Admission
from newel.web.care.models.domain_assessment import DomainAssessment
from newel.web.care.models.formulation import Formulation
from newel.web.care.models.intervention import Intervention
from newel.web.care.models.own_words import OwnWords
from newel.web.care.models.rating import Rating
from newel.web.care.models.review import Review
from newel.web.care.models.sitting import Sitting
from newel.web.care.models.target import Target
from newel.web.care.models.transition_plan import TransitionPlan

__all__ = [
    "Admission",
    "DomainAssessment",
    "Formulation",
    "Intervention",
    "OwnWords",
    "Rating",
    "Review",
    "Sitting",
    "Target",
    "TransitionPlan",
]
