"""A rehearsal plants what it declares: counted naively, the records show the planted figures."""

import json
import math
from pathlib import Path

import polars as pl
import pytest

from newel.instruments import score_answers
from newel.records import KINDS, conform
from newel.rehearsal import Rehearsed, Truths, rehearse, write_rehearsal
from tests.support.instruments import an_instrument
from tests.support.protocols import a_protocol
from tests.support.words import a_coded_protocol, word_truths

INSTRUMENTS = {"team": an_instrument()}


def rehearsed(seed: int = 1, **truths: object) -> Rehearsed:
    return rehearse(a_protocol(), INSTRUMENTS, Truths.model_validate(truths), seed=seed)


def last_versions(drawn: Rehearsed) -> pl.DataFrame:
    returns = drawn.source.frames["monthly_return"]
    return returns.sort("version").unique(["site_id", "month"], keep="last")


def test_the_same_seed_draws_the_same_study_and_another_seed_another() -> None:
    one, same, other = rehearsed(1), rehearsed(1), rehearsed(2)

    assert all(frame.equals(same.source.frames[name]) for name, frame in one.source.frames.items())
    for kind in ("monthly_return", "training", "assessment", "consent", "response", "answer", "session", "cost"):
        assert not one.source.frames[kind].equals(other.source.frames[kind])


def test_every_kind_of_record_is_drawn_and_is_what_its_kind_says() -> None:
    frames = rehearse(a_coded_protocol(), INSTRUMENTS, word_truths(), seed=1).source.frames

    assert set(frames) == set(KINDS) - {"value_set"}, "a value set is its holder's work: none is drawn"
    asked_for = {"theory", "theory_evidence", "convergence"}  # drawn where the protocol asks for a synthesis
    for name, frame in frames.items():
        assert (frame.height > 0) == (name not in asked_for), name
        conform(KINDS[name], frame)


def test_a_rehearsal_says_it_is_synthetic_and_writes_its_truths_beside_the_records(tmp_path: Path) -> None:
    drawn = rehearsed(7, staff={"trained_at_start": 0.33})

    write_rehearsal(a_protocol(), drawn, tmp_path)

    assert drawn.source.synthetic
    assert json.loads((tmp_path / "about.json").read_text(encoding="utf-8"))["synthetic"] is True
    truths = json.loads((tmp_path / "truths.json").read_text(encoding="utf-8"))
    assert truths["seed"] == 7
    assert truths["truths"]["staff"]["trained_at_start"] == 0.33


def test_the_planted_incident_rate_comes_back() -> None:
    """Without site spread or ratios the pooled rate is the planted one, but for sampling."""
    plain = {"rate": 300.0, "site_spread": 0.0, "dispersion": 50.0}
    drawn = last_versions(rehearsed(incidents={"assaults": plain}))

    incidents, child_years = drawn["assaults"].sum(), drawn["children"].sum() / 12

    assert 100 * incidents / child_years == pytest.approx(300, rel=0.05)


def test_a_planted_delivery_ratio_shows_after_the_start_and_not_before() -> None:
    plain = {"rate": 600.0, "site_spread": 0.0, "dispersion": 50.0, "delivery_ratio": 0.5}
    drawn = last_versions(rehearsed(incidents={"assaults": plain})).filter(pl.col("site_id") == "S01")

    rates = drawn.group_by(pl.col("month") >= "2018-11").agg(pl.col("assaults").sum() * 1200 / pl.col("children").sum())

    assert dict(rates.iter_rows()) == {True: pytest.approx(300, rel=0.1), False: pytest.approx(600, rel=0.2)}


def test_lateness_has_the_declared_median_and_tail() -> None:
    drawn = rehearsed(returns={"share_corrected": 0.0}).source.frames["monthly_return"]
    month_end = pl.col("month").str.to_date("%Y-%m", strict=False).dt.month_end()
    late = drawn.select((pl.col("received_on") - month_end).dt.total_days())["received_on"]

    assert late.median() == pytest.approx(21, abs=6)
    assert (late > 60).mean() == pytest.approx(0.10, abs=0.06)


def test_the_declared_share_of_months_is_missing() -> None:
    protocol = a_protocol()
    drawn = rehearsed(returns={"share_missing": 0.2}).source.frames["monthly_return"]

    expected = len(protocol.sites) * len(protocol.months())
    received = drawn.select("site_id", "month").unique().height

    assert 1 - received / expected == pytest.approx(0.2, abs=0.07)


def test_a_need_that_nobody_looked_for_is_not_assessed_and_has_no_date() -> None:
    assessments = rehearsed().source.frames["assessment"]
    not_assessed = assessments.filter(pl.col("need") == "not_assessed")

    assert not_assessed.height > 0
    assert not_assessed["assessed_on"].null_count() == not_assessed.height
    assert assessments.filter(pl.col("need") != "not_assessed")["assessed_on"].null_count() == 0


def test_the_planted_position_and_clustering_of_a_scale_come_back() -> None:
    """Position 0.6 of a range from 1 to 5 is 3.4; the intraclass correlation by one-way analysis of variance."""
    asked = {"staff": 1.0}
    truth = {"position": 0.6, "spread": 0.2, "site_correlation": 0.2}
    draws = [
        rehearsed(seed, questionnaires={"asked": asked, "agree": {"staff": 1.0}, "any_scale": truth})
        for seed in range(6)
    ]

    frames = [drawn.source.frames for drawn in draws]
    scored = [score_answers(INSTRUMENTS["team"], f["answer"]).join(f["response"], on="response_id") for f in frames]
    correlations = [_intraclass_correlation(scores.filter(pl.col("wave") == "w1")) for scores in scored]

    assert sum(scores["score"].mean() for scores in scored) / 6 == pytest.approx(3.4, abs=0.25)  # type: ignore[misc]  # means of numbers
    assert 0.05 < sum(correlations) / 6 < 0.35


def _intraclass_correlation(scores: pl.DataFrame) -> float:
    """One-way random effects from unbalanced groups (Donner 1986, Int Stat Rev 54:67)."""
    groups = [part["score"].drop_nulls().to_list() for part in scores.partition_by("site_id")]
    total = sum(map(len, groups))
    grand = math.fsum(value for group in groups for value in group) / total
    means = [math.fsum(group) / len(group) for group in groups]
    between = sum(len(group) * (mean - grand) ** 2 for group, mean in zip(groups, means, strict=True)) / (
        len(groups) - 1
    )
    within = sum((value - mean) ** 2 for group, mean in zip(groups, means, strict=True) for value in group)
    within /= total - len(groups)
    size = (total - sum(len(group) ** 2 for group in groups) / total) / (len(groups) - 1)
    return (between - within) / (between + (size - 1) * within)


def test_a_site_that_closed_sends_nothing_more() -> None:
    protocol = a_protocol()
    sites = [site.model_copy(update={"closed_month": "2019-06"}) for site in protocol.sites[:1]]
    closed = protocol.model_copy(update={"sites": (*sites, *protocol.sites[1:])})

    drawn = rehearse(closed, INSTRUMENTS, Truths(), seed=1).source.frames

    of_site = pl.col("site_id") == "S01"
    assert drawn["monthly_return"].filter(of_site)["month"].max() < "2019-06"  # type: ignore[operator]  # a text
    assert set(drawn["response"].filter(of_site)["wave"]) == {"w1"}


def test_a_correction_is_a_later_version_and_the_first_stays() -> None:
    drawn = rehearsed(returns={"share_corrected": 1.0}).source.frames["monthly_return"]

    versions = drawn.group_by("site_id", "month").agg(pl.col("version").sort(), pl.col("received_on").n_unique())

    assert versions["version"].to_list() == [[1, 2]] * versions.height
    assert (versions["received_on"] == 2).all()
