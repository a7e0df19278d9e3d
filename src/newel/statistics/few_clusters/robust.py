"""Standard errors that let people of one site resemble each other, corrected for there being few sites.

CR0 to CR3 with Satterthwaite degrees of freedom. Sources: Bell RM, McCaffrey DF. Survey Methodology 2002;28:169-181;
Pustejovsky JE, Tipton E. Journal of Business & Economic Statistics 2018;36:672-683.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters.clustered import ClusteredFit, clustered_least_squares
from newel.statistics.mixed.kenward_roger import NotedInference

PLAIN, ENOUGH = ("CR0", "CR1", "CR1S"), 40
ALONE = 0.5
LEAST_FREEDOM = 4
"""Source: Tipton E. Psychological Methods 2015;20:375-393."""
FULL = 1e-12
"""A cluster that alone determines a direction leaves no residual there: CR2 then takes the generalised inverse."""


@dataclass(frozen=True)
class RobustFit:
    """The sandwich of a fit. Its arrays are in the orthonormal coordinates of `ClusteredFit`, one entry a cluster."""

    fit: ClusteredFit
    kind: str
    rows: int
    scores: Numbers
    """Adjusted scores E r, shape (G, p)."""
    spread: Numbers
    """E Theta E', shape (G, p, p): what the working covariance expects of the outer product of a score."""
    near: Numbers
    """E y, shape (G, p, p)."""
    far: Numbers
    """E Theta W y, shape (G, p, p); equal to `near` where the weights are the inverse of the working covariance."""
    middle: Numbers
    """Sum of y'W Theta W y, shape (p, p)."""
    weight: Numbers
    """y'Wy, shape (G, p, p): what each cluster knows; they add up to the identity."""

    @property
    def clusters(self) -> int:
        """How many clusters there are."""
        return len(self.scores)

    @property
    def covariance(self) -> Numbers:
        """Covariance of the original coefficients, shape (p, p)."""
        scores = self.scores @ self.outward.T
        return np.asarray(scores.T @ scores)

    @property
    def outward(self) -> Numbers:
        """From orthonormal coordinates to the original coefficients, bread included, shape (p, p)."""
        return self.fit.back if self.fit.outer is None else self.fit.back @ self.fit.outer

    def expected(self, contrasts: Numbers) -> Numbers:
        """Return the matrices P of the quadratic forms between contrasts i and j, shape (q, q, G, G).

        Under the working model the covariance of contrasts i and j is a quadratic form in normal variates with it.
        """
        inward = contrasts @ self.outward
        near, far = (np.ascontiguousarray((inward @ block).transpose(1, 0, 2)) for block in (self.near, self.far))
        cross = near[:, None] @ far.transpose(0, 2, 1)[None]
        total = (near @ self.middle)[:, None] @ near.transpose(0, 2, 1)[None] - cross - cross.transpose(1, 0, 3, 2)
        at = np.arange(self.clusters)
        total[:, :, at, at] += (inward @ self.spread @ inward.T).transpose(1, 2, 0)
        return np.asarray(total)

    def inference(self, contrasts: Numbers | None = None) -> NotedInference:
        """Return each contrast, (m, p), with Satterthwaite degrees of freedom; without contrasts, each coefficient."""
        count = len(self.fit.coefficients)
        wanted = np.eye(count) if contrasts is None else np.atleast_2d(contrasts)
        if wanted.shape[1] != count or not np.any(wanted, axis=1).all():
            raise ValueError(f"A contrast has a number for each of {count} coefficients, and not all of them are 0.")
        error = np.sqrt(((self.scores @ (wanted @ self.outward).T) ** 2).sum(axis=0))
        few = self.clusters <= MANY
        freedom = self._few(wanted) if few else self._many(wanted)
        method = f"{self.kind} with Satterthwaite"
        words = self._words(wanted @ self.fit.back, freedom)
        return NotedInference(wanted @ self.fit.coefficients, error, freedom, method, words)

    def _words(self, inward: Numbers, freedom: Numbers) -> tuple[str, ...]:
        """Say what is known to make such an inference too bold."""
        words = []
        shares = np.einsum("ma,gab,mb->mg", inward, self.weight, inward) / (inward**2).sum(axis=1)[:, None]
        if shares.max() > ALONE:
            words.append(
                f"One of {self.clusters} clusters alone carries {100 * shares.max():.0f} % of what the data say of a "
                "contrast: its standard error is then too small."
            )
        if self.kind in PLAIN and self.clusters < ENOUGH:
            words.append(f"With {self.clusters} clusters {self.kind} is too bold by itself: report CR2 beside it.")
        if freedom.min() < LEAST_FREEDOM:
            least = f"{freedom.min():.1f} degrees of freedom"
            words.append(f"A contrast has {least}: below {LEAST_FREEDOM}, p values are not to be relied on.")
        return tuple(words)

    def _few(self, contrasts: Numbers) -> Numbers:
        return np.array([_freedom(self.expected(row[None, :])[0, 0]) for row in contrasts])

    def _many(self, contrasts: Numbers) -> Numbers:
        """Return the degrees of freedom without a G x G matrix: the form is a diagonal plus a matrix of low rank."""
        inward = contrasts @ self.outward
        near, far = inward @ self.near, inward @ self.far
        spread = np.einsum("gmb,mb->mg", inward @ self.spread, inward)
        turned = near @ self.middle - far
        low = np.einsum("gmb,gmb->mg", near, turned - far)
        left, right = (np.concatenate(pair, axis=2).transpose(1, 0, 2) for pair in ((turned, -near), (near, far)))
        inner = right.transpose(0, 2, 1) @ left
        whole = np.einsum("mab,mba->m", inner, inner)
        between = np.maximum(whole - (low**2).sum(axis=1), 0)
        own = spread + low
        return np.asarray(own.sum(axis=1) ** 2 / ((own**2).sum(axis=1) + between))


def robust(fit: ClusteredFit, kind: str = "CR2") -> RobustFit:
    """Return the sandwich of one kind: CR0, CR1, CR1S, CR2 or CR3.

    Raises ValueError for an unknown kind, and for CR3 where without one cluster a coefficient cannot be estimated.
    """
    if kind not in KINDS:
        raise ValueError(f'The kind "{kind}" is not known. Use one of {", ".join(KINDS)}.')
    rows = sum(len(residuals) for residuals in fit.residuals)
    scale = _scale(kind, rows=rows, columns=len(fit.coefficients), clusters=len(fit.columns))
    scores, spread, near, far, middle = _plain(fit, kind) if fit.loaded is None else _dense(fit, kind)
    weight = np.array([a.T @ y for a, y in zip(fit.loaded or fit.columns, fit.columns, strict=True)])
    return RobustFit(fit, kind, rows, scale * scores, scale**2 * spread, scale * near, scale * far, middle, weight)


def cluster_robust(
    fixed: Numbers, response: Numbers, clusters: Levels, *, kind: str = "CR2", contrasts: Numbers | None = None
) -> NotedInference:
    """Return least squares with cluster-robust standard errors and Satterthwaite degrees of freedom.

    fixed (n, p), response (n,), clusters (n,), contrasts (m, p) or None for each coefficient. Raises ValueError, also
    for a response that is the same everywhere: what is left of it would be rounding, and its standard error nothing.
    """
    if len(response) and np.ptp(response) == 0:
        raise ValueError("The response is the same in every row, so there is nothing to estimate a spread from.")
    return robust(clustered_least_squares(fixed, response, clusters), kind).inference(contrasts)


KINDS = ("CR0", "CR1", "CR1S", "CR2", "CR3")
MANY = 200
"""Beyond so many clusters the degrees of freedom are found by low-rank algebra: quicker, a few digits fewer."""
_Parts = tuple[Numbers, Numbers, Numbers, Numbers, Numbers]


def _freedom(form: Numbers) -> float:
    """Return tr(P)^2 / sum(P^2), twice the squared mean over the variance of a quadratic form in normal variates."""
    return float(np.trace(form) ** 2 / (form**2).sum())


def _scale(kind: str, *, rows: int, columns: int, clusters: int) -> float:
    share = clusters / (clusters - 1)
    return sqrt({"CR1": share, "CR1S": share * (rows - 1) / (rows - columns)}.get(kind, 1.0))


def _power(kind: str) -> Callable[[Numbers], Numbers]:
    """Return the function of the eigenvalues of I - H that makes the adjustment."""
    return {"CR2": _inverse_root, "CR3": _inverse}.get(kind, np.ones_like)


def _inverse_root(values: Numbers) -> Numbers:
    return np.where(values > FULL, np.maximum(values, FULL) ** -0.5, 0.0)


def _inverse(values: Numbers) -> Numbers:
    if values.min() <= FULL:
        raise ValueError("CR3 leaves one cluster out at a time, and without one of them a coefficient has no estimate.")
    return 1 / values


def _plain(fit: ClusteredFit, kind: str) -> _Parts:
    """Return the parts where weights and working covariance are the identity: eigenvalues of p x p matrices only.

    With y'y = U diag(h) U' the adjustment acts on the columns of y as f(1 - h) does.
    """
    squares = np.array([columns.T @ columns for columns in fit.columns])
    plain = np.array([columns.T @ residuals for columns, residuals in zip(fit.columns, fit.residuals, strict=True)])
    share, vectors = np.linalg.eigh(squares)
    share = np.clip(share, 0, 1)
    factor = _power(kind)(1 - share)
    scores = _between(vectors, factor) @ plain[:, :, None]
    near = _between(vectors, share * factor)
    return scores[:, :, 0], _between(vectors, share * factor**2), near, near, np.eye(squares.shape[1])


def _between(vectors: Numbers, values: Numbers) -> Numbers:
    return np.asarray((vectors * values[:, None, :]) @ vectors.transpose(0, 2, 1))


def _dense(fit: ClusteredFit, kind: str) -> _Parts:
    """Return the parts for any weights W and working covariance Theta, by the matrices of each cluster."""
    loaded, working = fit.loaded or (), fit.working or ()
    turned = [_times(theta, a) for theta, a in zip(working, loaded, strict=True)]
    middle = np.asarray(sum(a.T @ b for a, b in zip(loaded, turned, strict=True)))
    scores, spread, near, far = [], [], [], []
    for y, r, a, theta, b in zip(fit.columns, fit.residuals, loaded, working, turned, strict=True):
        e = _estimating(kind, (y, a, b), working=theta, middle=middle)
        scores.append(e @ r)
        spread.append(e @ _times(theta, e.T))
        near.append(e @ y)
        far.append(e @ b)
    if fit.outer is not None:  # clubSandwich takes the same bread for the projection inside
        far, middle = [one @ fit.outer for one in far], fit.outer @ middle
    return np.array(scores), np.array(spread), np.array(near), np.array(far), middle


def _times(working: Numbers, block: Numbers) -> Numbers:
    return np.asarray(working[:, None] * block if working.ndim == 1 else working @ block)


def _estimating(kind: str, block: tuple[Numbers, Numbers, Numbers], *, working: Numbers, middle: Numbers) -> Numbers:
    """Return E = y'W A of one cluster, (p, m), from y, Wy and Theta Wy.

    CR2 takes the root between the Cholesky factors of Theta, as clubSandwich does.
    """
    y, loaded, turned = block
    if kind == "CR3":
        rest = np.eye(y.shape[1]) - loaded.T @ y
        _inverse(np.asarray(np.linalg.eigvalsh(rest), dtype=np.float64))
        return np.asarray(np.linalg.solve(rest, loaded.T))
    if kind != "CR2":
        return loaded.T
    expected = y @ middle @ y.T - y @ turned.T - turned @ y.T
    if working.ndim == 1:
        root = np.sqrt(working)
        expected = root[:, None] * (expected + np.diag(working)) * root[None, :]
        values, vectors = np.linalg.eigh(expected)
        inner = ((loaded * root[:, None]).T @ vectors * _inverse_root(values)) @ vectors.T
        return np.asarray(inner * root)
    upper = np.linalg.cholesky(working).T
    values, vectors = np.linalg.eigh(upper @ (expected + working) @ upper.T)
    return np.asarray(((upper @ loaded).T @ vectors * _inverse_root(values)) @ vectors.T @ upper)
