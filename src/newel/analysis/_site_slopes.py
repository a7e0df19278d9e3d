"""How unlike the sites' changes are: every site has a change of its own, and how these scatter is fitted.

    score ~ wave + adjustments + (wave | site_id) [+ (1 | participant_id)]        in the two waves compared

The random slope of wave is a site's own change less the mean one; it may go with where the site started. Whether sites
change unlike at all is a likelihood ratio: the slope and its covariance with the level lie on the edge of what they
can be, so its p value is a half and half mixture of chi-squares with one and two degrees of freedom (Stram DO, Lee JW.
Biometrics 1994;50:1171).
"""

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
import polars as pl
from scipy.special import chdtrc

from newel.analysis._change import ChangeModel, Difference, change_formula, fit_formula
from newel.analysis._outcomes import Scores
from newel.analysis._verdicts import Shift
from newel.protocol import Protocol

FLAT = "no sign that sites change unlike: the spread of their changes is estimated as 0"
EDGE = "it lies on the edge of what it can be, so the sites are too few or too alike to tell"


@dataclass(frozen=True)
class SiteSlopes:
    """The sites' own changes between two waves, in points. Without a fit, `why_none` says why there is none."""

    change: Difference
    """The mean change in this model, by Kenward and Roger."""
    sites: int
    spread: float = float("nan")
    """Standard deviation of the sites' changes."""
    correlation: float = float("nan")
    """Of a site's change with its level in the first of the two waves; nan on the edge of what it can be."""
    p: float = float("nan")
    """That all sites change alike."""
    why_none: str = ""

    def elsewhere(self, unit: float) -> Shift:
        """Return the change to be expected at another such site, times `unit`.

        Source: Higgins JPT, Thompson SG, Spiegelhalter DJ. JRSS A 2009;172:137.
        """
        error = abs(unit) * sqrt(self.change.error**2 + self.spread**2)
        return Shift(unit * self.change.estimate, error, max(1.0, min(self.change.freedom, self.sites - 2)))


def site_slopes(protocol: Protocol, scores: Scores, *, start: str, end: str) -> SiteSlopes:
    """Fit the sites' own changes between two waves. What cannot be fitted is said, never raised."""
    both = replace(scores, frame=scores.frame.filter(pl.col("wave").is_in([start, end])))
    sites = _seen_in_both(both)
    alike = fit_formula(protocol, both, _formula(protocol, both, "1"))
    unlike = fit_formula(protocol, both, _formula(protocol, both, "wave"))
    change = unlike.difference(start, end)
    why_none = alike.why_none or unlike.why_none or change.why_none
    if why_none or unlike.fit is None or alike.fit is None:
        return SiteSlopes(change, sites, why_none=why_none)
    level, slope, together = _own_part(unlike)
    return SiteSlopes(
        change,
        sites,
        spread=sqrt(slope),
        correlation=_inner(together / sqrt(level * slope)) if level * slope > 0 else float("nan"),
        p=_mixture(alike.fit.criterion - unlike.fit.criterion),
    )


def _seen_in_both(scores: Scores) -> int:
    waves = scores.frame.group_by("site_id").agg(pl.col("wave").n_unique())["wave"]
    return int((waves == 2).sum())


def _formula(protocol: Protocol, scores: Scores, own: str) -> str:
    """Return the formula of change with one random term of sites, `own`, in place of the sites' and their waves'."""
    terms = change_formula(protocol, scores).split(" + ")
    kept = [term for term in terms if not term.startswith("(1 | site_id")]
    return " + ".join([*kept, f"({own} | site_id)"])


def _own_part(model: ChangeModel) -> tuple[float, float, float]:
    """Return the variance of the sites' levels in the first wave, that of their changes, and their covariance."""
    if model.fit is None:
        raise ValueError("A model without a fit has no variances.")
    named = zip(model.fit.design.random, model.fit.variances, strict=True)
    (own,) = (variance for term, variance in named if term.factor == "site_id")
    return float(own[0, 0]), float(own[1, 1]), float(own[0, 1])


def _inner(correlation: float) -> float:
    return correlation if abs(correlation) < 1 - 1e-6 else float("nan")


def _mixture(ratio: float) -> float:
    """Return the p value of a likelihood ratio; 1 where the richer model fits no better."""
    if ratio <= 0:
        return 1.0
    return float(np.mean([chdtrc(freedom, ratio) for freedom in (1, 2)]))
