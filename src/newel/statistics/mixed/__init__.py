"""Mixed models: people within sites, and sites that differ. Linear, logit, Poisson, negative binomial and ordinal."""

from newel.statistics.mixed.generalised import GeneralisedFit, fit_generalised
from newel.statistics.mixed.kenward_roger import kenward_roger, kenward_roger_joint
from newel.statistics.mixed.linear import LinearFit, fit_linear, linear_at
from newel.statistics.mixed.many import ManyFits, fit_many
from newel.statistics.mixed.satterthwaite import satterthwaite, satterthwaite_joint
from newel.statistics.mixed.terms import Design, RandomTerm

__all__ = [
    "Design",
    "GeneralisedFit",
    "LinearFit",
    "ManyFits",
    "RandomTerm",
    "fit_generalised",
    "fit_linear",
    "fit_many",
    "kenward_roger",
    "kenward_roger_joint",
    "linear_at",
    "satterthwaite",
    "satterthwaite_joint",
]
