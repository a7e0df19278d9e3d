"""What delivery cost where the framework was followed more, and where less: half of the sites each."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from newel.analysis import _cells
from newel.analysis._comparing import LEAST_SITES
from newel.analysis._delivery import PER_PLACE_YEAR, Delivery
from newel.analysis._dose import IN_DOSE
from newel.analysis._pathway import kept
from newel.analysis._places import Place
from newel.analysis._plugin import Evidence
from newel.care import MEASURES, OWN_PART, read_pathway
from newel.findings import Column, Estimate, Row, Table

BY_ROLLOUT = "these sites are told apart by the protocol, not by what was done"
TOO_FEW = f"fewer than {LEAST_SITES} sites in each half: they would tell of single ones"


@dataclass(frozen=True)
class _Half:
    """Half of the sites by one measure, in the months of their delivery."""

    id: str
    label: str
    sites: tuple[str, ...]
    cases: pl.DataFrame | None = None
    """What was kept or missed there; none where the half is by rollout."""


def by_fidelity(evidence: Evidence, delivery: Delivery) -> Table:
    """Return one row for each half of the sites by each measure of fidelity, and for each kind of rollout."""
    rows = tuple(Row(half.id, half.label, _cells_of(delivery, half)) for half in _halves(evidence, delivery))
    columns = (
        Column("sites", "Sites"),
        Column("kept", "How far it was followed"),
        Column("running_per_place", "Running cost, per place and year"),
        Column("yearly_per_place", "Altogether, per place and year"),
    )
    title = "Cost of full delivery, where the framework was followed less and where more"
    return Table("by_fidelity", title, "Sites", columns, rows)


def _halves(evidence: Evidence, delivery: Delivery) -> Iterator[_Half]:
    pathway = read_pathway(evidence.protocol, evidence.freeze.frame)
    begun = {site.id: site.rollout_month for site in evidence.protocol.sites}
    first = pl.col("site_id").replace_strict(begun, default="9999-12", return_dtype=pl.String)
    for name in IN_DOSE:
        measure = {**MEASURES, **OWN_PART}[name]
        cases = measure.cases(pathway).filter(pl.col("month") >= first)
        less, more = _parted(cases.filter(pl.col("site_id").is_in(delivery.sites["site_id"].to_list())))
        for which, sites in (("less", less), ("more", more)):
            yield _Half(f"{name}_{which}", f"{measure.label}, {which} often", sites, cases)
    for rollout in ("partial", "full"):
        sites = tuple(delivery.sites.filter(pl.col("rollout") == rollout)["site_id"])
        yield _Half(f"rollout_{rollout}", f"Delivery, {'in part' if rollout == 'partial' else 'in full'}", sites)


def _parted(cases: pl.DataFrame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the sites at the middle of how often they kept the measure; of an odd number the lower half has one less."""
    shares = cases.group_by("site_id").agg(share=pl.col("kept").mean()).sort("share", "site_id")["site_id"].to_list()
    middle = len(shares) // 2
    return tuple(shares[:middle]), tuple(shares[middle:])


def _cells_of(delivery: Delivery, half: _Half) -> tuple[Estimate, ...]:
    unit = f"{delivery.currency} {PER_PLACE_YEAR}"
    sites = _cells.things(len(half.sites), "sites")
    if len(half.sites) < LEAST_SITES:
        empty = _cells.empty("amount", unit, TOO_FEW)
        return sites, _cells.empty("percentage", "%", TOO_FEW), empty, empty
    place = Place(half.id, half.label, half.sites)
    return (
        sites,
        _cells.empty("percentage", "%", BY_ROLLOUT) if half.cases is None else kept(half.cases, place),
        delivery.per("running", "full_place_years", place, unit=PER_PLACE_YEAR),
        delivery.per("accrued", "full_place_years", place, unit=PER_PLACE_YEAR),
    )
