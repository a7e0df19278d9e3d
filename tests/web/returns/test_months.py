"""Where a site stands with its months: received, late, due, overdue, missing, not expected."""

from datetime import date

import pytest

from newel.web.returns.models import Return
from newel.web.returns.queries.standing import standing
from newel.web.study import current_study

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


def keep(month, received_on, *, site_id="S01", version=1):
    Return.objects.create(
        site_id=site_id, month=month, version=version, received_on=received_on, sent_by="tests", values={}
    )


def states(site_id="S01", today=date(2020, 9, 15)):
    months = standing(current_study().protocol, [site_id], today)[site_id]
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

    month = next(
        m for m in standing(current_study().protocol, ["S01"], date(2020, 9, 15))["S01"] if m.month == "2020-06"
    )
    assert (month.state, month.version, month.received_on) == ("received", 2, date(2020, 8, 1))


def test_nothing_is_expected_of_a_site_after_it_closed():
    rowan = states("S17")  # closed_month = 2020-03

    assert rowan["2020-02"] == "missing"
    assert rowan["2020-03"] == "not_expected"


def test_the_page_of_a_new_study_says_that_nothing_is_waited_for(settings, sign_in):
    settings.NEWEL_TODAY = date(2018, 8, 10)
    page = sign_in("site_lead").get("/staff/returns/").content.decode()

    assert "Nothing is waited for" in page
    assert "None yet" in page
