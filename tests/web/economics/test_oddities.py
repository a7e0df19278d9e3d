"""What is odd in a site's costs: nothing sent, nothing paid, and amounts far from the usual, each in words."""

from datetime import date

import pytest

from newel.web.economics.presenters.oddities import oddities
from newel.web.returns.queries.paid import Paid
from newel.web.returns.queries.standing import SiteMonth

ITEMS = {"travel": "Travel", "venue": "Rooms for training"}
DAY = date(2020, 9, 15)


def paid(amount, *, item="travel", category="running", year=2020):
    return Paid(item, "health", category, amount, "GBP", year)


def month(name, state):
    return SiteMonth(name, state, DAY, DAY)


def words(months, expected=()):
    return [odd.words for odd in oddities(expected, months, ITEMS)]


USUAL = {f"2020-0{number}": (paid(400.0),) for number in range(1, 5)}
"""Four months, each like the others."""


def test_months_like_each_other_are_not_odd():
    assert words(USUAL) == []


def test_ten_times_the_usual_is_odd_and_says_what_is_usual():
    assert words(USUAL | {"2020-05": (paid(4000.0),)}) == [
        "In May 2020, travel: £4,000. In other months it is about £400."
    ]


def test_a_tenth_of_the_usual_is_odd():
    assert words(USUAL | {"2020-05": (paid(40.0),)}) == ["In May 2020, travel: £40. In other months it is about £400."]


@pytest.mark.parametrize("amount", [41.0, 3999.0])
def test_anything_nearer_to_the_usual_is_not_odd(amount):
    assert words(USUAL | {"2020-05": (paid(amount),)}) == []


def test_with_two_other_months_nobody_can_tell_what_is_usual():
    few = dict(list(USUAL.items())[:2])

    assert words(few | {"2020-05": (paid(9e6),)}) == []


def test_one_slip_does_not_make_the_other_months_odd():
    assert len(words(USUAL | {"2020-05": (paid(4e6),)})) == 1


def test_set_up_is_paid_once_and_so_is_never_far_from_the_usual():
    assert words(USUAL | {"2020-05": (paid(400.0), paid(90_000.0, category="set_up"))}) == []


def test_where_no_item_has_a_usual_amount_the_month_as_a_whole_is_told():
    rooms = {"2020-05": (paid(4000.0, item="venue"),)}

    assert words(USUAL | rooms) == [
        "In May 2020, all running costs together: £4,000. In other months it is about £400."
    ]


def test_a_month_is_told_once_by_its_item_and_not_again_as_a_whole():
    both = {name: (*rows, paid(1.0, item="venue")) for name, rows in USUAL.items()}

    assert words(both | {"2020-05": (paid(40_000.0), paid(1.0, item="venue"))}) == [
        "In May 2020, travel: £40,000. In other months it is about £400."
    ]


def test_an_item_that_the_sheet_does_not_name_is_told_by_its_id():
    rows = {name: (paid(400.0, item="barge"),) for name in USUAL}

    assert "barge: £9,000" in words(rows | {"2020-05": (paid(9000.0, item="barge"),)})[0]


@pytest.mark.parametrize("rows", [(), (paid(0.0),)])
def test_a_month_in_which_nothing_was_paid_is_odd(rows):
    assert words(USUAL | {"2020-05": rows}) == ["For May 2020 the sheet says that nothing was paid."]


def test_prices_of_two_years_in_one_month_are_odd():
    assert words({"2020-05": (paid(400.0), paid(300.0, year=2019))}) == [
        "Amounts of May 2020 are in the prices of 2019 and 2020."
    ]


def test_a_month_that_can_still_be_sent_is_told_by_itself():
    expected = [month("2020-06", "overdue"), month("2020-07", "overdue")]

    assert words({}, expected) == [
        "Nothing was received for July 2020. It can still be sent.",
        "Nothing was received for June 2020. It can still be sent.",
    ]


def test_closed_months_in_a_row_are_told_in_one_sentence():
    states = ["missing", "missing", "received", "missing", "due", "not_expected"]
    expected = [month(f"2020-0{number}", state) for number, state in enumerate(states, start=1)]

    assert words({}, expected) == [
        "Nothing was received for April 2020, and the month is closed.",
        "Nothing was received for January 2020 to February 2020, and these 2 months are closed.",
    ]


def test_the_latest_month_is_told_first():
    found = oddities([month("2020-08", "overdue")], USUAL | {"2020-05": (), "2020-06": (paid(9e4),)}, ITEMS)

    assert [odd.month for odd in found] == ["2020-08", "2020-06", "2020-05"]
