"""Withheld numbers that a reader could work out with a pencil."""

import pytest

from tests.support.findings import a_table, parts_and_total, people, rate, released, share, shown


def column(table, **settings):
    return [row[0] for row in shown(table, **settings)]


def test_one_withheld_part_among_rounded_ones_is_safe_within_their_rounding() -> None:
    assert column(parts_and_total([98, 50, 4])) == ["100", "50", "*", "152"]


def test_a_withheld_part_that_the_exact_total_gives_back_takes_another_with_it() -> None:
    # 17 less two numbers of at least 8 is at most 1, so the asterisk would be 1 and nothing else.
    assert column(parts_and_total([8, 8, 1])) == ["*", "10", "*", "17"]


def test_the_smallest_part_is_withheld_with_it() -> None:
    # 52 less a number from 48 to 52 leaves 1 to 4, which is enough.
    assert column(parts_and_total([50, 2])) == ["50", "*", "52"]
    # 127 less two numbers of 88 and 38 or more leaves 1 and nothing else, so the smaller of the two goes as well.
    assert column(parts_and_total([88, 38, 1])) == ["90", "*", "*", "127"]


def test_where_all_other_parts_are_zero_the_total_is_withheld() -> None:
    assert column(parts_and_total([0, 5, 0])) == ["0", "*", "0", "*"]


def test_a_withheld_total_is_not_told_in_another_place_of_the_finding() -> None:
    passed = released(
        parts_and_total([0, 5, 0]), a_table({"all": [people(5, national=True)]}, id="again"), n=people(5, national=True)
    )
    assert passed.n.shown == "*"
    assert passed.table("again").cell("all", "n").shown == "*"


def test_two_largest_withheld_parts_do_not_give_each_other_away() -> None:
    # Both are at most 7, and together they are 14.
    assert column(parts_and_total([7, 7])) == ["*", "*", "*"]


def test_a_site_that_knows_its_own_number_cannot_work_another_out() -> None:
    # A site that knows its own 3 reads the other small part to within five values, thanks to the rounded one; with an
    # exact total and no rounded part it would read it exactly.
    assert column(parts_and_total([22, 3, 4], of_sites=True)) == ["20", "*", "*", "29"]
    assert column(parts_and_total([3, 4], of_sites=True)) == ["*", "*", "*"]
    assert column(parts_and_total([3, 4])) == ["*", "*", "7"]


def test_a_percentage_is_withheld_with_the_count_it_would_give_away() -> None:
    rows = {"a": [people(8), share(8, 80)], "b": [people(8), share(8, 90)], "c": [people(1), share(1, 70)]}
    rows["all"] = [people(17, national=True), share(17, 240, national=True)]
    assert shown(a_table(rows, ("n", "share"))) == [["*", "*"], ["10", "11%"], ["*", "*"], ["17", "7%"]]


def test_rates_do_not_give_a_numerator_away_that_counts_would_not() -> None:
    rows = {"a": [rate(8, 80.0)], "b": [rate(8, 90.0)], "c": [rate(1, 70.0)], "all": [rate(17, 240.0, national=True)]}
    assert column(a_table(rows)) == ["*", "11.1", "*", "7.1"]


def test_totals_of_each_wave_stand_for_the_parts_of_that_wave() -> None:
    first = {
        "yoi_w1": [people(98)],
        "stc_w1": [people(50)],
        "sch_w1": [people(4)],
        "all_w1": [people(152, national=True)],
    }
    second = {
        "yoi_w2": [people(8)],
        "stc_w2": [people(8)],
        "sch_w2": [people(1)],
        "all_w2": [people(17, national=True)],
    }
    assert column(a_table(first | second)) == ["100", "50", "*", "152", "*", "10", "*", "17"]


def test_a_total_at_the_end_of_a_row_is_seen_as_well() -> None:
    row = [people(8), people(8), people(1), people(17, national=True)]
    assert shown(a_table({"2019-01": row}, ("yoi", "stc", "sch", "all"))) == [["*", "10", "*", "17"]]


def test_a_rounded_total_gives_away_as_little() -> None:
    rows = {"a": [people(8)], "b": [people(8)], "c": [people(1)], "all": [people(17)]}
    assert column(a_table(rows)) == ["*", "10", "*", "15"]


def test_what_is_no_part_of_a_total_is_left_alone() -> None:
    # Counts of sites are about nobody, and more people than the total cannot be its parts.
    sites = {
        "a": [people(1, people=None)],
        "b": [people(2, people=None)],
        "all": [people(3, people=None, national=True)],
    }
    assert column(a_table(sites)) == ["1", "2", "3"]
    overlapping = {"a": [people(60)], "b": [people(60)], "c": [people(3)], "all": [people(70, national=True)]}
    assert column(a_table(overlapping)) == ["60", "60", "*", "70"]


@pytest.mark.parametrize("rule", ["nhs_hes", "nhs_mhsds"])
def test_zeros_stay_printed(rule: str) -> None:
    assert column(parts_and_total([0, 8, 8, 1]), rule=rule)[0] == "0"
