"""Monthly returns: which months are owed, which version counts, what is late."""

from datetime import date

from newel.care import expected_months, latest_returns, return_punctuality
from tests.support.protocols import a_protocol
from tests.support.records import frame


def test_the_highest_version_of_a_month_counts() -> None:
    returns = frame("monthly_return", [{"version": 2, "assaults": 5}, {"version": 1, "assaults": 3}])

    assert latest_returns(returns)["assaults"].to_list() == [5]


def test_a_correction_that_no_longer_knows_a_number_takes_it_back() -> None:
    returns = frame("monthly_return", [{"version": 1, "assaults": 3}, {"version": 2, "assaults": None}])

    assert latest_returns(returns)["assaults"].to_list() == [None]


def test_a_closed_site_owes_no_return_from_its_closing_month() -> None:
    site = a_protocol().sites[0].model_copy(update={"closed_month": "2018-10"})

    assert expected_months(a_protocol(), site) == ("2018-08", "2018-09")


def test_a_return_is_late_only_after_the_day_it_was_due() -> None:
    """August is due fifteen days after its end: on 15 September."""
    on_time = {"month": "2019-08", "received_on": date(2019, 9, 15)}
    late = {"month": "2019-09", "received_on": date(2019, 10, 16)}

    found = return_punctuality(a_protocol(), frame("monthly_return", [on_time, late])).row(0, named=True)

    assert found == {"site_id": "S01", "expected": 29, "received": 2, "late": 1, "missing": 27, "corrected": 0}


def test_a_correction_is_counted_and_does_not_make_a_return_late() -> None:
    first = {"version": 1, "received_on": date(2019, 9, 1)}
    again = {"version": 2, "received_on": date(2019, 12, 1)}

    found = return_punctuality(a_protocol(), frame("monthly_return", [first, again])).row(0, named=True)

    assert (found["received"], found["late"], found["corrected"]) == (1, 0, 1)


def test_a_return_for_a_month_nobody_expects_is_not_counted() -> None:
    found = return_punctuality(a_protocol(), frame("monthly_return", [{"month": "2030-01"}])).row(0, named=True)

    assert (found["received"], found["missing"]) == (0, 29)
