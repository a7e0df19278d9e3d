"""How likely a stepped wedge is to find an effect, from the design alone.

Sources: Hussey MA, Hughes JP. Contemp Clin Trials 2007;28:182-191; Hughes JP, Granston TS, Heagerty PJ. Contemp Clin
Trials 2015;45:55-60 (random treatment effects); Hooper R et al. Stat Med 2016;35:4718-4728 (cluster autocorrelation).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from newel.statistics.arrays import Numbers


@dataclass(frozen=True)
class Spread:
    """Standard deviations of what makes answers differ."""

    person: float
    """Between answers of one site and period."""
    site: float = 0.0
    period: float = 0.0
    """Between periods of one site."""
    effect: float = 0.0
    """Between sites in how much the treatment does."""
    correlation: float = 0.0
    """Of a site's level with its treatment effect."""
    same_people: float = 0.0
    """Between people who are asked in every period; 0 where each period asks other people."""

    def __post_init__(self) -> None:
        """Refuse what no answers could have. Raises ValueError."""
        parts = (self.person, self.site, self.period, self.effect, self.same_people)
        if not (np.isfinite(parts).all() and min(parts) >= 0 and abs(self.correlation) <= 1):
            raise ValueError("A standard deviation is a number of at least 0, a correlation one from -1 to 1.")
        if not (self.person or self.period):
            raise ValueError("Answers differ within a site: people, or the site's periods, need a spread above 0.")
        if self.correlation and not (self.site and self.effect):
            raise ValueError("Sites' levels and effects can be correlated only where both differ between sites.")


def stepped_wedge(sites: Numbers, *, before: int = 1) -> Numbers:
    """Return who is treated when, (sites, periods): `sites` start in each step, after `before` periods without."""
    counts = np.asarray(sites, dtype=np.int64)
    periods = np.arange(before + len(counts))
    return np.repeat(periods[None, :] >= before + np.arange(len(counts))[:, None], counts, axis=0).astype(np.float64)


def spread_of(icc: float, *, autocorrelation: float = 1.0, person: float) -> Spread:
    """Return the spread with this intracluster correlation within a period, and this cluster autocorrelation.

    icc = (site^2 + period^2) / (site^2 + period^2 + person^2), autocorrelation = site^2 / (site^2 + period^2).
    """
    if not (0 <= icc < 1 and 0 <= autocorrelation <= 1):
        raise ValueError("An intracluster correlation lies from 0 to below 1, a cluster autocorrelation from 0 to 1.")
    between = person**2 * icc / (1 - icc)
    return Spread(person, site=(between * autocorrelation) ** 0.5, period=(between * (1 - autocorrelation)) ** 0.5)


def effect_variance(treated: Numbers, people: Numbers | float, *, spread: Spread) -> float:
    """Return the variance of the treatment effect estimated with site and period in the model.

    treated (sites, periods), 0 to 1, nan where a site is not asked; people asked in each period: one number, one a
    site, or (sites, periods). Raises ValueError where the effect cannot be told from the trend of time.
    """
    asked = _people(treated, people)
    periods = treated.shape[1]
    information = np.zeros((periods + 1, periods + 1))
    for dose, count in zip(treated, asked, strict=True):
        seen = (count > 0) & np.isfinite(dose)
        if seen.any():
            columns = np.column_stack([np.eye(periods)[seen], dose[seen]])
            information += columns.T @ np.linalg.solve(_covariance(dose[seen], count[seen], spread), columns)
    used = np.append(np.diag(information)[:-1] > 0, True)
    information = information[np.ix_(used, used)]
    size = np.sqrt(np.diag(information)) if information[-1, -1] > 0 else np.zeros(1)
    if not size.all() or np.linalg.cond(information / np.outer(size, size)) > 1e12:
        raise ValueError("Who is treated when does not differ between sites, so the effect cannot be told from time.")
    return float(np.linalg.inv(information)[-1, -1])


def power_of(effect: float, variance: float, *, level: float = 0.05) -> float:
    """Return the power of a two-sided normal test of an effect whose estimate has this variance."""
    if not (variance > 0 and 0 < level < 1):
        raise ValueError(f"A variance above 0 and a level between 0 and 1 are needed, not {variance} and {level}.")
    distance, critical = abs(effect) / variance**0.5, ndtri(1 - level / 2)
    return float(ndtr(distance - critical) + ndtr(-distance - critical))


def binomial_power(
    treated: Numbers, people: Numbers | float, *, before: float, after: float, likeness: tuple[float, float]
) -> float:
    """Return the power at 5 % to find a share of `before` become `after`, on the scale of shares.

    `likeness`: intracluster correlation and cluster autocorrelation. An answer has the variance of the middle share.
    """
    if not (0 < before < 1 and 0 < after < 1):
        raise ValueError("A share lies between 0 and 1.")
    middle = (before + after) / 2
    spread = spread_of(likeness[0], autocorrelation=likeness[1], person=(middle * (1 - middle)) ** 0.5)
    return power_of(after - before, effect_variance(treated, people, spread=spread))


def gaussian_power(
    treated: Numbers, people: Numbers | float, *, effect: float, spread: Spread, level: float = 0.05
) -> float:
    """Return the power to find a difference of `effect` in a continuous outcome."""
    return power_of(effect, effect_variance(treated, people, spread=spread), level=level)


def smallest_effect(variance: float, *, power: float = 0.8, level: float = 0.05) -> float:
    """Return the effect that is found with this power, to the precision that the far tail is left out."""
    return float((ndtri(1 - level / 2) + ndtri(power)) * variance**0.5)


def _people(treated: Numbers, people: Numbers | float) -> Numbers:
    asked = np.asarray(people, dtype=np.float64)
    if asked.ndim == 1:
        asked = asked[:, None]
    if asked.ndim and asked.shape[0] != len(treated):
        raise ValueError(f"There are {len(treated)} sites and numbers of people for {asked.shape[0]}.")
    return np.broadcast_to(asked, treated.shape)


def _covariance(dose: Numbers, count: Numbers, spread: Spread) -> Numbers:
    """Return the covariance of one site's period means."""
    shared = spread.correlation * spread.effect * spread.site * np.add.outer(dose, dose)
    whole = spread.site**2 + spread.same_people**2 / float(count.max())
    own = np.diag(spread.person**2 / count + spread.period**2)
    return np.asarray(own + whole + spread.effect**2 * np.outer(dose, dose) + shared)
