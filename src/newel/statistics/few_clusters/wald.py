"""Joint tests of several coefficients when there are few clusters: is anything at all going on?

HTZ is the one to report. Sources: Pustejovsky JE, Tipton E. J Bus Econ Stat 2018;36:672-683; Tipton E, Pustejovsky JE.
J Educ Behav Stat 2015;40:604-634.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, fdtrc

from newel.statistics.arrays import Numbers
from newel.statistics.few_clusters.robust import RobustFit

SMALLEST = 4.1
"""EDF matches moments that exist above 4 degrees of freedom only."""


@dataclass(frozen=True)
class WaldTest:
    """One joint test: F with its degrees of freedom. `denominator` is infinite where chi-square is the reference."""

    name: str
    statistic: float
    scaling: float
    """What the Wald statistic over q was multiplied by."""
    numerator: int
    denominator: float
    p: float
    """nan where the test does not exist: too few clusters for so many constraints."""


def wald_tests(fit: RobustFit, constraints: Numbers) -> dict[str, WaldTest]:
    """Test that all constraints, (q, p), are 0, in eight ways: chi-sq, Naive-F, Naive-Fp, HTA, HTB, HTZ, EDF, EDT.

    Raises ValueError where the constraints are sums of each other, or more than the clusters can tell apart.
    """
    wanted = np.atleast_2d(constraints)
    count = len(wanted)
    effect = wanted @ fit.fit.coefficients
    covariance = wanted @ fit.covariance @ wanted.T
    if np.linalg.matrix_rank(wanted) < count or np.linalg.matrix_rank(covariance, hermitian=True) < count:
        raise ValueError(f"{count} constraints cannot be told apart by {fit.clusters} clusters. Test fewer.")
    quadratic = float(effect @ np.linalg.solve(covariance, effect))
    forms = fit.expected(wanted)
    values, vectors = np.linalg.eigh(np.trace(forms, axis1=2, axis2=3))
    root = (vectors * values**-0.5) @ vectors.T
    tests = [
        _plain("chi-sq", quadratic, count, denominator=np.inf),
        _plain("Naive-F", quadratic, count, denominator=fit.clusters - 1),
        _plain("Naive-Fp", quadratic, count, denominator=fit.clusters - len(fit.fit.coefficients)),
    ]
    tests += [_hotelling(name, quadratic, count, nu=nu) for name, nu in _freedoms(forms, root).items()]
    tests += _by_eigenvectors(forms, root, effect=effect, covariance=covariance)
    return {test.name: test for test in tests}


def _tail(statistic: float, numerator: int, denominator: float) -> float:
    if np.isinf(denominator):
        return float(chdtrc(numerator, numerator * statistic))
    return float(fdtrc(numerator, denominator, statistic)) if denominator > 0 else float("nan")


def _plain(name: str, quadratic: float, count: int, *, denominator: float) -> WaldTest:
    statistic = quadratic / count
    return WaldTest(name, statistic, 1.0, count, denominator, _tail(statistic, count, denominator))


def _hotelling(name: str, quadratic: float, count: int, *, nu: float) -> WaldTest:
    """Return Hotelling's T-squared with nu degrees of freedom as an F."""
    denominator = nu - count + 1
    scaling = max(denominator / nu, 0.0)
    statistic = scaling * quadratic / count
    return WaldTest(name, statistic, scaling, count, denominator, _tail(statistic, count, denominator))


def _freedoms(forms: Numbers, root: Numbers) -> dict[str, float]:
    """Return the degrees of freedom of the Wishart with the moments of the robust covariance, matched three ways."""
    count = len(root)
    scaled = np.einsum("ai,ijm,jb->abm", root, forms.reshape(count, count, -1), root, optimize=True)
    flat = scaled.reshape(count**2, -1)
    products = (flat @ flat.T).reshape((count,) * 4).transpose(0, 2, 3, 1)  # sv, tu to s, t, u, v
    covariances = products + products.transpose(0, 1, 3, 2)
    variances = np.einsum("stst->st", covariances)
    pairs = [(s, t) for s in range(count) for t in range(s + 1)]
    below = [(one, two) for place, one in enumerate(pairs) for two in pairs[: place + 1]]
    lower = sum(covariances[one + two] ** 2 for one, two in below)
    return {
        "HTA": 2 * float(variances.sum()) / float((covariances**2).sum()),
        "HTB": 2 * float(np.tril(variances).sum()) / float(lower),
        "HTZ": count * (count + 1) / float(variances.sum()),
    }


def _by_eigenvectors(forms: Numbers, root: Numbers, *, effect: Numbers, covariance: Numbers) -> list[WaldTest]:
    """Return the two tests that split the Wald statistic into squared t values along eigenvectors."""
    values, vectors = np.linalg.eigh(root @ covariance @ root)
    along = vectors.T @ root
    pairs = np.einsum("ki,kj->kij", along, along).reshape(len(along), -1)
    freedom = 1 / ((pairs @ forms.reshape(pairs.shape[1], -1)) ** 2).sum(axis=1)
    squares = (along @ effect) ** 2 / values
    scaling, denominator = _moments(np.maximum(freedom, SMALLEST))
    count = len(root)
    statistic = scaling * float(squares.sum()) / count
    normal = float(_normalised(squares, freedom).mean())
    return [
        WaldTest("EDF", statistic, scaling, count, denominator, _tail(statistic, count, denominator)),
        WaldTest("EDT", normal, 1.0, count, np.inf, _tail(normal, count, np.inf)),
    ]


def _moments(freedom: Numbers) -> tuple[float, float]:
    """Return the scaling and denominator of the F with the mean and variance of a sum of F(1, freedom) variates."""
    count = len(freedom)
    mean = float((freedom / (freedom - 2)).sum())
    variance = 2 * float((freedom**2 * (freedom - 1) / ((freedom - 2) ** 2 * (freedom - 4))).sum())
    excess = count * variance - 2 * mean**2
    if excess <= 0:
        return count / mean, np.inf
    scaling = (mean**2 * (count - 2) + 2 * count * variance) / (mean * (variance + mean**2))
    return scaling, 4 + 2 * mean**2 * (count + 2) / excess


def _normalised(squares: Numbers, freedom: Numbers) -> Numbers:
    """Return the squared normal variate in the place of each squared t. Source: Hill GW. CACM 1970;13:617-619."""
    a = freedom - 0.5
    b = 48 * a**2
    c = np.sqrt(a * np.log1p(squares / freedom))
    tail = (4 * c**7 + 33 * c**5 + 240 * c**3 + 855 * c) / (10 * b**2 + 8 * b * c**4 + 1000 * b)
    return np.asarray((c + (c**3 + 3 * c) / b - tail) ** 2)
