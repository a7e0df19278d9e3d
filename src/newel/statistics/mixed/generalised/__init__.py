"""Generalised linear mixed models: logit, Poisson, negative binomial, zero-inflated counts and ordered answers."""

from newel.statistics.mixed.generalised.checks import Family, Options
from newel.statistics.mixed.generalised.fit import fit_generalised
from newel.statistics.mixed.generalised.result import GeneralisedFit

__all__ = ["Family", "GeneralisedFit", "Options", "fit_generalised"]
