"""What is drawn of one site agrees: the returns count the stays, staff, meetings and events that the records hold."""

from functools import cache
from typing import Any

import polars as pl
import pytest

from newel.protocol import Protocol
from newel.records import KINDS
from newel.rehearsal import Truths, rehearse
from tests.support.protocols import a_protocol
from tests.support.rehearsed import CORE_COURSE, FORM, small_study

EVENTS = {
    "assaults": ("assault", "assault_children"),
    "self_harm": ("self_harm", "self_harm_children"),
    "restraints": ("restraint", "restraint_children"),
}
DAYS = (
    ("assessment", "assessed_on"),
    ("formulation", "held_on"),
    ("review", "due_on"),
    ("review", "held_on"),
    ("target", "rated_on"),
    ("intervention", "started_on"),
    ("intervention", "ended_on"),
)
KNOWN_RETURNS = {"share_cell_not_known": 0.0, "share_corrected": 0.3, "share_missing": 0.1}


@cache
def drawn(kind: str) -> pl.DataFrame:
    return draw(small_study(), returns=KNOWN_RETURNS)[kind]


def draw(protocol: Protocol, seed: int = 3, **truths: Any) -> dict[str, pl.DataFrame]:
    source = rehearse(protocol, {FORM.id: FORM}, Truths.model_validate(truths), seed=seed).source
    return {name: source.frame(kind) for name, kind in KINDS.items()}


def last_versions() -> pl.DataFrame:
    return drawn("monthly_return").sort("version").unique(["site_id", "month"], keep="last")


def counted(kind: str, day: str, *conditions: pl.Expr) -> dict[tuple[str, str], int]:
    month = pl.col(day).dt.strftime("%Y-%m")
    rows = drawn(kind).filter(*conditions).group_by("site_id", month).len().iter_rows()
    return {(site, month): number for site, month, number in rows}


@pytest.mark.parametrize("measure", EVENTS)
def test_each_version_of_a_return_counts_the_events_of_the_same_version(measure: str) -> None:
    kind, children = EVENTS[measure]
    place = ["site_id", "month", "version"]
    events = drawn("activity").filter(pl.col("kind") == kind).group_by(place)
    events = events.agg(events=pl.len(), distinct=pl.col("child_id").n_unique())

    both = (
        drawn("monthly_return")
        .join(events, on=place, how="left")
        .with_columns(pl.col("events", "distinct").fill_null(0))
    )

    assert both["version"].max() == 2
    assert both[measure].to_list() == both["events"].to_list()
    assert both[children].to_list() == both["distinct"].to_list()


def test_an_event_happens_to_somebody_who_was_there_that_day() -> None:
    stays = drawn("admission").select("child_id", "admitted_on", "left_on", home="site_id")
    events = drawn("activity").join(stays, on="child_id", how="left")

    assert (events["site_id"] == events["home"]).all()
    assert (events["happened_on"] >= events["admitted_on"]).all()
    assert events.filter(pl.col("left_on") < pl.col("happened_on")).is_empty()
    assert (events["happened_on"].dt.strftime("%Y-%m") == events["month"]).all()


def test_events_are_numbered_within_their_month_and_keep_their_number_when_it_is_corrected() -> None:
    place, about = ["site_id", "month"], ["happened_on", "kind", "child_id"]
    last = drawn("activity").filter(pl.col("version") == pl.col("version").max().over(place))
    numbers = last.group_by(place).agg(pl.col("event").cast(pl.Int64).sort())
    first = drawn("activity").filter(pl.col("version") == 1)

    assert all(event == list(range(1, len(event) + 1)) for event in numbers["event"].to_list())
    assert first.join(last, on=[*place, "event", *about], how="anti").is_empty()
    assert first.height < last.height


@pytest.mark.parametrize(
    ("column", "kind", "day", "conditions"),
    [
        ("admissions", "admission", "admitted_on", []),
        ("formulation_meetings", "formulation", "held_on", []),
        ("formulation_child_attended", "formulation", "held_on", [pl.col("child_present")]),
        ("reviews_due", "review", "due_on", []),
        ("reviews_held", "review", "due_on", [pl.col("held_on").is_not_null()]),
        ("leavers", "staff_member", "left_on", []),
    ],
)
def test_a_return_counts_what_the_records_hold(column: str, kind: str, day: str, conditions: list[pl.Expr]) -> None:
    held = counted(kind, day, *conditions)

    for row in last_versions().iter_rows(named=True):
        assert row[column] == held.get((row["site_id"], row["month"]), 0)


def test_the_roles_of_a_staffing_return_add_up_to_the_monthly_return_and_the_register() -> None:
    by_role = drawn("staffing").group_by("site_id", "month").agg(pl.col("in_post", "leavers").sum())
    both = last_versions().join(by_role, on=["site_id", "month"], suffix="_by_role")
    register = drawn("staff_member")

    assert both.height == last_versions().height
    assert both["staff_in_post"].to_list() == both["in_post"].to_list()
    assert both["leavers"].to_list() == both["leavers_by_role"].to_list()
    december = both.filter(pl.col("month") == "2019-12")
    last_day = pl.date(2019, 12, 31)
    there = register.filter(
        pl.col("started_on") <= last_day, pl.col("left_on").is_null() | (pl.col("left_on") >= last_day)
    )
    expected = dict(there.group_by("site_id").len().iter_rows())
    assert {row["site_id"]: row["staff_in_post"] for row in december.iter_rows(named=True)} == {
        site: expected[site] for site in december["site_id"]
    }


def test_trained_staff_of_a_return_have_every_module_in_the_training_records() -> None:
    whole = (
        drawn("training")
        .group_by("staff_id")
        .agg(done=pl.col("module").n_unique(), trained_on=pl.col("held_on").max())
        .filter(pl.col("done") == len(CORE_COURSE["modules"]))  # type: ignore[arg-type]  # a list of tables
    )
    last_day = pl.date(2019, 6, 30)
    there = drawn("staff_member").filter(
        pl.col("started_on") <= last_day, pl.col("left_on").is_null() | (pl.col("left_on") >= last_day)
    )
    trained = there.join(whole.filter(pl.col("trained_on") <= last_day), on="staff_id", how="semi")
    expected = dict(trained.group_by("site_id").len().iter_rows())

    for row in last_versions().filter(pl.col("month") == "2019-06").iter_rows(named=True):
        assert row["staff_trained"] == expected[row["site_id"]]


def test_somebody_is_trained_while_they_are_in_post() -> None:
    both = drawn("training").join(drawn("staff_member").drop("site_id", "role"), on="staff_id", how="left")

    assert (both["held_on"] >= both["started_on"]).all()
    assert both.filter(pl.col("left_on") < pl.col("held_on")).is_empty()


def test_some_miss_the_last_module_and_are_not_trained() -> None:
    modules = drawn("training").group_by("staff_id").agg(pl.col("module").n_unique())

    assert set(modules["module"]) == {1, 2}


def test_never_more_live_in_a_site_than_it_has_places() -> None:
    places = {site.id: site.places for site in small_study().sites}

    for (site,), stays in drawn("admission").group_by("site_id"):
        came = stays.select(day="admitted_on", change=1)
        went = stays.drop_nulls("left_on").select(day=pl.col("left_on") + pl.duration(days=1), change=-1)
        there = pl.concat([came, went]).group_by("day").agg(pl.col("change").sum()).sort("day")["change"].cum_sum()
        assert there.max() <= places[str(site)]  # type: ignore[operator]  # a whole number


def test_nobody_stays_on_in_a_site_that_closed() -> None:
    closed = small_study().sites[-1]
    here = pl.col("site_id") == closed.id

    for kind, day in (("admission", "left_on"), ("staff_member", "left_on")):
        days = drawn(kind).filter(here)[day]
        assert days.null_count() == 0
        assert f"{days.max():%Y-%m}" < str(closed.closed_month)


def test_the_pathway_of_somebody_stays_inside_their_stay() -> None:
    stays = drawn("admission").select("child_id", "admitted_on", "left_on")
    for kind, day in DAYS:
        frame = drawn(kind)
        both = frame.drop("admitted_on", strict=False).join(stays, on="child_id", how="left").drop_nulls(day)
        assert both.height > 0
        assert both.filter((pl.col(day) < pl.col("admitted_on")) | (pl.col("left_on") < pl.col(day))).is_empty(), kind


def test_formulations_are_numbered_in_the_order_they_were_held() -> None:
    versions = drawn("formulation").sort("child_id", "held_on").group_by("child_id").agg("version")

    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in versions["version"].to_list())


def test_an_intervention_answers_a_need_that_was_found_or_none() -> None:
    found = drawn("assessment").filter(pl.col("need") == "identified").select("child_id", "domain")
    linked = drawn("intervention").drop_nulls("domain")

    assert 0 < linked.height < drawn("intervention").height
    assert linked.join(found, on=["child_id", "domain"], how="anti").is_empty()
    assert set(linked["formulation_version"].drop_nulls()) == {1}


def test_who_was_not_shown_a_formulation_was_not_asked_about_it() -> None:
    asked = drawn("formulation").select("shared_with_child", asked=pl.col("agreed_by_child").is_not_null())

    assert asked["shared_with_child"].to_list() == asked["asked"].to_list()


def test_a_domain_nobody_assessed_has_no_word_on_who_took_part() -> None:
    nobody = drawn("assessment").filter(pl.col("need") == "not_assessed")
    took_part = [name for name in nobody.columns if name.endswith("_took_part")]

    assert nobody.height > 0
    assert all(nobody[name].null_count() == nobody.height for name in took_part)
    assert all(0 < drawn("assessment")[name].mean() < 1 for name in took_part)  # type: ignore[operator]  # shares


def test_a_study_without_needs_roles_or_courses_is_drawn_all_the_same() -> None:
    plain = a_protocol(needs=[])

    frames = draw(plain)

    assert frames["assessment"].is_empty()
    assert frames["formulation"].height > 0
    assert frames["staff_member"]["role"].n_unique() == 4


def test_a_course_that_is_not_core_is_attended_by_some_and_trains_nobody() -> None:
    other = {"id": "other", "label": "Other", "modules": [{"id": "a_day", "label": "A day", "hours": 6}]}
    frames = draw(a_protocol(courses=[CORE_COURSE, other]))

    went = dict(frames["training"].group_by("course").agg(pl.col("staff_id").n_unique()).iter_rows())

    assert 0 < went["other"] < went["core_course"]
