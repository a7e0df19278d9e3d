"""Printed numbers read back: what is a number, what is none, and the mark that spreadsheets need."""

import pytest

from newel.web.economics.presenters.numbers import pounds, written
from newel.web.economics.queries.released import as_number, estimate_of
from newel.web.synthesis.queries.numbers import Number, released_numbers


def number(shown, interval=""):
    return Number("a.b.c.d", shown, interval, "GBP", "Table 1")


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("£7,908", 7908.0), ("-98.4", -98.4), ("-£1,082", -1082.0), ("63%", 63.0), ("0", 0.0),
        ("1,234,567.8", 1234567.8),
    ],
)  # fmt: skip
def test_what_a_report_prints_is_read_as_the_number_it_is(printed, value):
    assert as_number(printed) == value


@pytest.mark.parametrize("printed", ["*", "", "no data", "Cannot tell", "<0.001", "£", "1 to 2", "1.", "--1", "1e3"])
def test_what_is_no_number_is_none(printed):
    assert as_number(printed) is None


def test_an_estimate_has_both_ends_or_none():
    both, neither, half = (estimate_of(number("5", interval)) for interval in ("1 to 9", "", "1 to no data"))

    assert (both.low, both.high) == (1.0, 9.0)
    assert (neither.low, neither.high) == (None, None)
    assert (half.low, half.high) == (None, None)


def test_a_withheld_number_is_no_estimate():
    assert estimate_of(number("*")) is None
    assert estimate_of(None) is None


def test_an_interval_that_begins_below_0_is_read_without_the_mark_for_spreadsheets(published):
    found = released_numbers().by_address["break_even.against.assaults_all.prevented"]

    assert found.interval == "-11.0 to 374.5"
    assert found.words == "181.7 per 100 children per year (-11.0 to 374.5)"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567.0, 0, "1,234,567"), (999.5, 0, "1,000"), (2.5, 0, "3"), (-2.5, 0, "-3"), (-0.4, 0, "0"),
        (0.25, 1, "0.3"), (-0.04, 1, "0.0"), (16.2, 1, "16.2"), (1000.0, 1, "1,000.0"),
    ],
)  # fmt: skip
def test_numbers_are_written_with_thousands_apart_and_halves_away_from_0(value, decimals, text):
    assert written(value, decimals) == text


def test_an_amount_below_0_has_its_sign_before_the_pound():
    assert (pounds(-1082.4), pounds(1082.5), pounds(-0.2)) == ("-£1,082", "£1,083", "£0")
