"""Every kind of record Newel keeps. Add a column here, and the freeze, its codebook and the checks know it."""

from newel.records.kinds.economics import COST, PRICE_INDEX, SHARED_COST, UNIT_COST, VALUE_SET
from newel.records.kinds.fieldwork import OBSERVATION, OBSERVATION_EVENT, OBSERVATION_RATING, SESSION
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
from newel.records.kinds.synthesis import CONVERGENCE, THEORY, THEORY_EVIDENCE
from newel.records.kinds.training import STAFF_MEMBER, TRAINING
from newel.records.kinds.words import CODE, CODING, LAYER, MATRIX_CELL, QUOTE, SOURCE, UNIT
from newel.records.model import RecordKind

_SITES = (SITE, MONTHLY_RETURN, STAFFING, ACTIVITY)
_TRAINING = (STAFF_MEMBER, TRAINING)
_PATHWAY = (ADMISSION, ASSESSMENT, FORMULATION, TARGET, INTERVENTION, REVIEW, TRANSITION)
_QUESTIONNAIRES = (CONSENT, RESPONSE, ANSWER)
_FIELDWORK = (SESSION, OBSERVATION, OBSERVATION_RATING, OBSERVATION_EVENT)
_WORDS = (SOURCE, UNIT, CODE, LAYER, CODING, QUOTE, MATRIX_CELL)
_ECONOMICS = (COST, UNIT_COST, SHARED_COST, PRICE_INDEX, VALUE_SET)
_SYNTHESIS = (THEORY, THEORY_EVIDENCE, CONVERGENCE)

KINDS: dict[str, RecordKind] = {
    kind.name: kind
    for kind in (
        *_SITES,
        *_TRAINING,
        *_PATHWAY,
        *_QUESTIONNAIRES,
        *_FIELDWORK,
        *_WORDS,
        *_ECONOMICS,
        *_SYNTHESIS,
    )
}

__all__ = [
    "ACTIVITY",
    "ADMISSION",
    "ANSWER",
    "ASSESSMENT",
    "CODE",
    "CODING",
    "CONSENT",
    "CONVERGENCE",
    "COST",
    "FORMULATION",
    "INTERVENTION",
    "KINDS",
    "LAYER",
    "MATRIX_CELL",
    "MONTHLY_RETURN",
    "OBSERVATION",
    "OBSERVATION_EVENT",
    "OBSERVATION_RATING",
    "PRICE_INDEX",
    "QUOTE",
    "RESPONSE",
    "REVIEW",
    "SESSION",
    "SHARED_COST",
    "SITE",
    "SOURCE",
    "STAFFING",
    "STAFF_MEMBER",
    "TARGET",
    "THEORY",
    "THEORY_EVIDENCE",
    "TRAINING",
    "TRANSITION",
    "UNIT",
    "UNIT_COST",
    "VALUE_SET",
]
