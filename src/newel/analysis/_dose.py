"""The dose of each type of site in each quarter: rollout, training in post and the pathway, side by side."""

from collections.abc import Mapping
from math import fsum

import polars as pl

from newel.analysis import _cells
from newel.analysis._pathway import kept_in
from newel.analysis._places import Place, site_types
from newel.analysis._plugin import Evidence
from newel.care import MEASURES, OWN_PART, Pathway, read_register, site_month_dose
from newel.findings import Column, Estimate, Row, Table

IN_DOSE = ("every_domain_assessed", "child_present")
"""Measures of the pathway that stand beside rollout and training."""
NOT_REACHED = "no record reaches this quarter"
NO_REGISTER = "no register of staff reaches this quarter, or the protocol names no core course"


def dose_table(evidence: Evidence, pathway: Pathway, cases: Mapping[str, pl.DataFrame]) -> Table:
    """Return one row a type of site and quarter of the study, with each part of the dose in its own column."""
    protocol = evidence.protocol
    register = read_register(protocol, evidence.freeze.frame)
    dose = site_month_dose(protocol, pathway, register)
    until = f"{max(register.until, pathway.until):%Y-%m}"
    rows = []
    for place in site_types(protocol):
        for quarter, months in quarters(protocol.months()).items():
            reached = [month for month in months if month <= until]
            followed = (kept_in(cases[name], place, reached) for name in IN_DOSE)
            cells = (_phase(dose, place, reached), _trained(dose, place, reached), *followed)
            rows.append(Row(f"{place.id}_{quarter.lower()}", f"{place.label}, {quarter[:4]} {quarter[4:]}", cells))
    measures = {**MEASURES, **OWN_PART}
    columns = (
        Column("phase", "Delivery phase"),
        Column("trained", "Staff in post trained and still here"),
        *(Column(name, measures[name].label) for name in IN_DOSE),
    )
    return Table("dose", "Dose by type of site and quarter", "Type of site and quarter", columns, tuple(rows))


def quarters(months: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the months of each calendar quarter, named 2019Q1."""
    found: dict[str, list[str]] = {}
    for month in months:
        found.setdefault(f"{month[:4]}Q{(int(month[5:]) + 2) // 3}", []).append(month)
    return found


def _phase(dose: pl.DataFrame, place: Place, months: list[str]) -> Estimate:
    """Return the mean delivery phase over the months in which the sites of a place were open."""
    phases = place.rows(dose).filter(pl.col("month").is_in(months))["phase"]
    if phases.is_empty():
        return _cells.empty("mean", "0 to 1", NOT_REACHED)
    return Estimate("mean", fsum(phases) / len(phases), "0 to 1", people=None)


def _trained(dose: pl.DataFrame, place: Place, months: list[str]) -> Estimate:
    """Return the share of staff in post who are trained and still here, at the end of the last of these months."""
    known = place.rows(dose).filter(pl.col("month").is_in(months)).drop_nulls("trained")
    last = known.filter(pl.col("month") == pl.col("month").max())
    return _cells.part_of(_cells.total(last, "trained"), _cells.total(last, "in_post"), why_missing=NO_REGISTER)
