"""Costs and effects by least squares, each with covariates of its own, and how their errors go together.

Source: Zellner A. JASA 1962;57:348-368 (seemingly unrelated regressions), one step.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Numbers


@dataclass(frozen=True)
class SeparateFits:
    """Coefficients of each outcome, and the covariance of all of them stacked."""

    coefficients: tuple[Numbers, ...]
    covariance: Numbers
    residual_covariance: Numbers


def seemingly_unrelated(outcomes: Numbers, covariates: Sequence[Numbers]) -> SeparateFits:
    """Fit outcomes (N, q), the i-th on covariates[i] (N, p_i), weighing by how residuals of a first pass go together.

    The residual covariance is divided by the root of both degrees of freedom, as systemfit does.
    """
    first = [
        outcomes[:, place] - columns @ np.linalg.lstsq(columns, outcomes[:, place], rcond=None)[0]
        for place, columns in enumerate(covariates)
    ]
    residuals = np.column_stack(first)
    freedom = np.array([len(outcomes) - columns.shape[1] for columns in covariates], dtype=np.float64)
    together = residuals.T @ residuals / np.sqrt(np.outer(freedom, freedom))
    weights = np.linalg.inv(together)
    blocks = [[weights[a, b] * x.T @ z for b, z in enumerate(covariates)] for a, x in enumerate(covariates)]
    right = np.concatenate([x.T @ outcomes @ weights[a] for a, x in enumerate(covariates)])
    covariance = np.linalg.inv(np.block(blocks))
    ends = np.cumsum([columns.shape[1] for columns in covariates])[:-1]
    return SeparateFits(tuple(np.split(covariance @ right, ends)), np.asarray(covariance), together)
