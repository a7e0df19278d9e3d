"""What several completed data sets say together: Rubin's rules, with honest degrees of freedom.

Sources: Rubin DB. Multiple Imputation for Nonresponse in Surveys, Wiley 1987, chapter 3; Barnard J, Rubin DB.
Biometrika 1999;86:948-955. The quantities carry the names that R's mice and mitml print, in words.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtrit

from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference

BARNARD_RUBIN = "Rubin's rules with Barnard-Rubin degrees of freedom"
LARGE_SAMPLE = "Rubin's rules with large-sample degrees of freedom"
FRACTION_CEILING = 1 - 1e-12


@dataclass(frozen=True)
class Pooled:
    """p parameters pooled over m completed data sets. Every array has the shape (p,)."""

    draws: int
    estimate: Numbers
    within: Numbers
    """Mean of the m squared standard errors (mice: ubar)."""
    between: Numbers
    """Variance of the m estimates (mice: b)."""
    freedom: Numbers
    """Infinite where neither the imputations nor the complete data limit it."""
    complete_freedom: Numbers
    """What the degrees of freedom would be had nothing been missing (mice: dfcom)."""
    method: str
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Numbers:
        """Squared standard error of the pooled estimate (mice: t)."""
        return np.asarray(self.within + (1 + 1 / self.draws) * self.between)

    @property
    def increase(self) -> Numbers:
        """Relative increase in variance due to what is missing (mice: riv)."""
        return _quotient((1 + 1 / self.draws) * self.between, self.within)

    @property
    def share_missing(self) -> Numbers:
        """Share of the total variance that is due to what is missing (mice: lambda)."""
        return _quotient((1 + 1 / self.draws) * self.between, self.total)

    @property
    def fraction_missing(self) -> Numbers:
        """Fraction of missing information (mice: fmi)."""
        with np.errstate(invalid="ignore"):
            increase = self.increase
            small_sample = np.where(np.isinf(self.freedom), 0.0, 2 / (self.freedom + 3))
            return np.where(np.isinf(increase), 1.0, (increase + small_sample) / (1 + increase))

    @property
    def simulation_error(self) -> Numbers:
        """Standard deviation of the pooled estimate over seeds: what more imputations would take away."""
        return np.sqrt(self.between / self.draws)

    @property
    def inference(self) -> Inference:
        """The pooled estimates with standard errors, t tests and intervals."""
        return Inference(self.estimate, np.sqrt(self.total), self.freedom, self.method)


def pool(
    estimates: Numbers,
    variances: Numbers,
    *,
    complete_freedom: Numbers | float | None = None,
) -> Pooled:
    """Pool m estimates of p parameters and their squared standard errors, both of shape (m, p).

    `complete_freedom` is what an analysis of complete data would have, one number or one a parameter: the residual
    degrees of freedom, as mice takes them, or a small-sample figure such as Kenward and Roger's. Rows of it, shape
    (m, p), are averaged. Without it the degrees of freedom are those of a large sample, as mitml prints by default.
    Raises ValueError for fewer than two data sets, for shapes that differ and for a figure that is not finite.
    """
    estimates, variances = _checked(estimates, variances)
    draws = len(estimates)
    complete = _complete_freedom(complete_freedom, estimates.shape)
    pooled = Pooled(
        draws,
        estimate=estimates.mean(axis=0),
        within=variances.mean(axis=0),
        between=_spread(estimates),
        freedom=np.full(estimates.shape[1], np.inf),
        complete_freedom=complete,
        method=LARGE_SAMPLE if complete_freedom is None else BARNARD_RUBIN,
    )
    return replace(pooled, freedom=_freedom(pooled), notes=_notes(pooled))


def _checked(estimates: Numbers, variances: Numbers) -> tuple[Numbers, Numbers]:
    estimates, variances = np.asarray(estimates, dtype=float), np.asarray(variances, dtype=float)
    if estimates.ndim != 2 or estimates.shape != variances.shape:
        raise ValueError(f"Estimates {estimates.shape} and variances {variances.shape} must be tables of one shape.")
    if len(estimates) < 2:
        raise ValueError("Pooling needs at least two completed data sets: one says nothing of the spread between them.")
    if not (np.isfinite(estimates).all() and np.isfinite(variances).all()):
        raise ValueError("A completed data set has an estimate or a variance that is not a finite number.")
    if (variances < 0).any():
        raise ValueError("A variance is negative: pass squared standard errors.")
    return estimates, variances


def _spread(estimates: Numbers) -> Numbers:
    """Variance between the data sets; exactly 0 where all estimates are the same, whatever the mean rounds to."""
    same = (estimates == estimates[0]).all(axis=0)
    return np.where(same, 0.0, estimates.var(axis=0, ddof=1))


def _complete_freedom(given: Numbers | float | None, shape: tuple[int, ...]) -> Numbers:
    freedom = np.asarray(np.inf if given is None else given, dtype=float)
    freedom = freedom.mean(axis=0) if freedom.ndim == 2 else freedom
    if not (freedom > 0).all():
        raise ValueError("Degrees of freedom of the complete data must be above 0.")
    return np.broadcast_to(freedom, shape[1:]).copy()


def _freedom(pooled: Pooled) -> Numbers:
    """Barnard and Rubin's degrees of freedom; their limits where nothing is missing or the sample is large."""
    share = np.clip(pooled.share_missing, 0.0, FRACTION_CEILING)
    with np.errstate(divide="ignore", invalid="ignore"):
        old = (pooled.draws - 1) / share**2
        complete = pooled.complete_freedom
        seen = (complete + 1) / (complete + 3) * complete * (1 - share)
        both = old * seen / (old + seen)
    freedom = np.where(np.isinf(complete), old, np.where(np.isinf(old), seen, both))
    return np.where(pooled.between == 0, np.where(np.isinf(complete), np.inf, seen), freedom)


def _notes(pooled: Pooled) -> tuple[str, ...]:
    if (pooled.between == 0).all():
        return ("All completed data sets give the same estimates: nothing that matters to them was imputed.",)
    large = pooled.simulation_error > 0.1 * np.sqrt(pooled.total)
    if not large.any():
        return ()
    moved = f"chance alone moves {large.sum()} of {len(large)} estimates by more than a tenth of a standard error"
    return (f"With {pooled.draws} imputations, {moved}: draw more.",)


def _quotient(part: Numbers, whole: Numbers) -> Numbers:
    """Part over whole; 0 where the part is 0, infinite where only the whole is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(part == 0, 0.0, part / whole)


def interval(pooled: Pooled, confidence: float) -> tuple[Numbers, Numbers]:
    """Lower and upper ends of an interval of another confidence than 95 %."""
    margin = stdtrit(pooled.freedom, 0.5 + confidence / 2) * np.sqrt(pooled.total)
    return pooled.estimate - margin, pooled.estimate + margin
