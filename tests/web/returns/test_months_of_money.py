"""Cost sheets: nobody waits for one before delivery began, and a month without a cost is one in which nothing was paid.

Alder's delivery began in October 2018, Rowan's in November 2019; Rowan closed in March 2020.
"""

from datetime import date

import pytest

from newel.web.returns.presenters import open_places, site_standings
from newel.web.returns.queries.standing import standing
from newel.web.study import current_study
from tests.support.web_returns import EVENTS, keep, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
COSTS = "/staff/returns/costs/"


def months(site: str, today: date, name: str = "costs") -> dict[str, str]:
    return {month.month: month.state for month in standing(current_study().protocol, [site], today)[name][site]}


def test_a_cost_sheet_is_waited_for_from_the_month_in_which_delivery_began() -> None:
    rowan = months("S17", date(2020, 9, 15))

    assert {rowan[month] for month in ("2018-08", "2019-05", "2019-10")} == {"early"}
    assert rowan["2019-11"] == "missing"
    assert rowan["2020-03"] == "not_expected"


def test_a_monthly_return_is_waited_for_from_the_first_month_of_the_study() -> None:
    assert months("S17", date(2020, 9, 15), "monthly")["2018-08"] == "missing"


def test_a_cost_sheet_of_setting_up_that_was_sent_early_was_received() -> None:
    keep("2018-09", date(2018, 10, 5), kind="cost")

    alder = months("S01", date(2018, 11, 20))

    assert (alder["2018-08"], alder["2018-09"], alder["2018-10"]) == ("early", "received", "overdue")


def test_what_setting_up_cost_can_be_typed_in_before_delivery_began_and_is_not_listed_as_waiting() -> None:
    today = date(2018, 11, 20)
    site = current_study().protocol.site("S01")
    found = standing(current_study().protocol, ["S01"], today)["costs"]

    assert "S01 2018-08" in dict(open_places([site], found, today))
    (shown,) = site_standings([site], found)
    assert [month.month for month in (*shown.waiting, *shown.others)] == ["2018-10"]


def test_of_costs_the_page_says_paid_and_of_events_happened(sign_in) -> None:  # type: ignore[no-untyped-def]  # a fixture
    sender = sign_in("site_lead")

    costs, events = text_of(sender.get(COSTS)), text_of(sender.get(EVENTS))

    assert "A month in which nothing was paid is a return too" in costs
    assert "Nothing was paid in this month" in costs
    assert "nothing happened" not in costs
    assert "A month in which nothing happened is a return too" in events
