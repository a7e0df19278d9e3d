"""The unit of a released number is written once: by the number itself where it carries it, else beside it."""

import pytest

from newel.findings import Estimate
from tests.support.findings import a_table, people, rate, released, share


def cell(estimate):
    """Return one released cell."""
    return released(a_table({"yoi": [estimate]})).tables[0].rows[0].cells[0]


def pounds(value, unit="GBP"):
    """Return an amount of money."""
    return Estimate("amount", value, unit, None, national=True)


@pytest.mark.parametrize(
    ("estimate", "shown", "beside"),
    [
        (people(40), "40", "people"),
        (share(40, 80), "50%", ""),
        (rate(90, 30.0), "300", "per 100 children per year"),
        (pounds(1200.0), "£1,200", ""),
        (pounds(1200.0, "GBP per child-year"), "£1,200", "per child-year"),
        (pounds(-3.0), "-£3", ""),
        (Estimate("mean", 3.25, "points", 40), "3.25", "points"),
        (Estimate("amount", 12.0, "hours", None, national=True), "12", "hours"),
        (Estimate("words", 0.0, "points", None, says="No change"), "No change", ""),
        (people(3), "*", "people"),
    ],
)
def test_the_unit_beside_a_number_is_what_the_number_does_not_carry(estimate, shown, beside):
    found = cell(estimate)

    assert (found.shown, found.unit_beside) == (shown, beside)


def test_a_missing_amount_keeps_its_whole_unit_because_no_number_carries_it():
    missing = cell(Estimate("amount", None, "GBP per place", None, why_missing="no cost was received"))

    assert missing.unit_beside == "GBP per place"


def test_a_number_without_a_unit_has_none_beside_it():
    assert cell(Estimate("coefficient", 0.25, "", 40)).unit_beside == ""
