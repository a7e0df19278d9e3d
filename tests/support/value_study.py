"""A small study with money in it: eight sites that start one after another, unit costs, effects that are accepted.

Its rehearsal is drawn once. Nothing in it is like any real place.
"""

from dataclasses import replace
from functools import cache
from typing import Any

import polars as pl

from newel.analysis import Evidence
from newel.protocol import Protocol
from newel.records import KINDS
from newel.rehearsal import Truths
from tests.support.analysing import HeldFreeze
from tests.support.money import LASTING, RATES, SCENARIOS
from tests.support.protocols import a_protocol
from tests.support.rehearsed import CORE_COURSE, DECIDING, IMPACT, OUTCOMES, rehearsed

ECONOMICS: dict[str, Any] = {
    "perspectives": ["health", "justice", "local_authority"],
    "price_year": 2020,
    "currency": "GBP",
    "price_index": "rehearsed_prices_continued",
    "comparator": "The same sites before",
    "value_set": "none",
    "value_set_reason": "None had been published.",
    "discounting": [RATES],
    "lasting": LASTING,
    "scenarios": SCENARIOS,
}
STARTS = ("2019-01", "2019-04", "2019-07", "2019-10", "2020-01", "2020-04", "2019-02", "2019-09")


def value_study(**economics: Any) -> Protocol:
    """Return the protocol: 8 sites of two types, delivery full or partial; `economics` replace keys of its header."""
    first = a_protocol().sites[0].model_dump(mode="json")
    sites = [
        first
        | {
            "id": f"S{number:02d}",
            "pseudonym": f"Site {number}",
            "type": "yoi" if number <= 3 else "sch",
            "places": 90 - 8 * number,
            "rollout": "full" if number % 2 else "partial",
            "rollout_month": start,
            "focus": number == 1,
        }
        for number, start in enumerate(STARTS, start=1)
    ]
    return a_protocol(
        sites=sites,
        economics=ECONOMICS | economics,
        impact=IMPACT,
        outcomes=OUTCOMES,
        families=[DECIDING],
        courses=[CORE_COURSE],
        staff_roles=[{"id": role, "label": role.title()} for role in ("residential", "health")],
    )


@cache
def _drawn() -> Evidence:
    return rehearsed(value_study(), Truths(), seed=3)


def value_evidence(**economics: Any) -> Evidence:
    """Return the study's rehearsal under a header with these keys; the records are always the same."""
    return replace(_drawn(), protocol=value_study(**economics))


def with_records(evidence: Evidence, **frames: pl.DataFrame) -> Evidence:
    """Return the evidence with other records of some kinds."""
    held = {kind: evidence.freeze.frame(kind) for kind in KINDS} | frames
    freeze = evidence.freeze
    return replace(evidence, freeze=HeldFreeze(freeze.id, freeze.folder, freeze.manifest, frames=held))


def unsure(evidence: Evidence, item: str, share: float = 0.25) -> Evidence:
    """Return the evidence with the unit costs of one item drawn from a gamma distribution."""
    costs = evidence.freeze.frame("unit_cost")
    mine = pl.col("item") == item
    changed = costs.with_columns(
        uncertainty=pl.when(mine).then(pl.lit("gamma")).otherwise("uncertainty"),
        standard_error=pl.when(mine).then(share * pl.col("amount")).otherwise("standard_error"),
    )
    return with_records(evidence, unit_cost=changed)


def with_fewer_restraints(about: Evidence, times: int) -> Evidence:
    """Return the evidence with so many times fewer restraints in the months of delivery."""
    begun = {site.id: site.rollout_month for site in about.protocol.sites}
    delivering = pl.col("month") >= pl.col("site_id").replace_strict(begun)
    fewer = (pl.col("restraints") / times).round().cast(pl.Int64)
    returns = about.freeze.frame("monthly_return")
    changed = returns.with_columns(restraints=pl.when(delivering).then(fewer).otherwise("restraints"))
    return with_records(about, monthly_return=changed)
