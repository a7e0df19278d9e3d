"""Confirmatory factor analysis: models, fits, and the ladder of invariance over groups and waves."""

from newel.statistics.measurement.factor.fitting import fit_factors
from newel.statistics.measurement.factor.ladder import Difference, Ladder, Step, difference, invariance
from newel.statistics.measurement.factor.model import Answers, FactorModel, read_model
from newel.statistics.measurement.factor.result import Coefficient, FactorFit

__all__ = [
    "Answers", "Coefficient", "Difference", "FactorFit", "FactorModel", "Ladder", "Step", "difference", "fit_factors",
    "invariance", "read_model",
]
