"""The model study's declared truths draw records inside the published figures and the ranges stated for them.

Published: assaults 394 and self-harm 315 per 100 children a year, January to March 2022 (gov.uk, Safety in the children
and young people secure estate); restraints 32.1 per 100 a month in 2016/17. The other ranges are the study's guesses.
"""

from collections.abc import Callable

import polars as pl
import pytest

from newel.instruments import read_instruments
from newel.protocol import read_protocol
from newel.records import KINDS
from newel.rehearsal import Truths, read_truths, rehearse
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
PROTOCOL = read_protocol(STUDY)
INSTRUMENTS = read_instruments(STUDY)
TRUTHS = read_truths(STUDY)
SEEDS = (1, 2, 3, 4, 5, 6)

Frames = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def draws() -> list[Frames]:
    sources = [rehearse(PROTOCOL, INSTRUMENTS, TRUTHS, seed=seed).source for seed in SEEDS]
    kinds = [KINDS[name] for name in ("monthly_return", "response", "session")]
    return [{kind.name: source.frame(kind) for kind in kinds} for source in sources]


def _latest(frames: Frames) -> pl.DataFrame:
    """The highest version of each site's month counts."""
    return frames["monthly_return"].sort("version").unique(["site_id", "month"], keep="last", maintain_order=True)


def _mean(draws: list[Frames], figure: Callable[[Frames], float]) -> float:
    return sum(figure(frames) for frames in draws) / len(draws)


@pytest.mark.parametrize(("measure", "published"), [("assaults", 394), ("self_harm", 315), ("restraints", 385)])
def test_incidents_come_out_near_the_published_rates(draws: list[Frames], measure: str, published: float) -> None:
    def rate(frames: Frames) -> float:
        known = _latest(frames).drop_nulls([measure, "children"])
        return float(known[measure].sum() / known["children"].sum() * 1200)

    assert _mean(draws, rate) == pytest.approx(published, rel=0.15)


def test_a_twentieth_to_a_seventh_of_returns_is_missing_and_lockdown_is_worst(draws: list[Frames]) -> None:
    due = [
        month
        for site in PROTOCOL.sites
        for month in PROTOCOL.months()
        if not site.closed_month or month < site.closed_month
    ]
    lockdown = ("2020-04", "2020-05", "2020-06", "2020-07")

    def missing(frames: Frames, months: tuple[str, ...]) -> float:
        came = _latest(frames)["month"].is_in(months).sum()
        return 1 - came / len([month for month in due if month in months])

    overall = _mean(draws, lambda frames: missing(frames, PROTOCOL.months()))
    assert 0.05 <= overall <= 0.15
    assert _mean(draws, lambda frames: missing(frames, lockdown)) > overall


def test_half_of_the_returns_come_within_three_weeks_and_a_tenth_after_sixty_days(draws: list[Frames]) -> None:
    def days(frames: Frames) -> pl.Series:
        first = frames["monthly_return"].filter(pl.col("version") == 1)
        month_end = (first["month"] + "-01").str.to_date().dt.month_end()
        return (first["received_on"] - month_end).dt.total_days()

    assert _mean(draws, lambda frames: float(days(frames).median())) == pytest.approx(21, abs=3)
    assert _mean(draws, lambda frames: float((days(frames) > 60).mean())) == pytest.approx(0.10, abs=0.03)


def test_staff_turn_over_and_end_up_partly_trained(draws: list[Frames]) -> None:
    def turnover(frames: Frames) -> float:
        known = _latest(frames).drop_nulls(["leavers", "staff_in_post"])
        return float(12 * known["leavers"].sum() / known["staff_in_post"].sum())

    def trained(frames: Frames) -> float:
        last = _latest(frames).filter(pl.col("month") >= "2020-10").drop_nulls(["staff_trained", "staff_in_post"])
        return float(last["staff_trained"].sum() / last["staff_in_post"].sum())

    assert 0.25 <= _mean(draws, turnover) <= 0.40
    assert 0.40 <= _mean(draws, trained) <= 0.80


@pytest.mark.parametrize(
    ("group", "fewest", "most"), [("staff", 600, 900), ("young_person", 150, 300), ("carer", 20, 60)]
)
def test_as_many_answer_in_a_wave_as_was_thought_likely(
    draws: list[Frames], *, group: str, fewest: int, most: int
) -> None:
    for frames in draws:
        sent = frames["response"].filter((pl.col("group") == group) & pl.col("sent_on").is_not_null())
        for wave in PROTOCOL.waves:
            assert fewest <= sent.filter(pl.col("wave") == wave.id).height <= most


def test_twenty_eight_young_people_are_interviewed_as_in_the_published_study(draws: list[Frames]) -> None:
    sessions = draws[0]["session"].filter(pl.col("group") == "young_person")

    assert sessions["people"].sum() == 28
    assert sorted(sessions["kind"].unique()) == ["focus_group", "interview"]


def test_every_truth_names_something_of_the_study() -> None:
    """A misspelt name would plant nothing, and an analysis that finds nothing would look right."""
    types = {site_type.id for site_type in PROTOCOL.site_types}
    groups = {group.id for group in PROTOCOL.groups}
    scales = {f"{name}.{scale.id}" for name, instrument in INSTRUMENTS.items() for scale in instrument.scales}

    assert set(TRUTHS.children.occupancy) == types
    assert all(set(incident.type_ratio) <= types for incident in TRUTHS.incidents.values())
    assert set(TRUTHS.children.need) == set(PROTOCOL.needs)
    assert set(TRUTHS.questionnaires.scales) <= scales
    assert {*TRUTHS.questionnaires.asked, *TRUTHS.questionnaires.asked_per_site} == groups
    assert set(TRUTHS.questionnaires.agree) == groups
    assert PROTOCOL.economics is not None
    assert set(TRUTHS.fieldwork.yearly_cost_per_place) == set(PROTOCOL.economics.perspectives)


def test_the_file_states_every_kind_of_truth_instead_of_relying_on_defaults() -> None:
    assert TRUTHS.model_fields_set == set(Truths.model_fields)
