"""A fitted factor model: its coefficients, how well it fits, and what is odd about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from scipy.special import erfc

from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference
from newel.statistics.measurement.factor.misfit import Misfit
from newel.statistics.measurement.factor.model import FactorModel
from newel.statistics.measurement.factor.normal import NormalProblem
from newel.statistics.measurement.factor.structure import Matrices, Structure
from newel.statistics.measurement.factor.table import Parameter
from newel.statistics.measurement.factor.weighted import WeightedProblem


@dataclass(frozen=True)
class Coefficient:
    """One loading, variance, covariance, mean or threshold of one group."""

    left: str
    operator: str
    right: str
    group: int
    """Number of the group, from 0."""
    estimate: float
    standard_error: float
    """0 where the coefficient is fixed."""
    standardised: float
    """In units of standard deviations of items and factors."""
    standardised_latent: float
    """In units of standard deviations of factors only."""

    @property
    def z(self) -> float:
        """Estimate over standard error; nan where fixed."""
        return self.estimate / self.standard_error if self.standard_error > 0 else nan

    @property
    def p(self) -> float:
        """Two-sided p value; nan where fixed."""
        return float(erfc(abs(self.z) / sqrt(2)))


@dataclass(frozen=True)
class FactorFit:
    """A factor model fitted to one or several groups."""

    model: FactorModel
    estimator: str
    missing: str
    equal: tuple[str, ...]
    groups: tuple[str, ...]
    people: tuple[int, ...]
    """How many people of each group were used."""
    coefficients: tuple[Coefficient, ...]
    indices: Mapping[str, float]
    """Fit indices under the names lavaan gives them: chisq, df, pvalue, cfi, tli, rmsea, srmr, ...; see docs."""
    misfit: Misfit
    baseline: Misfit
    matrices: tuple[Matrices, ...]
    observed: tuple[tuple[Numbers, Numbers], ...]
    """Each group's means and covariances, for ordered items zeros and polychoric correlations."""
    theta: Numbers
    """Free parameters, shape (q,)."""
    covariance: Numbers
    """Their covariances, shape (q, q)."""
    problem: NormalProblem | WeightedProblem
    """What was minimised."""
    converged: bool
    notes: tuple[str, ...]

    def coefficient(self, left: str, operator: str, right: str = "", group: int = 0) -> Coefficient:  # noqa: PLR0917 - lavaan's order of words
        """Return one coefficient by its names: `coefficient("visual", "=~", "x1")`."""
        for own in self.coefficients:
            if (own.left, own.operator, own.right, own.group) == (left, operator, right, group):
                return own
        raise ValueError(f"The model has no coefficient {left} {operator} {right} in group {group}.")

    @property
    def inference(self) -> Inference:
        """Free parameters with their Wald intervals, in the order of `theta`."""
        spread = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return Inference(self.theta, spread, np.full(len(self.theta), np.inf), f"{self.estimator}, Wald")


def coefficients(
    structure: Structure, theta: Numbers, covariance: Numbers, *, matrices: tuple[Matrices, ...]
) -> tuple[Coefficient, ...]:
    """Return all parameters of all groups with standard errors and standardised values."""
    spread = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    found = []
    for row in structure.table:
        own = matrices[row.group]
        estimate = float(theta[row.free]) if row.free >= 0 else row.value
        latent, item = _units(row, own)
        error = float(spread[row.free]) if row.free >= 0 else 0.0
        found.append(Coefficient(
            row.left, row.operator, row.right, row.group, estimate, error, estimate * latent * item, estimate * latent
        ))
    return tuple(found)


def implied_residuals(model: FactorModel, matrices: tuple[Matrices, ...]) -> tuple[Coefficient, ...]:
    """Return the residual variances of ordered items, which follow from the rest and have no error of their own."""
    found = []
    for group, own in enumerate(matrices):
        total = 1 / own.scales**2
        left = residual_variances(own)
        for place, item in enumerate(model.items):
            value = float(left[place])
            found.append(Coefficient(item, "~~", item, group, value, 0.0, value / float(total[place]), value))
    return tuple(found)


def implied_scales(model: FactorModel, matrices: tuple[Matrices, ...]) -> tuple[Coefficient, ...]:
    """Return the scales of ordered items whose residual variances are fixed."""
    return tuple(
        Coefficient(item, "~*~", item, group, float(own.scales[place]), 0.0, 1.0, float(own.scales[place]))
        for group, own in enumerate(matrices) for place, item in enumerate(model.items)
    )


def _units(row: Parameter, own: Matrices) -> tuple[float, float]:
    """Return what a coefficient is multiplied by for units of factors, and then for units of items."""
    first, second = row.place
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.sqrt(np.diag(own.factors))
        total = 1 / own.scales if np.any(own.scales) else np.sqrt(np.diag(own.covariance))
        residual = np.sqrt(residual_variances(own))
        inside = residual if first != second else total
        latent, item = 1.0, 1 / total[first]
        if row.kind == "loadings":
            latent = factor[second]
        elif row.kind == "residuals":
            item = 1 / (inside[first] * inside[second])
        elif row.kind == "factors":
            latent, item = 1 / (factor[first] * factor[second]), 1.0
        elif row.kind == "means":
            latent, item = 1 / factor[first], 1.0
        elif row.kind == "scales":
            item = total[first]
    return float(latent), float(item)


def residual_variances(own: Matrices) -> Numbers:
    """Return what the factors leave unexplained of each item, shape (p,); of ordered items it follows from the rest."""
    if not np.any(own.scales):
        return np.diag(own.residuals)
    return np.asarray(1 / own.scales**2 - np.diag(own.loadings @ own.factors @ own.loadings.T))


def oddities(model: FactorModel, matrices: tuple[Matrices, ...], groups: tuple[str, ...]) -> tuple[str, ...]:
    """Name variances below zero and factors that cannot be told apart."""
    notes = []
    for own, group in zip(matrices, groups, strict=True):
        where = f" in group {group}" if group else ""
        residual = residual_variances(own)
        notes += [
            f"The residual variance of {item} is below zero{where} (a Heywood case): do not trust it."
            for item, value in zip(model.items, residual, strict=True) if value < 0
        ]
        notes += [
            f"The variance of {factor} is not above zero{where}."
            for factor, value in zip(model.factors, np.diag(own.factors), strict=True) if value <= 0
        ]
        if np.all(np.diag(own.factors) > 0) and np.linalg.eigvalsh(own.factors)[0] <= 0:
            notes.append(f"The covariances of the factors are not positive definite{where}: some factors coincide.")
    return tuple(notes)
