"""Factor models as formulas on a covariance matrix: what the textbooks print, without any search."""

import numpy as np

from newel.statistics.arrays import Numbers


def three_items(covariance: Numbers) -> tuple[Numbers, Numbers]:
    """Return loadings (factor variance 1) and residual variances of one factor of three items, in closed form."""
    (_, ab, ac), (_, _, bc), _ = covariance
    loadings = np.sqrt(np.array([ab * ac / bc, ab * bc / ac, ac * bc / ab]))
    return loadings, np.diag(covariance) - loadings**2


def discrepancy(observed: Numbers, implied: Numbers) -> float:
    """Return the maximum-likelihood discrepancy of two covariance matrices."""
    ratio = observed @ np.linalg.inv(implied)
    return float(np.trace(ratio) - np.log(np.linalg.det(ratio)) - len(observed))


def standardised_residual(observed: Numbers, implied: Numbers) -> float:
    """Return SRMR by a loop over every different entry."""
    squares = []
    for row in range(len(observed)):
        for column in range(row + 1):
            unit = np.sqrt(observed[row, row] * observed[column, column])
            squares.append(((observed[row, column] - implied[row, column]) / unit) ** 2)
    return float(np.sqrt(np.mean(squares)))


def one_factor(loadings: Numbers, residuals: Numbers) -> Numbers:
    """Return the covariances that one factor of variance 1 implies."""
    return np.asarray(np.outer(loadings, loadings) + np.diag(residuals))


def schmid_leiman(general: Numbers, special: Numbers, groups: Numbers) -> Numbers:
    """Return the correlations of items with these loadings on a general factor and on one special factor each."""
    same = groups[:, None] == groups[None, :]
    correlations = np.outer(general, general) + same * np.outer(special, special)
    np.fill_diagonal(correlations, 1.0)
    return np.asarray(correlations)


def tetrachoric_at_medians(both: float) -> float:
    """Return the correlation of two normal quantities cut at their medians, by Sheppard's theorem.

    `both` is the share above both medians. Source: Sheppard WF. Philos Trans R Soc A 1899;192:101-167.
    """
    return float(np.sin(2 * np.pi * (both - 0.25)))
