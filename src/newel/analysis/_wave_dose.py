"""How much of the framework a site had had by each wave: delivery, training and fidelity, each by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from newel.analysis._outcomes import impact_waves
from newel.analysis._plugin import Evidence
from newel.care import read_pathway, read_register, site_month_dose
from newel.protocol import Wave

MONTHS = 6
"""Fidelity is a share of cases, and a month has few: those of so many months up to the wave's first are taken."""


@dataclass(frozen=True)
class Dose:
    """One measure of dose, from 0 to 1."""

    label: str
    """Name in words, as a column names it."""
    unit: str
    """What one step of it is, in words."""
    step: float
    """That step, on the scale from 0 to 1."""


DOSES: Mapping[str, Dose] = {
    "phase": Dose("Delivery", "from none to full delivery", 1.0),
    "trained": Dose("Training", "ten more in a hundred staff in post trained", 0.1),
    "formulated": Dose("Formulation in time", "ten more in a hundred first formulations in time", 0.1),
    "present": Dose("Young person there", "ten more in a hundred formulations with the young person there", 0.1),
}
_FIDELITY = {"formulated": "formulated_in_time", "present": "child_present"}


def wave_doses(evidence: Evidence) -> pl.DataFrame:
    """Return site_id, wave and a column a dose, by the month in which the wave opened; blank where it is not known."""
    protocol, frame = evidence.protocol, evidence.freeze.frame
    monthly = site_month_dose(protocol, read_pathway(protocol, frame), read_register(protocol, frame))
    parts = [_by_wave(monthly, wave) for wave in impact_waves(protocol)]
    empty = pl.DataFrame(schema={"site_id": pl.String, "wave": pl.String} | dict.fromkeys(DOSES, pl.Float64))
    return pl.concat([empty, *parts])


def _by_wave(monthly: pl.DataFrame, wave: Wave) -> pl.DataFrame:
    opened = f"{wave.opens:%Y-%m}"
    then = monthly.filter(pl.col("month") == opened)
    before = monthly.filter(pl.col("month") <= opened)["month"].unique().sort().tail(MONTHS)
    cases = monthly.filter(pl.col("month").is_in(before.implode())).group_by("site_id")
    shares = {
        name: pl.when(pl.col(f"{measure}_due").sum() > 0).then(
            pl.col(f"{measure}_kept").sum() / pl.col(f"{measure}_due").sum()
        )
        for name, measure in _FIDELITY.items()
    }
    trained = pl.when(pl.col("in_post") > 0).then(pl.col("trained") / pl.col("in_post"))
    about = then.select("site_id", wave=pl.lit(wave.id), phase="phase", trained=trained)
    found = about.join(cases.agg(**shares), on="site_id", how="left")
    return found.select("site_id", "wave", *(pl.col(name).cast(pl.Float64) for name in DOSES))
