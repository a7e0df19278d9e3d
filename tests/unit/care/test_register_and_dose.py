"""Trained and still here on a day; and what a site had of the framework in a month, part by part."""

from datetime import date
from typing import Any

import polars as pl

from newel.care import StaffRegister, read_pathway, read_register, site_month_dose, training_hours
from newel.protocol import Protocol
from tests.support.protocols import a_protocol
from tests.support.records import frame
from tests.support.rehearsed import CORE_COURSE

FIRST, LAST = (module["id"] for module in CORE_COURSE["modules"])  # type: ignore[attr-defined]  # a list of tables
NOW = {"staff_id": "new", "started_on": date(2020, 6, 1)}
"""Somebody who came long after, so that the register does not end before the day asked about."""


def a_study(**blocks: Any) -> Protocol:
    return a_protocol(courses=[CORE_COURSE], **blocks)


def modules(staff_id: str, *held: tuple[str, date]) -> list[dict[str, Any]]:
    return [
        {"staff_id": staff_id, "course": "core_course", "module": module, "held_on": held_on}
        for module, held_on in held
    ]


def register(
    members: list[dict[str, Any]], training: list[dict[str, Any]], protocol: Protocol | None = None
) -> StaffRegister:
    frames = {"staff_member": frame("staff_member", members), "training": frame("training", training)}
    return read_register(protocol or a_study(), frames.__getitem__)


def trained(found: StaffRegister, day: date) -> dict[str, bool]:
    return dict(found.in_post_on(day).select("staff_id", "trained").iter_rows())


def test_somebody_is_trained_once_every_module_is_done_whatever_the_order() -> None:
    found = register([{}, NOW], modules("p01", (LAST, date(2019, 3, 1)), (FIRST, date(2019, 5, 1))))

    assert trained(found, date(2019, 4, 30)) == {"p01": False}
    assert trained(found, date(2019, 5, 1)) == {"p01": True}


def test_a_module_taken_twice_is_not_two_modules() -> None:
    found = register([{}, NOW], modules("p01", (FIRST, date(2019, 3, 1)), (FIRST, date(2019, 5, 1))))

    assert trained(found, date(2019, 6, 1)) == {"p01": False}


def test_another_course_does_not_count_as_the_core() -> None:
    other = [row | {"course": "another"} for row in modules("p01", (FIRST, date(2019, 3, 1)), (LAST, date(2019, 3, 1)))]

    assert trained(register([{}, NOW], other), date(2019, 6, 1)) == {"p01": False}


def test_who_left_takes_their_training_with_them() -> None:
    found = register(
        [{"left_on": date(2019, 6, 30)}, NOW], modules("p01", (FIRST, date(2019, 3, 1)), (LAST, date(2019, 3, 2)))
    )

    assert trained(found, date(2019, 6, 30)) == {"p01": True}
    assert trained(found, date(2019, 7, 1)) == {}
    assert found.trained_and_gone_by(date(2019, 6, 30)).is_empty()
    assert found.trained_and_gone_by(date(2019, 7, 1))["staff_id"].to_list() == ["p01"]


def test_nobody_is_in_post_before_they_start() -> None:
    assert trained(register([NOW], []), date(2020, 5, 31)) == {}


def test_a_site_that_closed_has_nobody_in_post_any_more() -> None:
    sites = [site.model_dump(mode="json") for site in a_protocol().sites]
    closed = a_study(sites=[sites[0] | {"closed_month": "2019-06"}, *sites[1:]])
    found = register([{}, NOW | {"site_id": "S02"}], [], closed)

    assert trained(found, date(2019, 5, 31)) == {"p01": False}
    assert trained(found, date(2019, 6, 1)) == {}


def test_hours_of_cover_are_set_beside_the_hours_whose_cover_is_known() -> None:
    training = frame(
        "training",
        [
            {"staff_id": "p1", "hours": 6.0, "backfill_hours": 6.0},
            {"staff_id": "p2", "hours": 6.0, "backfill_hours": 0.0},
            {"staff_id": "p3", "hours": 3.0, "backfill_hours": None},
        ],
    )

    assert training_hours(training).rows() == [("trauma_informed_practice", 3, 15.0, 12.0, 6.0)]


def dose(protocol: Protocol, **records: list[dict[str, Any]]) -> pl.DataFrame:
    def of_kind(kind: str) -> pl.DataFrame:
        return frame(kind, records.get(kind, []))

    return site_month_dose(protocol, read_pathway(protocol, of_kind), read_register(protocol, of_kind))


def test_a_month_has_its_phase_its_trained_staff_and_its_cases_side_by_side() -> None:
    found = dose(
        a_study(),
        staff_member=[{}, {"staff_id": "p02", "left_on": date(2019, 3, 15)}, NOW | {"site_id": "S03"}],
        training=modules("p01", (FIRST, date(2019, 3, 1)), (LAST, date(2019, 3, 2))),
        admission=[{"child_id": "c1"}, {"child_id": "c2"}, {"child_id": "c3", "admitted_on": date(2020, 6, 1)}],
        assessment=[{"child_id": "c1", "domain": domain} for domain in a_study().needs],
    )

    march = found.filter(pl.col("site_id") == "S01", pl.col("month") == "2019-03").row(0, named=True)

    assert (march["phase"], march["in_post"], march["trained"]) == (1.0, 1, 1)
    assert (march["every_domain_assessed_due"], march["every_domain_assessed_kept"]) == (2, 1)
    assert (march["child_present_due"], march["child_present_kept"]) == (0, 0)


def test_phase_begins_with_the_rollout_and_partial_delivery_is_half() -> None:
    found = dose(a_study())

    assert found.filter(pl.col("month") == "2018-10")["phase"].unique().to_list() == [0.0]
    begun = found.filter(pl.col("month") == "2018-11")
    assert dict(begun.select("site_id", "phase").iter_rows())["S02"] == 0.5
    assert found.select("site_id", "month").is_unique().all()


def test_a_month_after_the_register_ends_has_no_staff_and_not_none_trained() -> None:
    found = dose(a_study(), staff_member=[{}], training=modules("p01", (FIRST, date(2019, 3, 4))))

    at = {row["month"]: row for row in found.filter(pl.col("site_id") == "S01").iter_rows(named=True)}
    assert (at["2019-03"]["in_post"], at["2019-03"]["trained"]) == (1, 0)
    assert (at["2019-04"]["in_post"], at["2019-04"]["trained"]) == (None, None)


def test_without_a_core_course_nobody_can_be_said_to_be_trained_or_not() -> None:
    found = dose(a_protocol(), staff_member=[{}, NOW])

    row = found.filter(pl.col("site_id") == "S01", pl.col("month") == "2019-03").row(0, named=True)
    assert (row["in_post"], row["trained"]) == (1, None)


def test_a_month_the_site_was_closed_has_no_row() -> None:
    sites = [site.model_dump(mode="json") for site in a_protocol().sites]

    found = dose(a_study(sites=[sites[0] | {"closed_month": "2019-06"}, *sites[1:]]))

    assert found.filter(pl.col("site_id") == "S01")["month"].max() == "2019-05"
