"""What a model leaves over: the differences between observed and implied moments, in one number each."""

from dataclasses import dataclass

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.covariances import correlations_of
from newel.statistics.measurement.factor.structure import lower


@dataclass(frozen=True)
class Pair:
    """One group's observed and implied moments."""

    people: float
    observed: tuple[Numbers, Numbers]
    implied: tuple[Numbers, Numbers]
    """Means and covariances."""


def residual_indices(pairs: tuple[Pair, ...], *, means: bool) -> dict[str, float]:
    """Return root mean square residuals, plain, standardised by Bentler, Bollen and Mplus, with and without the means.

    Source: Bentler PM. EQS 6 manual, 2006; Bollen KA. Structural equations with latent variables, 1989, p. 258.
    """
    people = sum(pair.people for pair in pairs)
    indices: dict[str, float] = {}
    for name, residuals in (("rmr", _raw), ("srmr_bentler", _bentler), ("crmr", _bollen), ("srmr_mplus", _mplus)):
        found = [residuals(pair) for pair in pairs]
        without = sum(pair.people * _root(own[1]) for pair, own in zip(pairs, found, strict=True)) / people
        whole = sum(pair.people * _root(np.concatenate(own)) for pair, own in zip(pairs, found, strict=True)) / people
        indices |= {name: whole if means else without, f"{name}_nomean": without}
    return indices | {"srmr": indices["srmr_bentler"]}


def _root(residuals: Numbers) -> float:
    return float(np.sqrt(np.mean(residuals**2))) if len(residuals) else 0.0


def _raw(pair: Pair) -> tuple[Numbers, Numbers]:
    (mean, covariance), (implied_mean, implied) = pair.observed, pair.implied
    return mean - implied_mean, (covariance - implied)[lower(len(mean))]


def _bentler(pair: Pair) -> tuple[Numbers, Numbers]:
    (mean, covariance), (implied_mean, implied) = pair.observed, pair.implied
    spread = np.sqrt(np.diag(covariance))
    return (mean - implied_mean) / spread, ((covariance - implied) / np.outer(spread, spread))[lower(len(mean))]


def _bollen(pair: Pair) -> tuple[Numbers, Numbers]:
    (mean, covariance), (implied_mean, implied) = pair.observed, pair.implied
    apart = correlations_of(covariance) - correlations_of(implied)
    return (mean - implied_mean) / np.sqrt(np.diag(covariance)), apart[lower(len(mean), diagonal=False)]


def _mplus(pair: Pair) -> tuple[Numbers, Numbers]:
    (mean, covariance), (implied_mean, implied_covariance) = pair.observed, pair.implied
    own, implied = np.diag(covariance), np.diag(implied_covariance)
    _, correlations = _bollen(pair)
    return mean / np.sqrt(own) - implied_mean / np.sqrt(implied), np.concatenate([correlations, (own - implied) / own])


def goodness(pairs: tuple[Pair, ...], weights: tuple[Numbers, ...], *, means: bool) -> float:
    """Return GFI: the share of the weighted squared moments that the model accounts for, averaged over groups."""
    people = sum(pair.people for pair in pairs)
    total = 0.0
    for pair, weight in zip(pairs, weights, strict=True):
        observed, left = _stacked(pair.observed, means=means), _stacked(pair.observed, means=means)
        left = left - _stacked(pair.implied, means=means)
        total += pair.people * (1 - float(left @ weight @ left) / float(observed @ weight @ observed))
    return total / people


def _stacked(moments: tuple[Numbers, Numbers], *, means: bool) -> Numbers:
    mean, covariance = moments
    different = covariance[lower(len(mean))]
    return np.concatenate([mean, different]) if means else different
