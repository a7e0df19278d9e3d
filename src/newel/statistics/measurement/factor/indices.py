"""Fit indices: how good a factor model is beside one in which nothing hangs together, and beside a perfect one."""

from dataclasses import dataclass
from math import exp, log, nan, sqrt

from scipy.optimize import brentq
from scipy.special import chdtri
from scipy.stats import ncx2

from newel.statistics.measurement.factor.misfit import Misfit

CLOSE, NOT_CLOSE = 0.05, 0.08
"""RMSEA at most 0.05 is called close; at least 0.08, not close. Browne MW, Cudeck R. Sociol Methods Res 1992;21:230."""


@dataclass(frozen=True)
class Corrected:
    """A statistic with the factor its expectation is of the degrees of freedom: what robust indices are made of."""

    chi_square: float
    factor: float


@dataclass(frozen=True)
class Compared:
    """All that the indices of one fit rest on."""

    people: float
    groups: int
    model: Misfit
    baseline: Misfit
    robust: Corrected | None = None
    robust_baseline: Corrected | None = None


def comparative(found: Compared) -> dict[str, float]:
    """Return the baseline test and the indices that compare with it: plain, scaled and robust ones."""
    model, baseline = found.model, found.baseline
    indices = {
        "baseline.chisq": baseline.chi_square, "baseline.df": float(baseline.freedom), "baseline.pvalue": baseline.p,
    }
    indices |= _against_baseline(model.chi_square, baseline.chi_square, (model.freedom, baseline.freedom))
    if model.scaled == model.scaled:
        indices |= {
            "baseline.chisq.scaled": baseline.scaled, "baseline.df.scaled": float(baseline.freedom),
            "baseline.pvalue.scaled": baseline.scaled_p, "baseline.chisq.scaling.factor": baseline.scaling,
        }
        scaled = _against_baseline(model.scaled, baseline.scaled, (model.freedom, baseline.freedom))
        indices |= {f"{name}.scaled": value for name, value in scaled.items()}
    if found.robust and found.robust_baseline:
        own = found.robust.chi_square - found.robust.factor * model.freedom
        other = found.robust_baseline.chi_square - found.robust_baseline.factor * baseline.freedom
        indices |= {f"{name}.robust": value for name, value in _shares(own, other, found).items()}
    return indices


def _shares(own: float, other: float, found: Compared) -> dict[str, float]:
    """Return CFI, TLI and RNI from what the statistics of model and baseline exceed their expectations by."""
    freedom, baseline_freedom = found.model.freedom, found.baseline.freedom
    largest = max(own, other, 0.0)
    cfi = 1.0 if largest <= 0 else 1 - max(own, 0.0) / largest
    tli = 1 - own * baseline_freedom / (other * freedom) if freedom > 0 and other else 1.0
    return {"cfi": cfi, "tli": tli, "nnfi": tli, "rni": 1 - own / other if other else nan}


def _against_baseline(model: float, baseline: float, freedom: tuple[int, int]) -> dict[str, float]:
    own, other = freedom
    shell = Compared(nan, 1, Misfit(model, own), Misfit(baseline, other))
    indices = _shares(model - own, baseline - other, shell)
    normed = (baseline - model) / baseline if baseline > 0 else nan
    ratio = 1 - (model / own) / (baseline / other) if own > 0 and other > 0 and baseline > 0 else 1.0
    return indices | {
        "rfi": ratio, "nfi": normed, "pnfi": own / other * normed if other else nan,
        "ifi": (baseline - model) / (baseline - own) if baseline > own else nan,
    }


def of_error(found: Compared) -> dict[str, float]:
    """Return RMSEA with its 90 % interval and tests: plain, scaled and robust ones."""
    model, freedom = found.model, found.model.freedom
    indices = {"rmsea.ci.level": 0.9, "rmsea.close.h0": CLOSE, "rmsea.notclose.h0": NOT_CLOSE}
    indices |= _rmsea(found, (model.chi_square, model.chi_square), (float(freedom), 1.0))
    if model.scaled == model.scaled:
        shifted = model.shift != 0
        statistic = model.scaled if shifted else model.chi_square
        scaled = _rmsea(found, (statistic, statistic), (freedom if shifted else model.trace, 1.0))
        indices |= {f"{name}.scaled": value for name, value in scaled.items()}
    if found.robust:
        pair = (found.robust.chi_square, found.robust.chi_square / found.robust.factor)
        robust = _rmsea(found, pair, (float(freedom), found.robust.factor))
        indices |= {f"{name}.robust": value for name, value in robust.items()}
    return indices


def _rmsea(found: Compared, statistics: tuple[float, float], terms: tuple[float, float]) -> dict[str, float]:
    """Return RMSEA of a statistic; its interval rests on the scaled one. `terms`: degrees of freedom, scaling."""
    (chi_square, scaled), (freedom, factor) = statistics, terms
    if not freedom > 0:
        nothing = dict.fromkeys(("rmsea", "rmsea.ci.lower", "rmsea.ci.upper"), 0.0)
        return nothing | {"rmsea.pvalue": nan, "rmsea.notclose.pvalue": nan}
    people, groups = found.people, found.groups
    unit = groups * factor / (people * freedom)
    limits = [people * freedom * bound**2 / (factor * groups) for bound in (CLOSE, NOT_CLOSE)]
    return {
        "rmsea": sqrt(max(chi_square / (people * freedom) - factor / people, 0.0) * groups),
        "rmsea.ci.lower": sqrt(unit * _noncentrality(scaled, freedom, 0.95)),
        "rmsea.ci.upper": sqrt(unit * _noncentrality(scaled, freedom, 0.05)),
        "rmsea.pvalue": float(ncx2.sf(scaled, freedom, limits[0])),
        "rmsea.notclose.pvalue": float(ncx2.cdf(scaled, freedom, limits[1])),
    }


def _noncentrality(statistic: float, freedom: float, share: float) -> float:
    """Return the noncentrality at which this share of chi-squares lies below the statistic; 0 where there is none."""

    def apart(noncentrality: float) -> float:
        return float(ncx2.cdf(statistic, freedom, noncentrality)) - share

    if statistic <= 0 or apart(1e-12) < 0:
        return 0.0
    high = max(statistic, 1.0)
    while apart(high) > 0:
        high *= 2
    return float(brentq(apart, 1e-12, high, xtol=1e-9))


def of_likelihood(deviance: float, saturated: float, counts: tuple[int, float]) -> dict[str, float]:
    """Return log-likelihoods and information criteria from the two deviances; `counts`: free parameters, people."""
    free, people = counts
    return {
        "logl": -deviance / 2, "unrestricted.logl": -saturated / 2, "aic": deviance + 2 * free,
        "bic": deviance + free * log(people), "bic2": deviance + free * log((people + 2) / 24), "ntotal": people,
    }


def other_indices(found: Compared, gfi: float, counts: tuple[int, int]) -> dict[str, float]:
    """Return GFI and its relatives, critical N, McDonald's index and ECVI; `counts`: moments, free parameters."""
    model, people, (moments, free) = found.model, found.people, counts
    freedom, chi_square = model.freedom, model.chi_square
    critical = {f"cn_{level:02d}": _critical_n(found, level / 100) for level in (5, 1)}
    return critical | {
        "gfi": gfi, "agfi": 1 - moments / freedom * (1 - gfi) if freedom > 0 else 1.0, "pgfi": freedom / moments * gfi,
        "mfi": exp(-(chi_square - freedom) / (2 * people)), "ecvi": (chi_square + 2 * free) / people,
    }


def _critical_n(found: Compared, level: float) -> float:
    if found.model.freedom <= 0 or found.model.chi_square <= 0:
        return nan
    return float(chdtri(found.model.freedom, level)) / (found.model.chi_square / found.people) + 1
