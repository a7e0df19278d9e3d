"""Does a questionnaire mean the same in every group and wave? Models with ever more in common, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from scipy.special import chdtrc

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.factor.fitting import fit_factors
from newel.statistics.measurement.factor.model import Answers, FactorModel
from newel.statistics.measurement.factor.result import FactorFit
from newel.statistics.measurement.factor.weighted import WeightedProblem

NUMERIC_STEPS = {
    "configural": (), "metric": ("loadings",), "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}
ORDERED_STEPS = {
    "configural": (), "thresholds": ("bare thresholds",), "metric": ("bare thresholds", "loadings"),
    "scalar": ("thresholds", "loadings"), "strict": ("thresholds", "loadings", "residuals"),
}
"""Each model is the one before with more held equal. Source: Wu H, Estabrook R. Psychometrika 2016;81:1014-1045."""
BINARY_STEPS = {name: ORDERED_STEPS[name] for name in ("configural", "scalar", "strict")}
"""An item with two answers has one threshold, which cannot show level and spread apart."""
CFI_FALL, RMSEA_RISE = 0.010, 0.015
"""What Chen FF. Struct Equ Modeling 2007;14:464-504 takes as the sign that a step does not hold."""


@dataclass(frozen=True)
class Difference:
    """A chi-square test of one model against the one that leaves more free."""

    chi_square: float
    freedom: int
    method: str

    @property
    def p(self) -> float:
        """Return the p value; nan where the models do not differ or the test cannot be made."""
        return float(chdtrc(self.freedom, max(self.chi_square, 0.0))) if self.freedom > 0 else nan


@dataclass(frozen=True)
class Step:
    """One rung of the ladder."""

    name: str
    fit: FactorFit
    difference: Difference | None
    """Against the rung before; None for the first."""
    cfi_change: float
    rmsea_change: float
    srmr_change: float

    @property
    def holds(self) -> bool:
        """Whether the step can be taken: the fit hardly falls by Chen's two rules, and the model was found."""
        if not self.fit.converged:
            return False
        return self.difference is None or (self.cfi_change >= -CFI_FALL and self.rmsea_change <= RMSEA_RISE)


@dataclass(frozen=True)
class Ladder:
    """All rungs, from the least to the most in common."""

    steps: tuple[Step, ...]

    @property
    def reached(self) -> str:
        """The last rung before one that does not hold; empty where the first was not found."""
        reached = ""
        for step in self.steps:
            if not step.holds:
                break
            reached = step.name
        return reached

    @property
    def sentence(self) -> str:
        """What may be compared over the groups, in words."""
        return {
            "": "The questionnaire's factors were not found in every group, so nothing may be compared.",
            "thresholds": "The same items belong together in every group, but scores are in different units.",
            "configural": "The same items belong together in every group, but scores are in different units.",
            "metric": "Scores are in the same units in every group: relations may be compared, means may not.",
            "scalar": "Scores mean the same in every group: means may be compared.",
            "strict": "Scores mean the same, and are as precise, in every group: means may be compared.",
        }.get(self.reached, f"The groups have in common what the model {self.reached} holds equal.")


def invariance(
    model: FactorModel, answers: Answers, *, estimator: str = "ML", missing: str = "listwise",
    steps: Mapping[str, tuple[str, ...]] | None = None,
) -> Ladder:
    """Fit the ladder to the groups (or waves) of `answers`; arguments as in `fit_factors`.

    Changes of CFI and RMSEA are those of the robust indices where there are any. Waves with the same people are taken
    as independent groups, which leaves estimates alone but makes the tests too careful or too bold: say so.
    """
    rungs = steps or _steps(model, answers, estimator)
    if len(answers.grouping()[1]) < 2:
        raise ValueError("Invariance is between groups, and there is one group only.")
    found: list[Step] = []
    for name, equal in rungs.items():
        fit = fit_factors(model, answers, estimator=estimator, missing=missing, equal=equal)
        before = found[-1].fit if found else None
        changes = [_change(fit, before, index) for index in ("cfi", "rmsea", "srmr")]
        found.append(Step(name, fit, difference(before, fit) if before else None, *changes))
    return Ladder(tuple(found))


def _steps(model: FactorModel, answers: Answers, estimator: str) -> Mapping[str, tuple[str, ...]]:
    if estimator != "DWLS":
        return NUMERIC_STEPS
    seen = [len(np.unique(column[~np.isnan(column)])) for column in answers.of(model.items).T]
    return BINARY_STEPS if min(seen) <= 2 else ORDERED_STEPS


def difference(freer: FactorFit, stricter: FactorFit) -> Difference:
    """Test a model against one that leaves more free: plain, scaled, or mean- and variance-adjusted.

    Source: Satorra A, Bentler PM. Psychometrika 2001;66:507-514 (MLR); Satorra A. 2000 and Asparouhov T, Muthen B.
    Mplus Web Note 10, 2006 (DWLS).
    """
    freedom = stricter.misfit.freedom - freer.misfit.freedom
    apart = stricter.misfit.chi_square - freer.misfit.chi_square
    if freedom <= 0 or freer.estimator != stricter.estimator:
        return Difference(nan, 0, "not nested")
    if isinstance(stricter.problem, WeightedProblem) and isinstance(freer.problem, WeightedProblem):
        pair = (freer.problem, freer.theta), (stricter.problem, stricter.theta)
        return _adjusted(pair[0], pair[1], (apart, freedom))
    if freer.estimator == "MLR":
        weighted = [fit.misfit.freedom * fit.misfit.scaling for fit in (stricter, freer) if fit.misfit.freedom]
        scaling = (weighted[0] - sum(weighted[1:])) / freedom
        return Difference(apart / scaling if scaling > 0 else nan, freedom, "Satorra-Bentler 2001")
    return Difference(apart, freedom, "likelihood ratio")


def _adjusted(
    freer: tuple[WeightedProblem, Numbers], stricter: tuple[WeightedProblem, Numbers], plain: tuple[float, int]
) -> Difference:
    """Scale and shift the difference by what the restrictions, read off the two jacobians, do to the freer model."""
    (problem, theta), (own, held_theta), (apart, freedom) = freer, stricter, plain
    groups = range(len(problem.groups))
    free = np.vstack([problem.jacobian(theta, group) for group in groups])
    held = np.vstack([own.jacobian(held_theta, group) for group in groups])
    into = np.linalg.lstsq(free, held, rcond=None)[0]
    axes, sizes, _ = np.linalg.svd(into)
    restrictions = axes[:, int((sizes > 1e-8 * sizes[0]).sum()):].T
    bread = np.linalg.pinv(problem.information(theta), hermitian=True)
    middle = bread @ restrictions.T
    middle = middle @ np.linalg.solve(restrictions @ middle, middle.T)
    products = problem.spread(theta) @ middle
    trace, squares = float(np.trace(products)), float(np.sum(products * products.T))
    slope = sqrt(freedom / squares)
    return Difference(apart * slope + freedom - slope * trace, freedom, "Satorra 2000, adjusted")


def _change(fit: FactorFit, before: FactorFit | None, index: str) -> float:
    if before is None:
        return nan
    name = f"{index}.robust" if f"{index}.robust" in fit.indices and f"{index}.robust" in before.indices else index
    return fit.indices[name] - before.indices[name]
