"""How much of the framework a site had in a month: rollout, training and pathway side by side, never as one index."""

from datetime import date, timedelta

import polars as pl

from newel.care.fidelity import MEASURES, OWN_PART
from newel.care.register import StaffRegister
from newel.care.returns import expected_months
from newel.care.stays import Pathway
from newel.protocol import Protocol, Site


def delivery_phase(site: Site, month: str) -> float:
    """Return how far a site delivers the framework by its rollout: 0 before its start, then 1 (full), 0.5 (partial)."""
    if month < site.rollout_month:
        return 0.0
    return 1.0 if site.rollout == "full" else 0.5


def site_month_dose(protocol: Protocol, pathway: Pathway, register: StaffRegister) -> pl.DataFrame:
    """Return one row a site and month the site was open: what a model of impact can take as its dose.

    `phase` is the delivery phase. `in_post` and `trained` count staff on the last day of the month that the register
    speaks of, trained and still here; they are blank for the months after it, and `trained` where the protocol names no
    core course. Then for each measure of the pathway `<measure>_due` counts its cases of the month and `<measure>_kept`
    those that were kept: a share over any sites and months is the sum of one over the sum of the other, and a month
    without a case has no share.
    """
    phases = [
        (site.id, month, delivery_phase(site, month))
        for site in protocol.sites
        for month in expected_months(protocol, site)
    ]
    dose = pl.DataFrame(phases, schema={"site_id": pl.String, "month": pl.String, "phase": pl.Float64}, orient="row")
    dose = dose.join(_staff_by_month(protocol, register), on=["site_id", "month"], how="left")
    for name, measure in {**MEASURES, **OWN_PART}.items():
        counted = cases_by_site_and_month(measure.cases(pathway))
        counted = counted.rename({"cases": f"{name}_due", "kept": f"{name}_kept"}).drop("children")
        dose = dose.join(counted, on=["site_id", "month"], how="left")
    counts = pl.col("^.*_(due|kept)$").fill_null(0)
    return dose.with_columns(counts).sort("site_id", "month")


def cases_by_site_and_month(cases: pl.DataFrame) -> pl.DataFrame:
    """Return site_id, month, cases, kept, children: cases counted, those kept, and the young people behind them."""
    counts = {"cases": pl.len().cast(pl.Int64), "kept": pl.col("kept").sum().cast(pl.Int64)}
    children = pl.col("child_id").n_unique().cast(pl.Int64)
    return cases.group_by("site_id", "month").agg(**counts, children=children).sort("site_id", "month")


def month_end(month: str) -> date:
    """Return the last day of a month."""
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _staff_by_month(protocol: Protocol, register: StaffRegister) -> pl.DataFrame:
    """Return site_id, month, in_post, trained for the months that the register speaks of."""
    sites = pl.DataFrame({"site_id": [site.id for site in protocol.sites]}, schema={"site_id": pl.String})
    parts = [pl.DataFrame(schema={"site_id": pl.String, "month": pl.String, "in_post": pl.Int64, "trained": pl.Int64})]
    for month in protocol.months():
        if month <= f"{register.until:%Y-%m}":
            there = register.in_post_on(min(month_end(month), register.until)).group_by("site_id")
            counts = there.agg(in_post=pl.len().cast(pl.Int64), trained=pl.col("trained").sum().cast(pl.Int64))
            of_all = sites.join(counts, on="site_id", how="left").with_columns(
                pl.col("in_post", "trained").fill_null(0)
            )
            trained = pl.when(register.core).then("trained").alias("trained")
            parts.append(of_all.select("site_id", pl.lit(month).alias("month"), "in_post", trained))
    return pl.concat(parts)
