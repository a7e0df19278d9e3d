"""Reliability of scales as a factor model sees it: how much of a sum of items its factor explains."""

from dataclasses import dataclass

import numpy as np

from newel.statistics.measurement.factor.result import FactorFit
from newel.statistics.measurement.reliability import alpha_of


@dataclass(frozen=True)
class Composite:
    """One factor's scale in one group, under semTools' names."""

    factor: str
    group: int
    alpha: float
    omega: float
    """Raykov's: explained over explained plus residual variance of the sum."""
    omega2: float
    """Bentler's: over the implied variance of the sum."""
    omega3: float
    """McDonald's: over the observed variance of the sum."""
    average_variance: float
    """Average variance extracted: the share of the items' own variance that the factor explains."""


def composites(fit: FactorFit) -> tuple[Composite, ...]:
    """Return the reliability of each factor's scale in each group, items summed as they are.

    For ordered items the sum is of the normal quantities behind the answers, and alpha is the ordinal one.
    Source: Raykov T. Br J Math Stat Psychol 2001;54:315-323; McDonald RP. Test theory, 1999; Fornell C, Larcker DF.
    J Mark Res 1981;18:39-50.
    """
    places = {item: place for place, item in enumerate(fit.model.items)}
    found = []
    for group, (own, (_, observed)) in enumerate(zip(fit.matrices, fit.observed, strict=True)):
        residuals, implied = own.residuals, own.covariance
        if np.any(own.scales):
            implied = implied + np.diag(1 / own.scales**2 - np.diag(implied))
            residuals = own.residuals + np.diag(np.diag(implied) - np.diag(own.covariance))
        for column, (factor, items) in enumerate(fit.model.factors.items()):
            rows = [places[item] for item in items]
            loadings, variance = own.loadings[rows, column], float(own.factors[column, column])
            explained = float(loadings.sum()) ** 2 * variance
            block = np.ix_(rows, rows)
            single = float(loadings @ loadings) * variance
            found.append(Composite(
                factor, group, alpha_of(observed[block]), explained / (explained + float(residuals[block].sum())),
                explained / float(implied[block].sum()), explained / float(observed[block].sum()),
                single / (single + float(np.trace(residuals[block]))),
            ))
    return tuple(found)
