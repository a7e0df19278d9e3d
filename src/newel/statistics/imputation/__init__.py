"""Multilevel multiple imputation and what follows from it: pooling, joint tests, diagnostics, tipping points."""

from newel.statistics.imputation.diagnostics import Comparison, Trace, compare
from newel.statistics.imputation.imputations import Imputations, shifted
from newel.statistics.imputation.joint_tests import (
    PooledTest,
    likelihood_test,
    linear_statistics,
    statistics_test,
    wald_test,
)
from newel.statistics.imputation.model import ImputationModel, Kind, Shift, Variable
from newel.statistics.imputation.pooling import Pooled, interval, pool
from newel.statistics.imputation.sampler import impute
from newel.statistics.imputation.tipping import TippingPoints, TippingRow, tipping_points

__all__ = [
    "Comparison",
    "ImputationModel",
    "Imputations",
    "Kind",
    "Pooled",
    "PooledTest",
    "Shift",
    "TippingPoints",
    "TippingRow",
    "Trace",
    "Variable",
    "compare",
    "impute",
    "interval",
    "likelihood_test",
    "linear_statistics",
    "pool",
    "shifted",
    "statistics_test",
    "tipping_points",
    "wald_test",
]
