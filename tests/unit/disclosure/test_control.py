"""The one door out of the analysis."""

import dataclasses

import pytest

from newel.disclosure import Released, UnableToRelease, control
from newel.faults import Refused
from newel.findings import Estimate
from newel.protocol import Disclosure
from tests.support.findings import a_figure, a_finding, a_table, people, rate, released, share, shown


def test_a_released_finding_keeps_its_origin() -> None:
    finding = a_finding(a_table({"yoi": [people(40)]}), figures=(a_figure(),), notes=("A note.",))
    passed = control(finding, Disclosure(study_is_national=True))
    assert (passed.id, passed.freeze, passed.protocol, passed.software) == ("flow", "0123456789ab", "f" * 64, "newel 0")
    assert (passed.files, passed.figures, passed.notes) == (finding.files, finding.answer.figures, ("A note.",))
    assert passed.rule == "nhs_hes"
    assert "one to seven" in passed.rule_says


def test_the_true_numbers_are_not_in_what_is_released() -> None:
    passed = released(a_table({"yoi": [people(43)], "sch": [people(6)]}))
    everything = repr(dataclasses.asdict(passed))
    assert "43" not in everything
    assert [row.cells[0].value for row in passed.tables[0].rows] == [45, None]


def test_a_rule_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(Refused, match=r"disclosure, rule\n  found     `ons`\n  expected  one of nhs_hes, nhs_mhsds"):
        control(a_finding(), Disclosure(rule="ons"))


def test_a_released_finding_cannot_be_copied_with_other_numbers() -> None:
    passed = released(a_table({"yoi": [people(40)]}))
    with pytest.raises(ValueError, match="seal"):
        dataclasses.replace(passed, population="Somebody")
    with pytest.raises(UnableToRelease, match="flow has passed no disclosure rule"):
        Released(**{field.name: getattr(passed, field.name) for field in dataclasses.fields(passed)}, seal=None)


def test_a_missing_number_says_why() -> None:
    nothing = Estimate("percentage", None, "%", None, why_missing="no return was received")
    cell = released(a_table({"yoi": [nothing]})).tables[0].rows[0].cells[0]
    assert (cell.shown, cell.note, cell.value) == ("no data", "no return was received", None)


def test_a_percentage_about_people_without_its_parts_is_refused_by_its_address() -> None:
    bare = Estimate("percentage", 50.0, "%", people=80)
    with pytest.raises(UnableToRelease, match=r"t\.yoi\.n: A percentage about people came without its numerator"):
        released(a_table({"yoi": [bare]}))


def test_a_large_count_of_what_happened_to_few_people_is_withheld() -> None:
    assert shown(a_table({"sch": [people(30, unit="incidents", people=4)]})) == [["*"]]


def test_an_interval_moves_with_its_rounded_number_so_that_its_middle_does_not_give_the_true_one() -> None:
    cell = released(a_table({"sch": [share(43, 80, low=43.75, high=63.75)]})).tables[0].rows[0].cells[0]
    assert (cell.value, cell.low, cell.high) == (56.0, 46.0, 66.0)  # 45 of 80 is 56.25, not 53.75
    cell = released(a_table({"sch": [rate(12, 100.0, low=6.0, high=24.0)]})).tables[0].rows[0].cells[0]
    assert (cell.value, cell.low, cell.high) == (10.0, 5.0, 20.0)


def test_an_interval_of_a_percentage_stays_within_what_a_percentage_can_be() -> None:
    cell = released(a_table({"sch": [share(98, 98, low=96.0, high=100.0)]})).tables[0].rows[0].cells[0]
    assert (cell.shown, cell.interval) == ("100%", "96% to 100%")


def test_numbers_of_one_column_have_the_same_decimals() -> None:
    means = {"a": [people(9.871, kind="mean", people=40)], "b": [people(10.234, kind="mean", people=40)]}
    assert shown(a_table(means)) == [["9.9"], ["10.2"]]
    rates = {"a": [rate(10, 18.0, national=True)], "b": [rate(400, 100.0, national=True)]}
    assert shown(a_table(rates)) == [["56"], ["400"]]


def test_a_mean_of_thousands_is_printed_whole() -> None:
    costs = {name: [people(cost, kind="mean", unit="GBP", people=40)] for name, cost in (("a", 7134.12), ("b", 812.9))}
    assert shown(a_table(costs)) == [["£7,134"], ["£813"]]
    assert shown(a_table({"b": [people(812.9, kind="mean", people=40)]})) == [["812.9"]]


def test_a_withheld_number_does_not_decide_the_decimals_of_its_column() -> None:
    means = {"a": [people(9.871, kind="mean", people=40)], "b": [people(10.234, kind="mean", people=3)]}
    assert shown(a_table(means)) == [["9.87"], ["*"]]


def test_amounts_are_printed_in_their_currency_and_thousands_are_set_apart() -> None:
    amounts = {"a": [people(1234567.4, kind="amount", unit="GBP", people=None)]}
    amounts["b"] = [people(-1200.0, kind="amount", unit="GBP per child-year", people=None)]
    assert shown(a_table(amounts)) == [["£1,234,567"], ["-£1,200"]]
    assert shown(a_table({"a": [people(12345, national=True)]})) == [["12,345"]]


def test_the_number_of_people_a_finding_speaks_of_is_protected_too() -> None:
    assert released(n=people(5)).n.shown == "*"
    assert released(n=people(43)).n.shown == "45"


def test_an_empty_table_passes() -> None:
    assert shown(a_table({})) == []


def test_only_where_the_protocol_says_that_the_study_is_national_are_small_whole_study_counts_printed() -> None:
    table = a_table({"all": [people(3, national=True)]}, ("n",))

    assert released(table, study_is_national=True).tables[0].rows[0].cells[0].shown == "3"
    passed = released(table, study_is_national=False)
    assert passed.tables[0].rows[0].cells[0].shown == "*"
    assert "not national" in passed.rule_says
