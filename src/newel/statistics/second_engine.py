"""The same model fitted again by an unrelated program, so that a mistake in one of the two cannot go unseen.

The program is the package `glmm` (LGPL, an optional extra): another author, another language, another algorithm.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from math import log10
from typing import Protocol

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.terms import Design

FAMILIES = {"gaussian": "gaussian", "binomial": "binomial", "poisson": "poisson", "nbinom2": "negativebinomial"}
"""Our names of families, and the other program's."""
NOT_INSTALLED = (
    "The second fit was not run: the package glmm is not installed. "
    "The figures of this model rest on one program alone."
)
LOG_LIKELIHOOD = 1e-6
"""Two fits of one model may differ by so much in their log-likelihood."""
EFFECTS = 1e-3
"""And by so much of a standard error in an estimate."""
MOST_DIGITS = 16.0


class Fit(Protocol):
    """What is needed of our own fit."""

    @property
    def design(self) -> Design: ...
    @property
    def response(self) -> Numbers: ...
    @property
    def coefficients(self) -> Numbers: ...
    @property
    def covariance(self) -> Numbers: ...
    @property
    def log_likelihood(self) -> float: ...


@dataclass(frozen=True)
class SecondOpinion:
    """What the other program says of a model that we fitted."""

    ran: bool
    agrees: bool
    """Whether both fits are the same; False where the second was not run."""
    sentence: str
    """For the methods appendix."""
    estimates: Numbers
    standard_errors: Numbers
    log_likelihood: float
    digits: Mapping[str, float]
    """Digits that agree: `log-likelihood`, `estimates` (differences in standard errors), `standard errors`."""


def second_opinion(
    fit: Fit, *, family: str = "gaussian", reml: bool = True, trials: Numbers | None = None, quadrature: int = 1
) -> SecondOpinion:
    """Fit a linear, logit, Poisson or NB2 mixed model again by `glmm`, and compare.

    `reml` counts for the linear model only; `trials` belongs to a grouped binomial response. Never raises for a model
    that the other program cannot fit: that is said in the sentence.
    """
    try:
        import glmm
    except ImportError:
        return _not_run(NOT_INSTALLED)
    if family not in FAMILIES:
        return _not_run(f"The second fit was not run: the package glmm has no {family} models.")
    columns, formula = _written(fit.design)
    columns["y"] = fit.response if trials is None else fit.response / trials
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            other = glmm.fit(
                columns,
                formula,
                FAMILIES[family],
                weights=trials,
                offset=fit.design.offset,
                nagq=quadrature,
                reml=reml if family == "gaussian" else None,
                satterthwaite=False,
                anova_test="Wald",
            )
    except (ValueError, RuntimeError, NotImplementedError) as fault:
        return _not_run(f"The second fit was not run: the package glmm refused the model ({fault}).")
    notes = tuple(" ".join(str(warning.message).split()) for warning in said)
    theirs = (np.asarray(other.beta, dtype=np.float64), np.asarray(other.se, dtype=np.float64), float(other.loglik))
    return _compared(fit, theirs, notes=notes, settled=bool(other.converged))


def _not_run(sentence: str) -> SecondOpinion:
    nothing = np.empty(0)
    return SecondOpinion(
        ran=False,
        agrees=False,
        sentence=sentence,
        estimates=nothing,
        standard_errors=nothing,
        log_likelihood=float("nan"),
        digits={},
    )


def _written(design: Design) -> tuple[dict[str, object], str]:
    """Return the design as columns with names of their own, and the formula that puts them together again."""
    columns: dict[str, object] = {f"x{place}": column for place, column in enumerate(design.fixed.T)}
    constant = _constant(design)
    terms = ["1" if constant else "0", *(name for name in columns if name != constant)]
    for place, term in enumerate(design.random):
        columns[f"g{place}"] = [f"l{level}" for level in term.levels]
        slopes = [_slope(design, column) for column in term.columns.T if not np.all(column == 1)]
        columns |= {name: column for name, column in slopes if name not in columns}
        start = "1" if len(slopes) < term.columns.shape[1] else "0"
        terms.append(f"({' + '.join([start, *(name for name, _ in slopes)])} | g{place})")
    return columns, f"y ~ {' + '.join(terms)}"


def _slope(design: Design, column: Numbers) -> tuple[str, Numbers]:
    """Return a random slope under the name of the fixed column it is, which the other program asks for."""
    same = [place for place, fixed in enumerate(design.fixed.T) if np.array_equal(fixed, column)]
    return (f"x{same[0]}" if same else "z"), column


def _constant(design: Design) -> str:
    """Return the name of the column of ones, if the first column is one."""
    return "x0" if design.fixed.shape[1] and np.all(design.fixed[:, 0] == 1) else ""


def _compared(
    fit: Fit, theirs: tuple[Numbers, Numbers, float], *, notes: tuple[str, ...], settled: bool
) -> SecondOpinion:
    estimates, errors, log_likelihood = theirs
    own = np.sqrt(np.diag(fit.covariance))
    apart = abs(fit.log_likelihood - log_likelihood)
    with np.errstate(divide="ignore", invalid="ignore"):
        effects = float(np.max(np.abs(fit.coefficients - estimates) / own))
        spread = float(np.max(np.abs(own - errors) / own))
    agrees = settled and apart <= LOG_LIKELIHOOD and effects <= EFFECTS
    digits = {
        "log-likelihood": _digits(apart / abs(log_likelihood)),
        "estimates": _digits(effects),
        "standard errors": _digits(spread),
    }
    sentence = _same(digits, effects) if agrees else _different(apart, effects)
    return SecondOpinion(
        ran=True,
        agrees=agrees,
        sentence=" ".join([sentence, *notes]),
        estimates=estimates,
        standard_errors=errors,
        log_likelihood=log_likelihood,
        digits=digits,
    )


def _digits(share: float) -> float:
    if not share < 1:
        return 0.0
    return MOST_DIGITS if share == 0 else min(MOST_DIGITS, -log10(share))


def _same(digits: Mapping[str, float], effects: float) -> str:
    return (
        "An unrelated program, the package glmm, gives the same fit: "
        f"the log-likelihood agrees in {digits['log-likelihood']:.0f} digits, "
        f"and no estimate differs by more than {max(effects, 1e-15):.0e} of its standard error."
    )


def _different(apart: float, effects: float) -> str:
    return (
        "An unrelated program, the package glmm, does not give the same fit: "
        f"the log-likelihoods differ by {apart:.2g}, and an estimate by {effects:.2g} of its standard error. "
        "Do not report the model before the reason is found."
    )
