"""How many incidents a year of full delivery prevents, by the model of the series, with how sure that is.

Taken are the months in which a site delivered: what the model expects there without delivery, against what it expects
with full delivery. So the numbers speak of the children who lived there, per 100 of them and year.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum

import numpy as np

from newel.analysis import _cells
from newel.analysis._incidents import MEASURES, UNIT
from newel.analysis._outcome_cells import sentence
from newel.analysis._plugin import Evidence
from newel.analysis._series import DELIVERY, Series, series_of
from newel.analysis._series_changes import ANYTHING_FITS, HOPELESS
from newel.findings import Estimate
from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference

FULL = 1.0
NO_DELIVERY = "no return speaks of a month in which a site delivered"
NO_TERM = "the data cannot tell delivery from the other changes"
SINGULAR = "how sure the model is cannot be worked out"


@dataclass(frozen=True)
class Prevented:
    """The fitted series of one kind of incident, over the months of delivery."""

    series: Series
    why_none: str = ""

    @property
    def label(self) -> str:
        """The incidents in words."""
        return MEASURES[self.series.measure][0]

    @cached_property
    def _columns(self) -> tuple[Numbers, Numbers, Numbers]:
        """Return of each month of delivery its row without delivery, what full delivery adds, and its child-years."""
        design = self.series.fit.design if self.series.fit else None
        if design is None or design.offset is None:
            raise ValueError("There is no fitted model.")
        terms = [design.names.index(name) for name in DELIVERY if name in design.names]
        phase = self.phase
        rows = phase > 0
        without, added = design.fixed[rows].copy(), np.zeros_like(design.fixed[rows])
        added[:, terms] = without[:, terms] / phase[rows, None]
        without[:, terms] = 0.0
        return without, added, np.exp(design.offset[rows]) * 100

    @property
    def phase(self) -> Numbers:
        """How far each site-month delivered: a column of the model as it was built."""
        design = self.series.design
        return np.zeros(0) if design is None else design.fixed[:, design.names.index(DELIVERY[0])]

    def _expected(self, coefficients: Numbers, dose: float) -> Numbers:
        """Return the incidents expected in each month of delivery at a dose: coefficients (p,) or (p, n)."""
        without, added, years = self._columns
        own = np.log(years / 100) + self._levels()
        return np.asarray(np.exp(((without + dose * added) @ coefficients).T + own).T)

    def _levels(self) -> Numbers:
        """Return the sites' own levels in the months of delivery; 0 where the model has none."""
        levels, rows = np.zeros(int((self.phase > 0).sum())), self.phase > 0
        if self.series.fit is not None:
            for term, effects in zip(self.series.fit.design.random, self.series.fit.effects, strict=True):
                levels += (term.columns[rows] * np.nan_to_num(effects[term.levels[rows]])).sum(axis=1)
        return levels

    @property
    def child_years(self) -> float:
        """Years that children lived at the sites in their months of delivery."""
        return fsum(self._columns[2])

    @property
    def log_ratio_width(self) -> float:
        """How wide the 95 % interval of what full delivery changes is, on the log scale, in the mean month of it."""
        if self.series.fit is None:
            return float("inf")
        told = self.series.fit.inference(self._columns[1].mean(axis=0, keepdims=True))
        return float(told.high[0] - told.low[0])

    def rate(self, dose: float = 0.0) -> float:
        """Return incidents per 100 children and year at a dose: 0 without delivery, 1 full delivery."""
        if self.series.fit is None:
            return float("nan")
        return float(100 * self._expected(self.series.fit.coefficients, dose).sum() / self.child_years)

    @cached_property
    def fewer(self) -> Inference | None:
        """Return how many incidents full delivery prevents, by the delta method, sites' own levels held; or None."""
        if self.why_none or self.series.fit is None:
            return None
        fit = self.series.fit
        without, added, years = self._columns
        none, full = self._expected(fit.coefficients, 0.0), self._expected(fit.coefficients, FULL)
        gradient = 100 * (without.T @ (none - full) - added.T @ full) / years.sum()
        error = np.sqrt(gradient @ fit.covariance @ gradient)
        estimate = np.array([self.rate(0.0) - self.rate(FULL)])
        return Inference(estimate, np.array([error]), np.array([np.inf]), "delta method")

    def draws(self, doses: tuple[float, ...], *, number: int, rng: np.random.Generator) -> Numbers:
        """Return draws of the rate at each dose, shape (number, doses), from the normal law of the coefficients."""
        if self.why_none or self.series.fit is None:
            raise ValueError(self.why_none or "There is no fitted model.")
        fit = self.series.fit
        drawn = rng.multivariate_normal(fit.coefficients, fit.covariance, size=number, method="eigh")
        years = self.child_years
        return np.column_stack([100 * self._expected(drawn.T, dose).sum(axis=0) / years for dose in doses])


def prevented(evidence: Evidence, measure: str) -> Prevented:
    """Return what full delivery prevents of one kind of incident; `why_none` says why nobody can tell."""
    found = Prevented(series_of(evidence, measure))
    return replace(found, why_none=_why_none(found))


def _why_none(found: Prevented) -> str:
    fit = found.series.fit
    if fit is None:
        return found.series.why_none or NO_TERM
    known = np.isfinite(fit.covariance).all() and np.isfinite(fit.coefficients).all()
    faults = (
        (NO_DELIVERY, lambda: not (found.phase > 0).any()),
        (NO_TERM, lambda: DELIVERY[0] not in fit.design.names),
        (SINGULAR, lambda: not known),
        (ANYTHING_FITS, lambda: found.log_ratio_width > np.log(HOPELESS)),
    )
    return next((why for why, holds in faults if holds()), "")


def rate_cell(found: Prevented, dose: float) -> Estimate:
    """Return the rate at a dose as the model expects it, with the children behind it."""
    if found.why_none:
        return _cells.empty("rate", UNIT, sentence(found.why_none))
    rate, years = found.rate(dose), found.child_years
    return Estimate("rate", rate, UNIT, found.series.people, rate * years / 100, years, national=True)


def fewer_cell(found: Prevented, per: float = 1.0, unit: str = UNIT) -> Estimate:
    """Return how many incidents full delivery prevents, with its 95 % interval; `per` turns it into another unit."""
    told = found.fewer
    if told is None:
        return _cells.empty("difference", unit, sentence(found.why_none))
    value, low, high = (per * float(end[0]) for end in (told.estimate, told.low, told.high))
    return Estimate("difference", value, unit, found.series.people, low=low, high=high)
