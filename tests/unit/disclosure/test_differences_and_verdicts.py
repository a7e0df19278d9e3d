"""What models say passes the rule like everything else: differences, p values, effect sizes, verdicts in words."""

from typing import Any

import pytest

from newel.disclosure import ReleasedCell, control
from newel.findings import Estimate
from newel.findings.model import Kind
from newel.protocol import Disclosure
from tests.support.findings import a_finding, a_table

SETTINGS = Disclosure(rule="nhs_hes", study_is_national=True)


def cell(kind: Kind, value: float | None, people: int | None, **about: Any) -> ReleasedCell:
    """Return one number as it leaves the rule."""
    estimate = Estimate(kind, value, "points", people, **about)
    released = control(a_finding(a_table({"only": [estimate]})), SETTINGS)
    return released.table("t").cell("only", "n")


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("difference", 0.2371, "0.24"),
        ("difference", -3.0, "-3.00"),
        ("difference", 12.34, "12.3"),
        ("coefficient", 0.4567, "0.46"),
        ("coefficient", 0.0312, "0.031"),
        ("p_value", 0.0412, "0.041"),
        ("p_value", 0.0498, "0.0498"),
        ("p_value", 0.0502, "0.050"),
        ("p_value", 0.00004, "<0.001"),
        ("p_value", 1.0, "1.000"),
    ],
)
def test_each_kind_is_printed_with_the_digits_that_mean_something(kind: Kind, value: float, shown: str) -> None:
    assert cell(kind, value, 400).shown == shown


def test_the_interval_of_a_difference_stands_about_it() -> None:
    found = cell("difference", 0.24, 400, low=-0.1, high=0.58)

    assert (found.low, found.high, found.interval) == (-0.1, 0.58, "-0.10 to 0.58")


@pytest.mark.parametrize("kind", ["difference", "coefficient", "p_value"])
def test_a_number_of_a_model_on_few_people_is_withheld(kind: Kind) -> None:
    assert cell(kind, 0.5, 7).shown == "*"
    assert cell(kind, 0.5, 8).shown != "*"


def test_a_verdict_is_printed_as_its_words_and_is_never_drawn() -> None:
    found = cell("words", 0, 400, says="Sustained")

    assert (found.shown, found.value, found.interval, found.note) == ("Sustained", None, "", "")


def test_a_verdict_on_few_people_is_withheld_like_the_numbers_behind_it() -> None:
    found = cell("words", 0, 3, says="Sustained")

    assert found.shown == "*"
    assert "Sustained" not in str(found)


def test_a_verdict_that_could_not_be_reached_says_why() -> None:
    found = cell("words", None, None, why_missing="One wave has no answers.")

    assert (found.shown, found.note) == ("no data", "One wave has no answers.")
