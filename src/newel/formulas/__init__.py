"""Model formulas as lme4 writes them: read word by word, never run as code, and turned into the arrays of a model."""

from newel.formulas.building import Model, Outcome, build
from newel.formulas.components import components, factors_from
from newel.formulas.contrasts import Means, adjusted_means, type_3
from newel.formulas.fitting import Fitted, Settings, fit, fit_model
from newel.formulas.variables import Factor, Measure

__all__ = [
    "Factor",
    "Fitted",
    "Means",
    "Measure",
    "Model",
    "Outcome",
    "Settings",
    "adjusted_means",
    "build",
    "components",
    "factors_from",
    "fit",
    "fit_model",
    "type_3",
]
