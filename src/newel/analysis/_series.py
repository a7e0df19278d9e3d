"""Incidents of every site and month as one model: trend, season, delivery and interruptions, sites that differ."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from newel.analysis._incidents import MEASURES, counted_months
from newel.analysis._plugin import Evidence
from newel.care import delivery_phase
from newel.protocol import Interruption, Protocol, Site
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.interrupted import seasons
from newel.statistics.mixed import Design, GeneralisedFit, RandomTerm, fit_generalised

DELIVERY = ("delivery_level", "delivery_slope")
LEAST_MONTHS = 24
"""A shorter study cannot tell a trend from a season."""


@dataclass(frozen=True)
class Series:
    """One kind of incident: its site-months, the model's columns, and the fit; or why there is none."""

    measure: str
    months: pl.DataFrame
    design: Design | None = None
    fit: GeneralisedFit | None = None
    why_none: str = ""

    @property
    def people(self) -> int:
        """The most children that any one month's incidents happened to: the fewest the model is sure to speak of."""
        if self.months.is_empty():
            return 0
        return int(max(self.months.group_by("month").agg(pl.col("distinct").sum())["distinct"]))

    def contrast(self, name: str) -> Numbers | None:
        """Return the row that picks a column of the fit; None where the data could not bear the column."""
        if self.fit is None or name not in self.fit.design.names:
            return None
        return np.array([[float(each == name) for each in self.fit.design.names]])

    def expected(self, *, without: tuple[str, ...] = ()) -> Numbers:
        """Return the expected incidents of each site-month, also as they would be were some columns 0."""
        if self.fit is None or self.fit.design.offset is None:
            return np.full(self.months.height, np.nan)
        fixed = np.where([name in without for name in self.fit.design.names], 0.0, self.fit.design.fixed)
        linear = fixed @ np.nan_to_num(self.fit.coefficients) + self.fit.design.offset
        for term, effects in zip(self.fit.design.random, self.fit.effects, strict=True):
            linear = linear + (term.columns * np.nan_to_num(effects[term.levels])).sum(axis=1)  # a term left out is nan
        return np.asarray(np.exp(linear))


def series_of(evidence: Evidence, measure: str) -> Series:
    """Fit one kind of incident. What cannot be fitted says why."""
    protocol = evidence.protocol
    months = counted_months(evidence.freeze.frame("monthly_return"), measure).sort("site_id", "month")
    why = _too_little(measure, months)
    if why:
        return Series(measure, months, why_none=why)
    design = _design(protocol, months)
    try:
        fit = fit_generalised(design, months["incidents"].cast(pl.Float64).to_numpy(), family="nbinom2")
    except ValueError as error:
        return Series(measure, months, design, why_none=str(error).rstrip("."))
    settled = fit if fit.converged else None
    return Series(measure, months, design, settled, "" if settled else "the model did not settle")


def _too_little(measure: str, months: pl.DataFrame) -> str:
    if months["month"].n_unique() < LEAST_MONTHS:
        return f"fewer than {LEAST_MONTHS} months were received"
    return "" if months["incidents"].sum() else f"no {MEASURES[measure][0].lower()} happened"


def interruption_columns(interruption: Interruption) -> tuple[str, str, str]:
    """Return the names of what an interruption may have changed: while it lasted, afterwards, and by the year."""
    return f"{interruption.id}_pulse", f"{interruption.id}_level", f"{interruption.id}_slope"


def _design(protocol: Protocol, months: pl.DataFrame) -> Design:
    clock = {month: place for place, month in enumerate(protocol.months())}
    sites = {site.id: site for site in protocol.sites}
    site_ids, names = months["site_id"].to_list(), months["month"].to_list()
    at = np.array([clock[month] for month in names], dtype=np.float64)
    years = (at - at.mean()) / 12
    columns: dict[str, Numbers] = {"(Intercept)": np.ones(len(at))}
    for kind in protocol.site_types[1:]:
        columns[kind.id] = np.array([float(sites[site].type == kind.id) for site in site_ids])
    columns["trend"] = years
    waves, wave_names = seasons(np.array([float(month[5:]) for month in names]))
    columns |= dict(zip(wave_names, waves.T, strict=True))
    columns |= _delivery([sites[site] for site in site_ids], names, at=at, clock=clock)
    for interruption in protocol.interruptions:
        touched = np.array([float(sites[site].type in interruption.site_types) for site in site_ids])
        columns |= _interrupted(interruption, touched, at=at, clock=clock)
    of_sites: Levels = np.unique(np.array(site_ids), return_inverse=True)[1].astype(np.int64)
    random = RandomTerm("site", of_sites, np.ones((len(at), 1)), ("(Intercept)",))
    offset = np.log(months["children"].cast(pl.Float64).to_numpy() / 1200)
    return Design(np.column_stack(list(columns.values())), tuple(columns), (random,), offset)


def _delivery(sites: list[Site], months: list[str], *, at: Numbers, clock: dict[str, int]) -> dict[str, Numbers]:
    """Delivery as a dose: how far a site delivers, and for how many years it has by then."""
    phase = np.array([delivery_phase(site, month) for site, month in zip(sites, months, strict=True)])
    start = np.array([float(clock.get(site.rollout_month, 0)) for site in sites])
    return {"delivery_level": phase, "delivery_slope": phase * np.maximum(at - start, 0) / 12}


def _interrupted(
    interruption: Interruption, touched: Numbers, *, at: Numbers, clock: dict[str, int]
) -> dict[str, Numbers]:
    """What an interruption may have changed at the sites it touched, counted from its first month."""
    first, last = clock.get(interruption.starts_month, np.inf), clock.get(interruption.ends_month, -np.inf)
    pulse, level, slope = interruption_columns(interruption)
    after = touched * (at > last)
    return {
        pulse: touched * ((at >= first) & (at <= last)),
        level: after,
        slope: after * np.maximum(at - last, 0) / 12,
    }
