"""The picture of a site's months: heights by amount, months that did not come, and the same in a sentence."""

from itertools import pairwise

import pytest

from newel.web.economics.presenters.columns import BOTTOM, LEFT, TOP, WIDTH, columns_of

MONTHS = [("2019-11", 100.0), ("2019-12", None), ("2020-01", 400.0), ("2020-02", 0.0)]


def drawn(months=MONTHS):
    return columns_of(months, "In prices of 2020").columns


def test_a_column_is_as_high_as_its_amount_is_of_the_highest():
    assert [column.height for column in drawn() if column.state == "paid"] == [31.0, 124.0, 0.0]
    assert BOTTOM - TOP == 124


def test_every_column_stands_on_the_floor():
    assert {round(column.y + column.height, 1) for column in drawn()} == {BOTTOM}


def test_a_month_that_did_not_come_is_no_amount_of_0():
    assert [column.state for column in drawn()] == ["paid", "none", "paid", "paid"]


def test_the_first_month_and_each_january_have_their_year_below():
    assert [column.label for column in drawn()] == ["2019", "", "2020", ""]


def test_few_months_are_no_wider_than_those_of_a_year():
    assert drawn()[0].width == drawn([(f"2020-{number:02}", 1.0) for number in range(1, 13)])[0].width


@pytest.mark.parametrize("number", [1, 12, 28, 60])
def test_columns_stay_in_the_picture_and_do_not_touch(number):
    columns = drawn([(f"20{20 + at // 12}-{at % 12 + 1:02}", 1.0 + at) for at in range(number)])

    assert columns[0].x >= LEFT
    assert columns[-1].x + columns[-1].width <= WIDTH - LEFT
    assert all(left.x + left.width <= right.x for left, right in pairwise(columns))


def test_the_sentence_says_how_many_came_and_between_what_they_lie():
    words = columns_of(MONTHS, "In prices of 2020").words

    assert words == (
        "In prices of 2020: for 3 of 4 months amounts were received, from £0 in February 2020 to £400 in January 2020."
    )


def test_where_nothing_came_the_sentence_says_so():
    assert columns_of([("2020-01", None)], "x").words == "No amount was received for any of 1 months."
    assert columns_of([], "x").columns == ()
