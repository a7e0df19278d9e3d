"""Resource use is what the records say was done, in the unit of its unit cost, by site and month."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from newel.costs import COUNTED, INCIDENTS, incidents, resource_use, site_months
from newel.records import KINDS
from tests.support.protocols import a_protocol
from tests.support.records import frame

Records = Mapping[str, Iterable[Mapping[str, Any]]]
MARCH = date(2019, 3, 5)


def records(given: Records) -> Any:
    frames = {kind: frame(kind, rows) for kind, rows in given.items()}
    return lambda kind: frames.get(kind, KINDS[kind].empty())


def used(**given: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str, str, float]]:
    found = resource_use(a_protocol(), records(given))
    assert all(COUNTED[item] == unit for item, unit in found.select("item", "unit").iter_rows())
    return found.select("site_id", "month", "item", "category", "quantity").rows()


def test_hours_of_training_and_of_cover_are_added_up_by_month() -> None:
    training = [
        {"staff_id": "a", "held_on": MARCH, "hours": 6.0, "backfill_hours": 4.0},
        {"staff_id": "b", "held_on": date(2019, 3, 30), "hours": 5.5, "backfill_hours": None},
        {"staff_id": "b", "held_on": date(2019, 4, 1), "module": "m2", "hours": 2.0, "backfill_hours": 0.0},
    ]

    assert used(training=training) == [
        ("S01", "2019-03", "backfill", "running", 4.0),
        ("S01", "2019-03", "training_time", "running", 11.5),
        ("S01", "2019-04", "training_time", "running", 2.0),
    ]


def test_training_of_who_was_there_before_delivery_sets_it_up_and_that_of_who_came_later_runs_it() -> None:
    """Delivery at S01 began in November 2018."""
    members = [
        {"staff_id": "before", "started_on": date(2018, 10, 31)},
        {"staff_id": "after", "started_on": date(2018, 11, 1)},
    ]
    training = [
        {"staff_id": who, "held_on": MARCH, "hours": hours, "backfill_hours": None}
        for who, hours in (("before", 6.0), ("after", 3.0), ("unknown", 1.0))
    ]

    assert used(staff_member=members, training=training) == [
        ("S01", "2019-03", "training_time", "running", 4.0),
        ("S01", "2019-03", "training_time", "set_up", 6.0),
    ]


def test_meetings_and_reviews_come_from_the_pathway_where_it_has_records() -> None:
    given: Records = {
        "formulation": [{"child_id": "a", "held_on": MARCH}, {"child_id": "b", "held_on": MARCH}],
        "review": [{"child_id": "a", "held_on": MARCH}, {"child_id": "b", "held_on": None}],
        "monthly_return": [
            {"month": "2019-03", "formulation_meetings": 9, "reviews_held": 9, "reflective_sessions": 2},
        ],
    }

    assert used(**given) == [
        ("S01", "2019-03", "formulation_meeting", "running", 2.0),
        ("S01", "2019-03", "reflective_session", "running", 2.0),
        ("S01", "2019-03", "review", "running", 1.0),
    ]


def test_a_study_that_keeps_no_pathway_takes_them_from_the_returns() -> None:
    sent = [{"month": "2019-03", "formulation_meetings": 9, "reviews_held": 7, "reflective_sessions": 0}]

    found = resource_use(a_protocol(), records({"monthly_return": sent}))

    assert found.select("item", "quantity").rows() == [("formulation_meeting", 9.0), ("review", 7.0)]
    assert set(found["measured_by"]) == {"monthly returns"}


def test_the_last_word_of_a_corrected_month_counts() -> None:
    sent = [
        {"month": "2019-03", "version": version, "restraints": count, "assaults": None, "self_harm": 0}
        for version, count in ((1, 3), (2, 4))
    ]

    found = incidents(a_protocol(), records({"monthly_return": sent}))

    assert found.select("item", "unit", "quantity").rows() == [("restraint", "incident", 4.0)]
    assert set(INCIDENTS) == {"restraint", "assault", "self_harm"}


def test_what_happened_outside_the_study_or_after_a_site_closed_is_not_counted() -> None:
    sites = [site.model_dump(mode="json") for site in a_protocol().sites]
    protocol = a_protocol(sites=[sites[0] | {"closed_month": "2019-04"}, *sites[1:]])
    days = (date(2018, 7, 31), date(2019, 3, 31), date(2019, 4, 1), date(2021, 1, 1))
    held = [{"child_id": str(day), "held_on": day} for day in days]

    assert resource_use(protocol, records({"formulation": held}))["month"].to_list() == ["2019-03"]


def test_every_site_and_month_has_what_costs_are_divided_by() -> None:
    """2018 has five months of the study; two of them were returned, with 10 and 14 children. S02 never said."""
    returns = frame("monthly_return", [{"month": "2018-08", "children": 10.0}, {"month": "2018-11", "children": 14.0}])

    found = site_months(a_protocol(), returns)
    first = found.filter(pl.col("site_id") == "S01")

    assert first["children"].head(5).to_list() == [10.0, 12.0, 12.0, 14.0, 12.0]
    assert first.filter(pl.col("year") == 2019)["children"].to_list() == [12.0] * 12
    assert found.filter(pl.col("site_id") == "S02")["children"].null_count() == 29
    assert first.select("days", "phase", "places").row(3) == (30, 1.0, 100)
    assert first.select("days", "phase").row(0) == (31, 0.0)


@pytest.mark.parametrize(("month", "days"), [("2020-02", 29), ("2019-02", 28), ("2019-12", 31)])
def test_months_have_their_own_days(month: str, days: int) -> None:
    found = site_months(a_protocol(), KINDS["monthly_return"].empty()).filter(pl.col("month") == month)

    assert set(found["days"]) == {days}
