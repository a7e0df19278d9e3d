"""The two published rules, by the worked values that their documents give."""

import pytest

from newel.disclosure import disclosure_rules
from tests.support.findings import a_table, people, rate, released, share, shown, shown_alone

# True counts below national level, and what is printed of them: the published text of each rule, worked by hand.
TRUE = (0, 1, 4, 5, 7, 8, 12, 13)
PRINTED = {
    "nhs_hes": ("0", "*", "*", "*", "*", "10", "10", "15"),
    "nhs_mhsds": ("*", "*", "*", "5", "5", "10", "10", "15"),
}
ZERO_IS_WITHHELD = {"nhs_hes": False, "nhs_mhsds": True}
"""The second rule says `<5`, which read literally takes zero in; the protocol chooses the reading."""


@pytest.mark.parametrize("rule", PRINTED)
def test_counts_below_national_level_are_printed_as_the_rule_says(rule: str) -> None:
    literal = ZERO_IS_WITHHELD[rule]
    printed = tuple(shown_alone(people(count), rule=rule, zero_is_withheld=literal) for count in TRUE)
    assert printed == PRINTED[rule]


@pytest.mark.parametrize("rule", PRINTED)
def test_zero_is_printed_unless_the_protocol_reads_the_rule_literally(rule: str) -> None:
    assert shown_alone(people(0), rule=rule) == "0"
    assert shown_alone(people(0), rule=rule, zero_is_withheld=True) == "*"


@pytest.mark.parametrize("rule", PRINTED)
def test_national_numbers_are_printed_as_they_are(rule: str) -> None:
    printed = tuple(shown_alone(people(count, national=True), rule=rule) for count in TRUE)
    assert printed == tuple(str(count) for count in TRUE)


@pytest.mark.parametrize("rule", PRINTED)
def test_counts_that_are_not_about_people_are_printed_as_they_are(rule: str) -> None:
    assert shown_alone(people(3, people=None, unit="sites"), rule=rule) == "3"


# (numerator, denominator): printed. Percentages are of the rounded counts: 12 of 23 is 10 of 25.
PERCENTAGES = {
    "nhs_hes": {(12, 23): "40%", (7, 100): "*", (0, 100): "0%", (20, 7): "*", (613, 789): "78%"},
    "nhs_mhsds": {(12, 23): "40%", (4, 100): "*", (5, 100): "5%", (5, 4): "*", (613, 789): "78%"},
}


@pytest.mark.parametrize("rule", PERCENTAGES)
def test_percentages_are_of_rounded_counts_and_withheld_with_either_of_them(rule: str) -> None:
    for (part, whole), printed in PERCENTAGES[rule].items():
        assert shown_alone(share(part, whole), rule=rule) == printed, (part, whole)


@pytest.mark.parametrize(("rule", "most_withheld"), [("nhs_hes", 7), ("nhs_mhsds", 4)])
def test_a_mean_of_too_few_people_is_withheld(rule: str, most_withheld: int) -> None:
    too_few = people(3.25, kind="mean", unit="points", people=most_withheld)
    enough = people(3.25, kind="mean", unit="points", people=most_withheld + 1)
    assert (shown_alone(too_few, rule=rule), shown_alone(enough, rule=rule)) == ("*", "3.25")


def test_a_rate_over_fewer_than_a_hundred_bed_days_is_withheld_by_the_mental_health_rule() -> None:
    short, long = rate(20, 99 / 365.25), rate(20, 101 / 365.25)
    assert shown_alone(short, rule="nhs_mhsds") == "*"
    assert shown_alone(long, rule="nhs_mhsds") != "*"
    assert shown_alone(short, rule="nhs_hes") != "*"


def test_a_rate_is_of_the_rounded_count() -> None:
    # 473 assaults among 480 children in a quarter are 394.2 in the published bulletin; 475 of them are 395.8.
    assert shown_alone(rate(473, 120, national=True)) == "394"
    assert shown_alone(rate(473, 120)) == "396"
    assert shown_alone(rate(7, 120)) == "*"


def test_an_interval_is_exempt_but_not_that_of_a_withheld_number() -> None:
    table = a_table({"yoi": [share(40, 80, low=40.0, high=60.0)], "sch": [share(3, 80, low=1.0, high=11.0)]})
    assert shown(table) == [["50%"], ["*"]]
    kept, withheld = (row.cells[0] for row in released(table).tables[0].rows)
    assert (kept.interval, kept.low, kept.high) == ("40% to 60%", 40.0, 60.0)
    assert (withheld.interval, withheld.value, withheld.low, withheld.high) == ("", None, None, None)


def test_every_rule_says_what_it_does_and_where_it_comes_from() -> None:
    for rule in disclosure_rules().values():
        assert len(rule.says.split()) > 30
        assert rule.source
