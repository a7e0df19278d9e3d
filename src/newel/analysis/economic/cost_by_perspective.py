"""What delivering the framework cost, who bore it, and what that is per child living there for a year."""

from math import fsum

import polars as pl

from newel.analysis import _cells, _costs, _notes
from newel.analysis._places import places
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._words import by_identifier, words
from newel.costs import CostRows
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Question

NOTES = (
    (
        "Costs are what the sites and their partners recorded for delivering the framework; what an hour of "
        "somebody's ordinary work would have cost without it is not in them, and no saving is counted against "
        "them."
    ),
    (
        "Per child-year: amounts divided by child-years (mean children resident, from the monthly returns) of "
        "the months of delivery in the same years at the same sites. A month without a return is taken to be like "
        "the others of its year at its site. Its interval is from how sites differ."
    ),
    (
        "This is not a comparison with what would have been spent otherwise, and effects are not in it: the "
        "costs stand beside the other findings, unweighted, as in a cost-consequence analysis."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Add up what each perspective bore, by year, by site type and by item."""
    recorded = _costs.priced(evidence)
    costs = recorded.rows
    by_type = _by_type(evidence, costs)
    return Answer(
        population="Costs of delivering the framework at the sites, by who bore them",
        n=_cells.things(costs["site_id"].n_unique(), "sites", national=True),
        tables=(_by_perspective(evidence, costs), _by_year(evidence, costs), by_type, _by_item(evidence, costs)),
        figures=FIGURES,
        notes=(
            *NOTES,
            *_header(evidence, recorded),
            *_notes.months(evidence.protocol),
            *_notes.site_types(evidence.protocol),
        ),
    )


def _header(evidence: Evidence, recorded: CostRows) -> list[str]:
    """Say in whose money the costs are, what was left out, and why no quality-adjusted life year is computed."""
    economics = evidence.protocol.economics
    if economics is None:
        return [
            (
                "The protocol has no economics header, so it names no perspective and no price year, and no cost is "
                "shown."
            )
        ]
    notes = [f"All amounts are in {economics.currency} at the prices of {economics.price_year}."]
    if recorded.rows.is_empty():
        notes.append("No cost was received.")
    if recorded.left_out:
        said = "; ".join(f"{why} (rows: {number:,})" for number, why in recorded.left_out)
        notes.append(f"Costs that no series of prices converts, or that nobody named bears, are left out: {said}.")
    if economics.value_set == "none":
        notes.append(f"Quality-adjusted life years are not computed. {economics.value_set_reason}")
    return notes


def _perspectives(evidence: Evidence) -> list[tuple[str, str]]:
    named = evidence.protocol.economics.perspectives if evidence.protocol.economics else ()
    return [*((name, words(name)) for name in named), ("all", "All perspectives")]


def _borne_by(costs: pl.DataFrame, perspective: str) -> pl.DataFrame:
    return costs if perspective == "all" else costs.filter(pl.col("perspective") == perspective)


def _amount(evidence: Evidence, costs: pl.DataFrame, *, national: bool = True) -> Estimate:
    if costs.is_empty():
        return _cells.empty("amount", _costs.currency(evidence), _costs.NO_COST, national=national)
    return Estimate("amount", fsum(costs["amount"]), _costs.currency(evidence), people=None, national=national)


def _by_perspective(evidence: Evidence, costs: pl.DataFrame) -> Table:
    whole, rows = fsum(costs["amount"]), []
    everywhere = places(evidence.protocol)[-1]
    for name, label in _perspectives(evidence):
        mine = _borne_by(costs, name)
        share = _cells.part_of(
            fsum(mine["amount"]), whole, why_missing=_costs.NO_COST, about_people=False, national=True
        )
        each = _costs.per_child_year(evidence, _costs.per_site(evidence, mine), everywhere)
        rows.append(Row(name, label, (_amount(evidence, mine), share, each)))
    columns = (Column("amount", "Amount"), Column("share", "Share"), Column("per_child_year", "Per child-year"))
    return Table("by_perspective", "Cost of delivery, by who bore it", "Perspective", columns, tuple(rows))


def _by_year(evidence: Evidence, costs: pl.DataFrame) -> Table:
    named = _perspectives(evidence)
    rows = []
    for year in costs["year"].unique().sort():
        here = costs.filter(pl.col("year") == year)
        cells = tuple(_amount(evidence, _borne_by(here, name)) for name, _ in named)
        rows.append(Row(f"year_{year}", str(year), cells))
    columns = tuple(Column(name, label) for name, label in named)
    return Table("by_year", "Cost of delivery by calendar year", "Year", columns, tuple(rows))


def _by_type(evidence: Evidence, costs: pl.DataFrame) -> Table:
    by_site, rows = _costs.per_site(evidence, costs), []
    for place in places(evidence.protocol):
        years = fsum(place.rows(by_site)["child_years"])
        lived = Estimate("amount", years, "child-years", people=None, national=place.whole_study)
        cells = (
            _amount(evidence, place.rows(costs), national=place.whole_study),
            lived if years else _cells.empty("amount", "child-years", _costs.NO_CHILDREN, national=place.whole_study),
            _costs.per_child_year(evidence, by_site, place),
        )
        rows.append(Row(place.id, place.label, cells))
    columns = (
        Column("amount", "Amount"),
        Column("child_years", "Child-years"),
        Column("per_child_year", "Per child-year"),
    )
    return Table("by_type", "Cost of delivery by site type", "Site type", columns, tuple(rows))


def _by_item(evidence: Evidence, costs: pl.DataFrame) -> Table:
    """Open the total into its items: their amounts add up to it."""
    rows = []
    for perspective, borne_by in _perspectives(evidence)[:-1]:
        mine = _borne_by(costs, perspective)
        for identifier, spellings in by_identifier(mine["item"].unique()).items():
            paid = mine.filter(pl.col("item").is_in(spellings))
            sites = _cells.things(paid["site_id"].n_unique(), "sites", national=True)
            label = f"{words(spellings[0])} ({borne_by.lower()})"
            rows.append(Row(f"{perspective}_{identifier}", label, (sites, _amount(evidence, paid))))
    columns = (Column("sites", "Sites"), Column("amount", "Amount"))
    return Table("by_item", "What was paid for", "Item", columns, tuple(rows))


FIGURES = (
    Figure(
        "by_perspective",
        "Cost of delivery, by who bore it",
        "bars",
        "by_perspective",
        ("amount",),
        "Amount",
        "One bar for each perspective and one for all: the cost of delivering the framework that it bore.",
    ),
    Figure(
        "by_type",
        "Cost of delivery per child-year, by site type",
        "intervals",
        "by_type",
        ("per_child_year",),
        "Per child-year",
        "For each site type and for all sites, a point for the cost per child-year with its interval.",
    ),
)

analysis = Analysis(
    title="Cost by perspective",
    method=(
        "Recorded costs of delivery, converted to one year's prices by the study's own series, are added up by the "
        "perspective that bore them, without weights. Costs per child-year are ratios of totals with intervals from "
        "how sites differ (CR2; Bell and McCaffrey 2002)."
    ),
    answer=answer,
)
