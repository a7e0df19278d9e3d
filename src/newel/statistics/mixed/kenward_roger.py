"""Kenward-Roger: the standard error and degrees of freedom of a mixed model's effects when there are few sites.

Sources: Kenward MG, Roger JH. Biometrics 1997;53:983-997; Halekoh U, Hojsgaard S. J Stat Softw 2014;59(9).
"""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference, JointTest
from newel.statistics.mixed._kr_traces import Traces, traces_of
from newel.statistics.mixed.terms import Design

METHOD = "Kenward-Roger"
SINGULAR = 1e-10
"""An information matrix with a smaller eigenvalue is inverted in the generalised sense, as pbkrtest does."""


class FittedLinear(Protocol):
    """What is needed of a linear mixed fit by REML."""

    @property
    def design(self) -> Design: ...
    @property
    def coefficients(self) -> Numbers: ...
    @property
    def theta(self) -> tuple[Numbers, ...]: ...
    @property
    def sigma(self) -> float: ...
    @property
    def reml(self) -> bool: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class NotedInference(Inference):
    """An inference with sentences about what is special in it."""

    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScaledTest(JointTest):
    """An F test whose statistic was scaled, so that its distribution is nearest to an F."""

    scaling: float = field(kw_only=True)


@dataclass(frozen=True)
class Adjusted:
    """The adjusted covariance of the coefficients, and what the degrees of freedom of any contrast are made of."""

    coefficients: Numbers
    """Shape (p,)."""
    plain: Numbers
    """(X'V^-1 X)^-1, shape (p, p)."""
    covariance: Numbers
    """The adjusted one, shape (p, p)."""
    first: Numbers
    """P_i, shape (r, p, p)."""
    parameters: Numbers
    """W, the covariance of the r variance parameters, shape (r, r)."""
    coarsest: int
    """Levels of the factor with the fewest."""
    notes: tuple[str, ...]

    @property
    def cautious(self) -> float:
        """Degrees of freedom where the formulas give none: those of the factor with the fewest levels."""
        return float(max(self.coarsest - 1, 1))

    def inference(self, contrasts: Numbers | None = None) -> NotedInference:
        """Return each contrast, (m, p), or each coefficient. See `kenward_roger`."""
        wanted = np.eye(len(self.coefficients)) if contrasts is None else np.atleast_2d(contrasts)
        if wanted.shape[1] != len(self.coefficients):
            raise ValueError(f"A contrast has {wanted.shape[1]} weights for {len(self.coefficients)} coefficients.")
        plain = np.einsum("ma,ab,mb->m", wanted, self.plain, wanted)
        variance = np.einsum("ma,ab,mb->m", wanted, self.covariance, wanted)
        inward = wanted @ self.plain
        slopes = np.einsum("ma,iab,mb->mi", inward, self.first, inward)
        turned = np.einsum("mi,ij,mj->m", slopes, self.parameters, slopes)
        spread = np.divide(turned, plain**2, out=np.zeros_like(plain), where=plain > 0)
        notes = list(self.notes)
        if (bad := ~(variance > 0)).any():
            notes.append("The Kenward-Roger covariance is not positive for a contrast; its model-based one is given.")
            variance = np.where(bad, plain, variance)
        with np.errstate(divide="ignore", invalid="ignore"):
            freedom = 2 / np.where(spread == 0, 0.0, spread)
        if (bad := ~(freedom > 0)).any():
            notes.append(self._no_freedom())
            freedom = np.where(bad, self.cautious, freedom)
        return NotedInference(wanted @ self.coefficients, np.sqrt(variance), freedom, METHOD, tuple(notes))

    def joint(self, contrasts: Numbers) -> ScaledTest:
        """Test that all contrasts, (m, p), are 0. See `kenward_roger_joint`."""
        wanted = _independent(np.atleast_2d(contrasts))
        count = len(wanted)
        effect = wanted @ self.coefficients
        statistic = float(effect @ np.linalg.solve(wanted @ self.covariance @ wanted.T, effect)) / count
        theta = wanted.T @ np.linalg.solve(wanted @ self.plain @ wanted.T, wanted)
        turned = theta @ self.plain @ self.first @ self.plain
        single = np.trace(turned, axis1=1, axis2=2)
        total = float(single @ self.parameters @ single)
        product = float(np.einsum("ij,iab,jba->", self.parameters, turned, turned))
        freedom, scaling = _freedom_and_scaling(total, product, count=count)
        notes = self.notes
        if not (freedom > 0 and scaling > 0):
            freedom, scaling, notes = self.cautious, 1.0, (*notes, self._no_freedom())
        return ScaledTest(scaling * statistic, count, freedom, METHOD, notes, scaling=scaling)

    def _no_freedom(self) -> str:
        return (
            "The Kenward-Roger degrees of freedom do not exist here; those of the factor with the fewest levels, "
            f"{self.cautious:.0f}, are used."
        )


def adjusted(fit: FittedLinear) -> Adjusted:
    """Return the adjusted covariance.

    Raises ValueError for a fit by maximum likelihood, one without random terms, and one that is no fit.
    """
    if not fit.reml:
        raise ValueError("Kenward-Roger needs a fit by REML, and this one is by maximum likelihood.")
    if not fit.design.random:
        raise ValueError("Kenward-Roger is for mixed models, and this one has no random term: use least squares.")
    if not (np.isfinite(fit.sigma) and fit.sigma > 0):
        raise ValueError(" ".join(fit.notes) or "The model leaves no residual, so its effects cannot be judged.")
    sums = traces_of(fit.design, fit.theta, fit.sigma)
    plain = np.linalg.inv(sums.information)
    plain = (plain + plain.T) / 2
    parameters, notes = _parameter_covariance(sums, plain)
    inner = np.einsum("ij,ijab->ab", parameters, sums.second)
    turned = np.einsum("ij,jab->iab", parameters, sums.first)
    inner -= np.einsum("iab,bc,icd->ad", sums.first, plain, turned)
    covariance = plain + 2 * plain @ inner @ plain
    coarsest = min(term.count for term in fit.design.random)
    symmetric = (covariance + covariance.T) / 2
    return Adjusted(fit.coefficients, plain, symmetric, sums.first, parameters, coarsest, notes)


def kenward_roger(fit: FittedLinear, contrasts: Numbers | None = None) -> NotedInference:
    """Return each contrast, (m, p), or each coefficient, with adjusted standard error and degrees of freedom.

    A variance estimated as 0 stays in the formulas, as in pbkrtest. What the formulas cannot give is replaced by a
    cautious figure and named in `notes`; nan only where the model could not be fitted. Raises as `adjusted` does.
    """
    if np.isfinite(fit.sigma):
        return adjusted(fit).inference(contrasts)
    nothing = np.full(len(fit.coefficients if contrasts is None else np.atleast_2d(contrasts)), np.nan)
    return NotedInference(nothing, nothing, nothing, METHOD, fit.notes)


def kenward_roger_joint(fit: FittedLinear, contrasts: Numbers) -> ScaledTest:
    """Test that all contrasts, (m, p), are 0 by a scaled F. Contrasts that are sums of others are counted once."""
    return adjusted(fit).joint(contrasts)


def _parameter_covariance(sums: Traces, plain: Numbers) -> tuple[Numbers, tuple[str, ...]]:
    """Return W, the inverse of the expected information of the variance parameters, and notes."""
    turned = plain @ sums.first
    information = sums.traces - 2 * np.einsum("ab,ijab->ij", plain, sums.second)
    information += np.einsum("iab,jba->ij", turned, turned)
    information = (information + information.T) / 2
    if np.abs(np.linalg.eigvalsh(information)).min() > SINGULAR:
        return 2 * np.linalg.inv(information), ()
    note = "The data cannot tell the variances apart, so their uncertainty is only partly in the degrees of freedom."
    return 2 * np.linalg.pinv(information, hermitian=True), (note,)


def _freedom_and_scaling(total: float, product: float, *, count: int) -> tuple[float, float]:
    """Return the denominator degrees of freedom and the factor of F, from the source's sums A1 and A2."""
    if product == 0:
        return np.inf, 1.0
    b = (total + 6 * product) / (2 * count)
    g = ((count + 1) * total - (count + 4) * product) / ((count + 2) * product)
    c = 3 * count + 2 * (1 - g)
    top, base, tail = 1 + g / c * b, 1 - (count - g) / c * b, 1 - (count + 2 - g) / c * b
    top = 0.0 if abs(top) < SINGULAR else top
    centre = 1 - product / count
    ratio = 1.0 if abs(centre) < 1e-14 and abs(base) < 1e-14 else centre / base
    rho = ratio**2 * top / tail / count
    freedom = 4 + (count + 2) / (count * rho - 1)
    return freedom, 1.0 if abs(freedom - 2) < 0.01 else freedom * centre / (freedom - 2)


def _independent(contrasts: Numbers) -> Numbers:
    """Return as many rows as the contrasts have rank, spanning the same."""
    _, values, rows = np.linalg.svd(contrasts, full_matrices=False)
    rank = int((values > 1e-10 * values.max()).sum()) if values.max() > 0 else 0
    if not rank:
        raise ValueError("Every contrast is 0: there is nothing to test.")
    return contrasts if rank == len(contrasts) else rows[:rank]
