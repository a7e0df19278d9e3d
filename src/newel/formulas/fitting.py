"""A formula fitted: the model goes to the estimator of its family, and what comes back is read by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

import numpy as np
import polars as pl

from newel.formulas.building import Model, Outcome, build
from newel.formulas.components import Component, components, deviations
from newel.formulas.refusing import refuse
from newel.formulas.variables import as_factor, measure
from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference
from newel.statistics.mixed.generalised import GeneralisedFit, fit_generalised
from newel.statistics.mixed.kenward_roger import kenward_roger
from newel.statistics.mixed.linear import LinearFit, fit_linear
from newel.statistics.mixed.satterthwaite import satterthwaite

GAUSSIAN, ORDINAL = "gaussian", "ordinal"
FAMILIES = (GAUSSIAN, "binomial", "poisson", "nbinom1", "nbinom2", ORDINAL)
METHODS = ("Satterthwaite", "Kenward-Roger")
INFLATION = "zero inflation: "
"""What stands before the name of a coefficient of the zeros."""


class Settings(TypedDict, total=False):
    """What some families can be told."""

    reml: bool
    """Gaussian only: restricted maximum likelihood, which is the default."""
    quadrature: int
    """Points of adaptive quadrature for the one random intercept; 1 is Laplace's approximation."""
    nominal: str
    """Ordinal only: a formula such as `~ contact`, whose effects differ from threshold to threshold."""
    zero_inflation: str
    """Counts only: a formula such as `~ mined` for the zeros that no count can explain."""


@dataclass(frozen=True)
class Fitted:
    """A fitted model, its figures by name."""

    model: Model
    family: str
    fit: LinearFit | GeneralisedFit

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fixed effects that could be estimated."""
        return self.fit.design.names

    @property
    def coefficients(self) -> dict[str, float]:
        """Fixed effects by name."""
        return dict(zip(self.names, map(float, self.fit.coefficients), strict=True))

    @property
    def standard_errors(self) -> dict[str, float]:
        """Model-based standard errors of the fixed effects by name."""
        return dict(zip(self.names, map(float, self.fit.standard_errors), strict=True))

    @property
    def everything(self) -> dict[str, tuple[float, float]]:
        """Estimate and standard error by name: thresholds such as `low|mid`, fixed effects, then inflation of zeros."""
        if isinstance(self.fit, LinearFit):
            return {name: (self.coefficients[name], self.standard_errors[name]) for name in self.names}
        estimates, errors = self.fit.all_estimates, self.fit.all_standard_errors
        names = [self._label(name) for name in self.fit.all_names]
        return {name: (float(estimates[at]), float(errors[at])) for at, name in enumerate(names)}

    def _label(self, name: str) -> str:
        """Return the name of a threshold with the categories it stands between, not their numbers."""
        pair, dot, rest = name.partition(".")
        low, bar, high = pair.partition("|")
        if self.family != ORDINAL or not bar or name in self.names:
            return name
        labels = self.model.outcome.categories
        return f"{labels[int(low)]}|{labels[int(high)]}{dot}{rest}"

    @property
    def spread(self) -> dict[str, dict[str, float]]:
        """Standard deviations of the random effects: by group, then by what varies."""
        variances = self.fit.variances
        return {
            part.group: dict(zip(part.names, map(float, deviations(variances[part.place])), strict=True))
            for part in self.components
        }

    @property
    def dispersion(self) -> float:
        """Residual standard deviation of a linear model; dispersion of a negative binomial one."""
        return self.fit.sigma if isinstance(self.fit, LinearFit) else self.fit.dispersion

    @property
    def components(self) -> tuple[Component, ...]:
        """The random terms as lme4 lists them."""
        return components(self.fit.design)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out and what could not be estimated, in words."""
        return (*self.model.notes, *self.fit.notes)

    def inference(self, contrasts: Numbers | None = None, *, method: str = "Satterthwaite") -> Inference:
        """Return estimates with their intervals: of the coefficients, or of contrasts of shape (m, p).

        A linear mixed model takes `Satterthwaite` or `Kenward-Roger`; of other families it is Wald's.
        """
        wanted = np.eye(len(self.names)) if contrasts is None else contrasts
        if not isinstance(self.fit, LinearFit):
            return self.fit.inference(wanted)
        if method not in METHODS:
            refuse("the method", found=method, expected=" or ".join(METHODS), remedy="Choose one of them.")
        return satterthwaite(self.fit, wanted) if method == "Satterthwaite" else kenward_roger(self.fit, wanted)


def fit(
    formula: str,
    frame: pl.DataFrame,
    *,
    family: str = GAUSSIAN,
    levels: Mapping[str, Sequence[str]] | None = None,
    **settings: Unpack[Settings],
) -> Fitted:
    """Fit a formula as lme4 writes it to a frame. Raises Refused for a formula or data that cannot be a model."""
    return fit_model(build(formula, frame, levels=levels, parts=parts_of(settings)), family=family, **settings)


def parts_of(settings: Settings) -> dict[str, str]:
    """Return the further formulas among the settings, for `build`."""
    found = {"nominal": settings.get("nominal", ""), "zero_inflation": settings.get("zero_inflation", "")}
    return {name: text for name, text in found.items() if text}


def fit_model(model: Model, *, family: str = GAUSSIAN, **settings: Unpack[Settings]) -> Fitted:
    """Fit a model that was built before, with the formulas of its settings among its parts. Raises Refused."""
    if family not in FAMILIES:
        refuse("the family", found=family, expected=", ".join(FAMILIES), remedy="Choose one of them.")
    if model.formula.response is None:
        refuse(model.formula.text, found="no response", expected="response ~ terms", remedy="Write one before the ~.")
    _suits(model, family)
    if family == GAUSSIAN:
        return Fitted(model, family, fit_linear(model.design, model.response, reml=settings.get("reml", True)))
    model = _numbered(model) if family == ORDINAL else model
    fitted = fit_generalised(
        model.design,
        model.response,
        family=family,
        trials=model.trials,
        quadrature=settings.get("quadrature", 1),
        nominal=model.parts.get("nominal"),
        zero_inflation=model.parts.get("zero_inflation"),
    )
    return Fitted(model, family, fitted)


def _suits(model: Model, family: str) -> None:
    """Refuse a response that the family has no use for."""
    place, categories = str(model.formula.response), model.outcome.categories
    if model.trials is not None and family != "binomial":
        refuse(place, found="successes and failures", expected="one number", remedy="Name the family binomial.")
    if categories and family not in {"binomial", ORDINAL}:
        refuse(place, found="levels", expected="numbers", remedy="Name the family ordinal, or give numbers.")
    if family == "binomial" and len(categories) > 2:
        refuse(place, found=f"{len(categories)} levels", expected="two", remedy="Name the family ordinal.")


def _numbered(model: Model) -> Model:
    """Number the categories of an ordered answer that came as numbers."""
    if model.outcome.categories:
        return model
    factor = as_factor(measure(model.response))
    return replace(model, outcome=Outcome(factor.codes.astype(np.float64), categories=factor.labels))
