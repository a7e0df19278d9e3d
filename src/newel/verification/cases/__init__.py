"""What kinds of case there are: each says which entries it recognises, and compares what they hold with our figures."""

from newel.verification.cases._kind import Kind
from newel.verification.cases.chance import CHANCE
from newel.verification.cases.effects import EFFECTS
from newel.verification.cases.factors import FACTORS
from newel.verification.cases.glmm import GLMM
from newel.verification.cases.imputation import IMPUTATION
from newel.verification.cases.its import ITS
from newel.verification.cases.lmm import LMM
from newel.verification.cases.ordinal import ORDINAL
from newel.verification.cases.power import POWER
from newel.verification.cases.psychometrics import PSYCHOMETRICS
from newel.verification.cases.rollout import ROLLOUT
from newel.verification.cases.small_sample import SMALL_SAMPLE

KINDS: tuple[Kind, ...] = (
    *ROLLOUT,
    *POWER,
    *ITS,
    *LMM,
    *SMALL_SAMPLE,
    *GLMM,
    *ORDINAL,
    *FACTORS,
    *PSYCHOMETRICS,
    *IMPUTATION,
    *CHANCE,
    *EFFECTS,
)
"""In the order in which they are asked."""

__all__ = ["KINDS", "Kind"]
