"""The model study's declared truths draw records inside the published figures and the ranges stated for them.

Published: assaults 394 and self-harm 315 per 100 children a year, January to March 2022 (gov.uk, Safety in the children
and young people secure estate); restraints 32.1 per 100 a month in 2016/17. The other ranges are the study's guesses.
"""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from newel.costs import COUNTED, INCIDENTS
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

OF_SITES = ("admission", "formulation", "staff_member", "activity")

Frames = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def draws() -> list[Frames]:
    sources = [rehearse(PROTOCOL, INSTRUMENTS, TRUTHS, seed=seed).source for seed in SEEDS]
    kinds = [KINDS[name] for name in ("monthly_return", "response", "session", *OF_SITES)]
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


def test_about_three_thousand_work_there_and_a_quarter_to_two_fifths_leave_in_a_year(draws: list[Frames]) -> None:
    ends = PROTOCOL.study.ends
    years = (ends - PROTOCOL.study.starts).days / 365.25

    def there(frames: Frames) -> float:
        staff = frames["staff_member"]
        return float(staff["left_on"].null_count())

    def turnover(frames: Frames) -> float:
        return frames["staff_member"]["left_on"].count() / there(frames) / years

    assert 2_700 <= _mean(draws, there) <= 3_300
    assert 0.25 <= _mean(draws, turnover) <= 0.40


def test_stays_have_the_declared_median_and_some_are_very_long(draws: list[Frames]) -> None:
    """Of those admitted in the first year, whose stays hardly any outlast the study."""
    year_two = date(PROTOCOL.study.starts.year + 1, PROTOCOL.study.starts.month, 1)

    def days(frames: Frames) -> pl.Series:
        first_year = frames["admission"].filter(
            pl.col("admitted_on").is_between(PROTOCOL.study.starts, year_two, closed="left")
        )
        return (first_year["left_on"].fill_null(PROTOCOL.study.ends) - first_year["admitted_on"]).dt.total_days()

    assert 90 <= _mean(draws, lambda frames: float(days(frames).median())) <= 120  # type: ignore[arg-type]  # a number
    assert _mean(draws, lambda frames: float(days(frames).mean())) > 120  # type: ignore[arg-type]  # a number


def test_a_formulation_is_first_held_two_to_six_weeks_after_admission_where_it_is_in_time(draws: list[Frames]) -> None:
    admitted = draws[0]["admission"].select("child_id", "admitted_on")
    first = draws[0]["formulation"].filter(pl.col("version") == 1).join(admitted, on="child_id")
    days = (first["held_on"] - first["admitted_on"]).dt.total_days()

    in_time = days.filter(days <= PROTOCOL.care.formulation_days)
    assert in_time.min() == 14
    assert in_time.max() == 42
    assert in_time.len() / days.len() == pytest.approx(0.62, abs=0.08)


def test_young_people_take_part_in_three_to_eight_of_ten_formulations_at_every_site(draws: list[Frames]) -> None:
    present = draws[0]["formulation"].group_by("site_id").agg(pl.col("child_present").mean(), pl.len())

    assert present.filter(pl.col("len") >= 100)["child_present"].is_between(0.30, 0.80).all()


def test_activity_is_about_a_hundred_thousand_events(draws: list[Frames]) -> None:
    assert _mean(draws, lambda frames: frames["activity"].height) == pytest.approx(100_000, rel=0.3)


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
    assert set(TRUTHS.staff.role_shares) == {role.id for role in PROTOCOL.staff_roles}
    assert {f"{who}_took_part" for who in TRUTHS.children.others_take_part} < set(KINDS["assessment"].schema)
    assert set(TRUTHS.questionnaires.scales) <= scales
    assert {*TRUTHS.questionnaires.asked, *TRUTHS.questionnaires.asked_per_site} == groups
    assert set(TRUTHS.questionnaires.agree) == groups
    assert PROTOCOL.economics is not None
    assert {truth.perspective for truth in TRUTHS.costs.recorded} == set(PROTOCOL.economics.perspectives)
    counts = PROTOCOL.economics.service_use.counts if PROTOCOL.economics.service_use else ()
    assert {each.item for each in counts} == set(TRUTHS.costs.service_use)
    assert {each.goes_with for each in TRUTHS.costs.service_use.values()} - {None} <= scales
    assert {*INCIDENTS, *COUNTED, *(each.of for each in counts)} == set(TRUTHS.costs.unit_costs)


def test_the_file_states_every_kind_of_truth_instead_of_relying_on_defaults() -> None:
    assert TRUTHS.model_fields_set == set(Truths.model_fields)
