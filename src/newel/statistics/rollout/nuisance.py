"""The effect on the treated between two periods: by regression, by weights, or by both, with influence functions.

Source: Sant'Anna PHC, Zhao J. J Econom 2020;219:101-122. Callaway B, Sant'Anna PHC. J Econom 2021;225:200-230.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit

from newel.statistics.arrays import Numbers

Method = Literal["reg", "ipw", "dr"]

_OVERLAP = 0.995
"""A comparison unit that was almost sure to be treated has next to no like among the treated, and is left out."""


@dataclass(frozen=True)
class Effect:
    """An effect on the treated, and the influence of each unit on it, shape (n,)."""

    value: float
    influence: Numbers
    note: str = ""


def effect_on_treated(change: Numbers, treated: Numbers, covariates: Numbers, *, method: Method) -> Effect:
    """Compare the change of the treated with that of the others, given covariates (n, k) with a column of ones.

    `reg` predicts the change the treated would have had from the others; `ipw` weights the others until they are like
    the treated; `dr` does both, and is right where either is. Raises ValueError where a side is empty.
    """
    if not treated.any() or treated.all():
        raise ValueError("An effect needs both treated and comparison units.")
    if method == "reg":
        return _by_regression(change, treated, covariates)
    scores, note = _propensity(treated, covariates)
    if note:
        return Effect(float("nan"), np.full(len(change), np.nan), note)
    odds = np.where((treated == 0) & (scores < _OVERLAP), scores / (1 - scores), 0.0)
    score_influence = _score_influence(treated, covariates, scores)
    if method == "ipw":
        return _by_weights(change, treated, covariates, odds=odds, score_influence=score_influence)
    return _by_both(change, treated, covariates, odds=odds, score_influence=score_influence)


def _regression(change: Numbers, treated: Numbers, covariates: Numbers) -> tuple[Numbers, Numbers]:
    """Return the change predicted from the comparison units, and the influence of each unit on the coefficients."""
    others = covariates * (1 - treated)[:, None]
    inverse = np.linalg.pinv(others.T @ covariates / len(change))
    coefficients = inverse @ (others.T @ change / len(change))
    predicted = covariates @ coefficients
    return predicted, (others * (change - predicted)[:, None]) @ inverse


def _by_regression(change: Numbers, treated: Numbers, covariates: Numbers) -> Effect:
    predicted, influence = _regression(change, treated, covariates)
    share = treated.mean()
    seen, expected = (treated * change).mean() / share, (treated * predicted).mean() / share
    of_treated = treated * (change - seen) / share
    of_others = (treated * (predicted - expected) + influence @ (treated[:, None] * covariates).mean(axis=0)) / share
    return Effect(float(seen - expected), of_treated - of_others)


def _by_weights(
    change: Numbers, treated: Numbers, covariates: Numbers, *, odds: Numbers, score_influence: Numbers
) -> Effect:
    seen, expected = (treated * change).mean() / treated.mean(), (odds * change).mean() / odds.mean()
    of_treated = treated * (change - seen) / treated.mean()
    of_scores = score_influence @ ((odds * (change - expected))[:, None] * covariates).mean(axis=0)
    return Effect(float(seen - expected), of_treated - (odds * (change - expected) + of_scores) / odds.mean())


def _by_both(
    change: Numbers, treated: Numbers, covariates: Numbers, *, odds: Numbers, score_influence: Numbers
) -> Effect:
    predicted, influence = _regression(change, treated, covariates)
    left = change - predicted
    seen, expected = (treated * left).mean() / treated.mean(), (odds * left).mean() / odds.mean()
    of_line = influence @ (treated[:, None] * covariates).mean(axis=0)
    of_treated = (treated * (left - seen) - of_line) / treated.mean()
    of_scores = score_influence @ ((odds * (left - expected))[:, None] * covariates).mean(axis=0)
    of_line = influence @ (odds[:, None] * covariates).mean(axis=0)
    of_others = (odds * (left - expected) + of_scores - of_line) / odds.mean()
    return Effect(float(seen - expected), of_treated - of_others)


def _propensity(treated: Numbers, covariates: Numbers) -> tuple[Numbers, str]:
    """Return the fitted chance of being treated by logistic regression, or why there is none."""
    coefficients = np.zeros(covariates.shape[1])
    for _ in range(60):
        scores = expit(covariates @ coefficients)
        weights = scores * (1 - scores)
        step = np.linalg.pinv((covariates * weights[:, None]).T @ covariates) @ (covariates.T @ (treated - scores))
        coefficients = coefficients + step
        if np.abs(step).max() < 1e-12 * max(1.0, np.abs(coefficients).max()):
            return expit(covariates @ coefficients), ""
    return scores, "the covariates tell the treated from the others without fail, so no comparison unit is like them"


def _score_influence(treated: Numbers, covariates: Numbers, scores: Numbers) -> Numbers:
    weights = scores * (1 - scores)
    inverse = np.linalg.pinv((covariates * weights[:, None]).T @ covariates / len(treated))
    return np.asarray((covariates * (treated - scores)[:, None]) @ inverse)
