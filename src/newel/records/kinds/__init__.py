"""Every kind of record Newel keeps. Add a column here, and the freeze, its codebook and the checks know it."""

from newel.records.kinds.economics import COST, PRICE_INDEX, SHARED_COST, UNIT_COST
from newel.records.kinds.fieldwork import OBSERVATION, SESSION
from newel.records.kinds.pathway import (
    ADMISSION,
    ASSESSMENT,
    FORMULATION,
    INTERVENTION,
    REVIEW,
    TARGET,
    TRANSITION,
)
from newel.records.kinds.questionnaires import ANSWER, CONSENT, RESPONSE
from newel.records.kinds.sites import ACTIVITY, MONTHLY_RETURN, SITE, STAFFING
from newel.records.kinds.training import STAFF_MEMBER, TRAINING
from newel.records.model import RecordKind

_SITES = (SITE, MONTHLY_RETURN, STAFFING, ACTIVITY)
_TRAINING = (STAFF_MEMBER, TRAINING)
_PATHWAY = (ADMISSION, ASSESSMENT, FORMULATION, TARGET, INTERVENTION, REVIEW, TRANSITION)
_QUESTIONNAIRES = (CONSENT, RESPONSE, ANSWER)
_FIELDWORK = (SESSION, OBSERVATION)
_ECONOMICS = (COST, UNIT_COST, SHARED_COST, PRICE_INDEX)

KINDS: dict[str, RecordKind] = {
    kind.name: kind for kind in (*_SITES, *_TRAINING, *_PATHWAY, *_QUESTIONNAIRES, *_FIELDWORK, *_ECONOMICS)
}

__all__ = [
    "ACTIVITY",
    "ADMISSION",
    "ANSWER",
    "ASSESSMENT",
    "CONSENT",
    "COST",
    "FORMULATION",
    "INTERVENTION",
    "KINDS",
    "MONTHLY_RETURN",
    "OBSERVATION",
    "PRICE_INDEX",
    "RESPONSE",
    "REVIEW",
    "SESSION",
    "SHARED_COST",
    "SITE",
    "STAFFING",
    "STAFF_MEMBER",
    "TARGET",
    "TRAINING",
    "TRANSITION",
    "UNIT_COST",
]
