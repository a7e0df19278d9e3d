"""Costs and effects of people in few sites: together, skewed, and resampled as a check."""

from newel.statistics.costs_and_effects.joint import JointFit, fit_costs_and_effects, held_coefficients, net_benefit
from newel.statistics.costs_and_effects.resampling import Arm, ready, two_stage
from newel.statistics.costs_and_effects.separate import SeparateFits, seemingly_unrelated
from newel.statistics.costs_and_effects.skewed import LogLinkFit, gamma_costs, park_slope, poisson_costs

__all__ = [
    "Arm",
    "JointFit",
    "LogLinkFit",
    "SeparateFits",
    "fit_costs_and_effects",
    "gamma_costs",
    "held_coefficients",
    "net_benefit",
    "park_slope",
    "poisson_costs",
    "ready",
    "seemingly_unrelated",
    "two_stage",
]
