"""Names and order say nothing, and what was never looked for changes no share of what was found."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.analysis import Evidence, analyses
from newel.analysis.quantitative import bayesian_check
from newel.findings import Answer
from newel.records import KINDS
from tests.support.analysing import ask, cell, evidence
from tests.support.rehearsed import SERVICES, small_evidence, small_study

OPTIONS = {
    "scale_scores": {"group": "staff", "instruments": ["team"]},
    "answer_distribution": {"group": "staff", "instruments": ["team"]},
}
EVERY = [(strand, name) for strand, known in analyses().items() for name in known]
DOMAINS = ("education", "mental_health")
RENAMED = [(strand, name) for strand, name in EVERY if name not in ("missing_answers", "costs_and_effects")]
"""What is drawn for missing answers goes through the sites by name, so another order is another draw."""
DIGITS = ("value", "low", "high", "numerator")
NEEDS = ("identified", "not_identified", "not_assessed")


def records() -> dict[str, pl.DataFrame]:
    return {kind: small_evidence().freeze.frame(kind) for kind in KINDS}


@cache
def renamed(seed: int) -> Evidence:
    """Return the small study with its sites' ids dealt out anew, in the protocol and in every record."""
    protocol = small_study()
    ids = [site.id for site in protocol.sites]
    fresh = np.random.default_rng(seed).permutation([f"Z{number:02d}" for number in range(20)])[: len(ids)]
    dealt = {old: str(new) for old, new in zip(ids, fresh, strict=True)}
    sites = tuple(site.model_copy(update={"id": dealt[site.id]}) for site in protocol.sites)
    frames = {
        kind: frame.with_columns(pl.col("site_id").replace(dealt)) if "site_id" in frame.columns else frame
        for kind, frame in records().items()
    }
    return evidence(frames, protocol=protocol.model_copy(update={"sites": sites}), instruments=[SERVICES])


@cache
def shuffled() -> Evidence:
    """Return the small study with the rows of every record in another order."""
    frames = {kind: frame.sample(fraction=1, shuffle=True, seed=7) for kind, frame in records().items()}
    return evidence(frames, protocol=small_study(), instruments=[SERVICES])


@cache
def small_answer(strand: str, name: str) -> Answer:
    """Return what an analysis answers on the small study; it is asked once."""
    return ask(name, small_evidence(), strand, **OPTIONS.get(name, {}))


@pytest.fixture(scope="module", autouse=True)
def _without_draws() -> Iterator[None]:
    """Leave the optional sampler out: it takes minutes, and its own tests run it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bayesian_check, "installed", lambda: False)
        yield


def assert_alike(before: Answer, after: Answer) -> None:
    """Compare two answers, numbers as far as a report prints them.

    The summit of a model is climbed in another order where sites have other names, and reached to so many digits.
    """
    assert (after.n, after.notes, after.figures) == (before.n, before.notes, before.figures)
    for one, other in zip(before.tables, after.tables, strict=True):
        assert (other.id, other.title, other.columns) == (one.id, one.title, one.columns)
        for row, same in zip(one.rows, other.rows, strict=True):
            assert (same.label, len(same.cells)) == (row.label, len(row.cells))
            for mine, found in zip(row.cells, same.cells, strict=True):
                numbers = [replace(found, **dict.fromkeys(DIGITS)), *(getattr(found, name) for name in DIGITS)]
                expected = [replace(mine, **dict.fromkeys(DIGITS)), *(near(getattr(mine, name)) for name in DIGITS)]
                assert numbers == expected, (one.id, row.label)


def near(number: float | None) -> object:
    return None if number is None else pytest.approx(number, rel=1e-4, abs=1e-6)


def without_row_ids(answer: Answer) -> Answer:
    """Return the answer as it reads, without the ids of its rows: a table by site has the sites' own ids there."""
    tables = tuple(replace(table, rows=tuple(replace(row, id="") for row in table.rows)) for table in answer.tables)
    return replace(answer, tables=tables)


@pytest.mark.parametrize(("strand", "name"), RENAMED, ids=[name for _, name in RENAMED])
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 1000))
def test_renaming_sites_changes_no_number(strand: str, name: str, seed: int) -> None:
    before, after = small_answer(strand, name), ask(name, renamed(seed), strand, **OPTIONS.get(name, {}))

    assert_alike(without_row_ids(before), without_row_ids(after))


@pytest.mark.parametrize(("strand", "name"), EVERY, ids=[name for _, name in EVERY])
def test_the_order_of_rows_changes_no_number(strand: str, name: str) -> None:
    assert ask(name, shuffled(), strand, **OPTIONS.get(name, {})) == small_answer(strand, name)


@settings(max_examples=15, deadline=None)
@given(found=st.lists(st.tuples(st.sampled_from(["S01", "S03"]), st.sampled_from(NEEDS)), max_size=12))
def test_a_child_nobody_assessed_never_changes_the_share_identified(found: list[tuple[str, str]]) -> None:
    rows = [
        {"child_id": f"c{number}", "site_id": site, "domain": "education", "need": need}
        for number, (site, need) in enumerate(found)
    ]
    unassessed = {"child_id": "another", "site_id": "S01", "domain": "education", "need": "not_assessed"}

    before = ask("needs_identified", evidence({"assessment": rows}))
    after = ask("needs_identified", evidence({"assessment": [*rows, unassessed]}))

    assert cell(after, "needs", "education", "share_identified") == cell(
        before, "needs", "education", "share_identified"
    )


@settings(max_examples=8, deadline=None)
@given(counts=st.lists(st.integers(0, 30), min_size=2, max_size=6), month=st.sampled_from(["2019-01", "2020-12"]))
def test_a_site_that_sends_its_month_again_unchanged_changes_no_rate(counts: list[int], month: str) -> None:
    rows = [
        {"site_id": f"S{number:02d}", "month": month, "assaults": count} for number, count in enumerate(counts, start=1)
    ]
    again = [row | {"version": 2} for row in rows]

    once, twice = (ask("incident_rates", evidence({"monthly_return": sent})) for sent in (rows, rows + again))

    assert once == twice
