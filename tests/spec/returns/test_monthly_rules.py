"""What the monthly return of the example study accepts and what it sends back: one row a rule."""

import pytest

from tests.support.monthly import MOST_CASES, a_row, checked, found, monthly

WRONG = [
    ("site_id", None, "site_written"),
    ("month", None, "month_written"),
    ("month", "Aug 2019", "month_written"),
    ("month", "08/2019", "month_written"),
    ("month", "2019-13", "month_written"),
    ("month", "2019-8", "month_written"),
    ("month", "2019-08-15", "month_written"),
    ("children", "14,5", "children_number"),
    ("children", "many", "children_number"),
    ("children", "-1", "children_number"),
    ("children", "401", "children_number"),
    ("children", "1e1", "children_number"),
    ("children", "30.1", "children_fit_the_site"),
    ("staff_trained", 41, "trained_are_staff"),
    ("formulation_child_attended", 6, "attended_are_meetings"),
    ("reviews_held", 7, "held_were_due"),
    ("assault_children", 5, "assault_children_of_incidents"),
    ("assault_children", 0, "assault_children_when_any"),
    ("self_harm_children", 1, "self_harm_children_of_incidents"),
    ("restraint_children", 8, "restraint_children_of_incidents"),
    ("restraint_children", 0, "restraint_children_when_any"),
]


def test_a_return_in_which_nothing_is_odd_is_taken_as_numbers() -> None:
    result = checked(a_row())

    assert (result.faults, result.notes) == ((), ())
    assert result.frame.to_dicts() == [a_row(children=14.5)]


@pytest.mark.parametrize(("column", "value", "rule"), WRONG)
def test_one_wrong_cell_is_one_fault_in_its_own_column(column: str, value: object, rule: str) -> None:
    assert found(a_row(**{column: value})) == [(rule, column, (2,))]


@pytest.mark.parametrize(("column", "most"), MOST_CASES)
def test_a_count_is_a_whole_number_in_digits_up_to_its_limit(column: str, most: int) -> None:
    values = ("3.0", "5.5", "ten", "-1", "1,000", "1e2", "0x10", "1_0", "#N/A", "TRUE", most + 1)
    places = [(site, f"2019-0{month}") for site in ("S03", "S04") for month in range(4, 10)]

    faults = found(
        *(
            a_row(site_id=site, month=month, **{column: value})
            for (site, month), value in zip(places, values, strict=False)
        )
    )

    assert faults == [(f"{column}_count", column, (row,)) for row in range(2, 2 + len(values))]


@pytest.mark.parametrize("column", [name for name in monthly().names if name not in ("site_id", "month")])
def test_any_count_may_be_blank_which_means_not_known_and_not_zero(column: str) -> None:
    result = checked(a_row(**{column: None}))

    assert result.faults == ()
    assert result.frame[column].to_list() == [None]


def test_zero_is_a_count_like_any_other() -> None:
    row = {name: 0 for name in a_row() if name not in ("site_id", "month")} | {"site_id": "S03", "month": "2019-08"}

    assert checked(row).frame.to_dicts() == [row]


def test_more_children_than_can_have_been_there_are_questioned() -> None:
    many = a_row(children=2, admissions=1, restraints=9, restraint_children=6, assault_children=3)

    assert found(many) == [("restraint_children_were_here", "restraint_children", (2,))]
    assert found(many | {"admissions": None}) == []  # nobody knows how many came, so nothing contradicts it


def test_what_cannot_be_read_is_not_also_compared() -> None:
    assert found(a_row(staff_in_post="forty", staff_trained=41)) == [("staff_in_post_count", "staff_in_post", (2,))]


def test_a_comparison_that_kept_silent_silences_no_other() -> None:
    empty = a_row(children=0, admissions=0, restraints="5.5", restraint_children=1, assaults=0, assault_children=0)

    assert found(empty) == [
        ("restraint_children_were_here", "restraint_children", (2,)),
        ("restraints_count", "restraints", (2,)),
    ]


def test_every_rule_says_what_is_expected_and_how_to_mend_it_in_sentences() -> None:
    for rule in monthly().rules:
        assert rule.expected[0].islower() or rule.expected[0].isdigit(), rule.id
        assert rule.fix.endswith("."), rule.id
        assert rule.fix[0].isupper(), rule.id


def test_every_column_of_the_return_has_a_rule_of_its_own() -> None:
    assert {rule.column for rule in monthly().rules} == set(monthly().names)
