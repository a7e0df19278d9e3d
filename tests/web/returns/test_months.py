"""Where a site stands with its months: received, late, due, overdue, missing, not expected."""

from datetime import date

import pytest

from newel.web.returns.queries.standing import standing
from newel.web.study import current_study
from tests.support.web_returns import keep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


def the_month(month):
    months = standing(current_study().protocol, ["S01"], date(2020, 9, 15))["monthly"]["S01"]
    return next(found for found in months if found.month == month)


def states(site_id="S01", today=date(2020, 9, 15)):
    months = standing(current_study().protocol, [site_id], today)["monthly"][site_id]
    return {month.month: month.state for month in months}


@pytest.mark.parametrize(
    ("month", "state"),
    [
        ("2020-08", "due"),  # due on 15 September, today
        ("2020-07", "overdue"),  # due on 15 August, closes on 27 January
        ("2020-03", "overdue"),  # closes on 27 September
        ("2020-02", "missing"),  # closed on 27 August
    ],
)
def test_a_month_without_a_return_is_due_then_overdue_then_missing(month, state):
    assert states()[month] == state


def test_a_month_that_is_not_over_is_not_there():
    assert "2020-09" not in states()


def test_a_return_on_the_last_day_is_in_time_and_on_the_next_is_late():
    keep("2020-06", date(2020, 7, 15))
    keep("2020-05", date(2020, 6, 16))

    assert states()["2020-06"] == "received"
    assert states()["2020-05"] == "late"


def test_a_correction_after_the_due_day_does_not_make_a_month_late():
    keep("2020-06", date(2020, 7, 1))
    keep("2020-06", date(2020, 8, 1), version=2)

    month = the_month("2020-06")
    assert (month.state, month.version, month.received_on) == ("received", 2, date(2020, 8, 1))


@pytest.mark.parametrize(
    ("month", "received_on", "late_by"),
    [
        ("2020-06", date(2020, 7, 15), 0),  # on the day
        ("2020-06", date(2020, 7, 25), 10),
        ("2020-07", None, 31),  # due on 15 August, today is 15 September
        ("2020-08", None, 0),  # due today
        ("2020-02", None, 0),  # closed: it is missing, and will not get later
    ],
)
def test_late_by_counts_days_to_the_first_arrival_or_to_today(month, received_on, late_by):
    if received_on:
        keep(month, received_on)
        keep(month, date(2020, 9, 1), version=2)

    assert the_month(month).late_by == late_by


def test_the_months_of_one_return_say_nothing_of_another():
    keep("2020-07", date(2020, 8, 1), kind="activity")
    months = standing(current_study().protocol, ["S01"], date(2020, 9, 15))

    assert next(m.state for m in months["activity"]["S01"] if m.month == "2020-07") == "received"
    assert states()["2020-07"] == "overdue"


def test_nothing_is_expected_of_a_site_after_it_closed():
    rowan = states("S17")  # closed_month = 2020-03

    assert rowan["2020-02"] == "missing"
    assert rowan["2020-03"] == "not_expected"


def test_the_page_of_a_new_study_says_that_nothing_is_waited_for(settings, sign_in):
    settings.NEWEL_TODAY = date(2018, 8, 10)
    page = sign_in("site_lead").get("/staff/returns/monthly/").content.decode()

    assert "Nothing is waited for" in page
    assert "None yet" in page
