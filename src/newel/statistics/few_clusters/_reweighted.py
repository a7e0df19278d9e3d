"""Maximum likelihood for logit and log-linear regressions, by least squares with weights that settle down."""

import numpy as np
from scipy.special import expit, xlogy

from newel.statistics.arrays import Numbers
from newel.statistics.few_clusters._rows import Basis, orthonormal

STEPS = 100
"""Far more steps than any fit that has an optimum needs."""
RUNAWAY = 35.0
"""A logit beyond this is a probability of 0 or 1 to all digits: the responses are separated."""


def mean_and_slope(predictor: Numbers, family: str) -> tuple[Numbers, Numbers]:
    """Return the mean and its slope by the linear predictor, which is the variance too: both links are canonical."""
    if family == "binomial":
        return expit(predictor), expit(predictor) * expit(-predictor)
    if family == "poisson":
        return np.exp(predictor), np.exp(predictor)
    raise ValueError(f'The family "{family}" is not known here. Use "binomial" or "poisson".')


def fitted(fixed: Numbers, share: Numbers, size: Numbers, *, family: str, stop: float | None) -> tuple[Numbers, Basis]:
    """Return the coefficients, and the orthonormal basis of the last step's weighted columns.

    share (n,) successes over size, or counts. `stop` ends the steps as R's glm does, once the deviance changes by less
    than this share; None goes on to the last digits. Raises ValueError where the coefficients run away.
    Source: McCullagh P, Nelder JA. Generalized Linear Models, 2nd ed. 1989, section 2.5.
    """
    start = (size * share + 0.5) / (size + 1) if family == "binomial" else share + 0.1
    predictor = np.log(start / (1 - start)) if family == "binomial" else np.log(start)
    before = _deviance(share, start, size=size, family=family)
    for _ in range(STEPS):
        mean, slope = mean_and_slope(predictor, family)
        root = np.sqrt(size * slope)
        if not (np.isfinite(root).all() and root.min() > 0 and _within(predictor, family)):
            break
        basis = orthonormal(fixed * root[:, None])
        coefficients = basis.back @ (basis.columns.T @ (root * (predictor + (share - mean) / slope)))
        moved = fixed @ coefficients
        after = _deviance(share, mean_and_slope(moved, family)[0], size=size, family=family)
        step = np.abs(moved - predictor).max() / (1 + np.abs(moved).max())
        if step <= 1e-12 or (stop is not None and abs(after - before) < stop * (abs(after) + 0.1)):
            return coefficients, basis
        predictor, before = moved, after
    raise ValueError("The coefficients run away without end: a column, or a sum of columns, separates the responses.")


def _within(predictor: Numbers, family: str) -> bool:
    return family != "binomial" or float(np.abs(predictor).max()) <= RUNAWAY


def _deviance(share: Numbers, mean: Numbers, *, size: Numbers, family: str) -> float:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        rows = xlogy(share, share / mean)
        rest = xlogy(1 - share, (1 - share) / (1 - mean)) if family == "binomial" else mean - share
    return float(2 * (size * (rows + rest)).sum())
