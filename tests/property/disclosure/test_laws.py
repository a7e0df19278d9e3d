"""What holds of every released table, whatever numbers went in."""

from collections.abc import Iterator
from itertools import product
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.disclosure import ReleasedTable, control, disclosure_rules
from newel.disclosure.rule import Rule
from newel.findings import Table
from newel.protocol import Disclosure
from tests.support.findings import a_finding, a_table, parts_and_total, people, rate, released, share

RULES = disclosure_rules()
# Small numbers often: they are what the rules are about.
COUNTS = st.one_of(st.integers(0, 14), st.integers(0, 300))
LINES = st.lists(COUNTS, min_size=1, max_size=6)
rules = pytest.mark.parametrize("rule", RULES)


def band(shown: str, true: int, rule: Rule) -> tuple[float, float]:
    """Return what a reader knows of a count below national level: notes on the attack, retyped, not the code's own."""
    if shown == "*":
        return (1, rule.smallest - 1) if true < rule.smallest else (1, inf)
    printed = int(shown.replace(",", ""))
    return (0, 0) if printed == 0 else (max(rule.smallest, printed - 2), printed + 2)


def possible(bands: list[tuple[float, float]], total: float) -> Iterator[tuple[float, float]]:
    """Yield the range each part of a line can have, if the parts add up to `total`."""
    for position, (low, high) in enumerate(bands):
        others = [other for index, other in enumerate(bands) if index != position]
        yield (max(low, total - sum(most for _, most in others)), min(high, total - sum(least for least, _ in others)))


@rules
@settings(deadline=None)
@given(parts=LINES)
def test_no_released_count_below_national_level_is_small(rule: str, parts: list[int]) -> None:
    table = released(parts_and_total(parts), rule=rule).tables[0]
    for row in table.rows[:-1]:
        value = row.cells[0].value
        assert value is None or value == 0 or value >= RULES[rule].smallest
        assert (row.cells[0].shown == "*") == (value is None)


@rules
@settings(deadline=None)
@given(parts=LINES)
def test_no_small_count_can_be_worked_out_from_an_exact_total(rule: str, parts: list[int]) -> None:
    table = released(parts_and_total(parts), rule=rule).tables[0]
    total = table.rows[-1].cells[0].shown
    if total == "*":
        return
    bands = [band(row.cells[0].shown, true, RULES[rule]) for row, true in zip(table.rows, parts, strict=False)]
    for true, (low, high) in zip(parts, possible(bands, sum(parts)), strict=True):
        assert low <= true <= high
        assert not 0 < true < RULES[rule].smallest or high - low >= 2


@rules
@settings(deadline=None)
@given(parts=LINES)
def test_where_the_study_is_not_national_its_totals_are_protected_too(rule: str, parts: list[int]) -> None:
    table = released(parts_and_total(parts), rule=rule, study_is_national=False).tables[0]
    for row, true in zip(table.rows, [*parts, sum(parts)], strict=True):
        value = row.cells[0].value
        assert value is None or value == RULES[rule].rounded(true)
        assert value is None or value == 0 or value >= RULES[rule].smallest


@rules
@settings(deadline=None)
@given(parts=LINES)
def test_no_small_count_can_be_worked_out_from_a_rounded_total(rule: str, parts: list[int]) -> None:
    table = released(parts_and_total(parts), rule=rule, study_is_national=False).tables[0]
    if table.rows[-1].cells[0].shown == "*":
        return  # a reader cannot tell whether it is small or covers something small
    true_counts = [*parts, sum(parts)]
    *bands, (least, most) = [
        band(row.cells[0].shown, true, RULES[rule]) for row, true in zip(table.rows, true_counts, strict=True)
    ]
    lows = [low for low, _ in possible(bands, least)]
    highs = [high for _, high in possible(bands, most)]
    for true, low, high in zip(parts, lows, highs, strict=True):
        assert not 0 < true < RULES[rule].smallest or high - low >= 2


@rules
@settings(deadline=None)
@given(parts=st.lists(COUNTS, min_size=2, max_size=5), knower=st.integers(0, 4))
def test_no_site_that_knows_its_own_number_can_work_out_anothers(rule: str, parts: list[int], knower: int) -> None:
    table = released(parts_and_total(parts, of_sites=True), rule=rule).tables[0]
    if table.rows[-1].cells[0].shown == "*":
        return
    own = knower % len(parts)
    bands = [band(row.cells[0].shown, true, RULES[rule]) for row, true in zip(table.rows, parts, strict=False)]
    bands[own] = (parts[own], parts[own])
    for position, (true, (low, high)) in enumerate(zip(parts, possible(bands, sum(parts)), strict=True)):
        assert position == own or not 0 < true < RULES[rule].smallest or high - low >= 2


@rules
@settings(deadline=None)
@given(parts=st.lists(COUNTS, min_size=1, max_size=4), whole=st.integers(1, 60))
def test_a_rate_tells_no_more_of_its_numerator_than_a_count_would(rule: str, parts: list[int], whole: int) -> None:
    rows = {f"type_{index}": [rate(part, 100.0)] for index, part in enumerate(parts)}
    rows["all"] = [rate(sum(parts), 100.0 * len(parts), national=True)]
    rates = released(a_table(rows), rule=rule).tables[0]
    counts = released(parts_and_total(parts), rule=rule).tables[0]
    assert [row.cells[0].shown == "*" for row in rates.rows] == [row.cells[0].shown == "*" for row in counts.rows]
    for row, count in zip(rates.rows[:-1], counts.rows[:-1], strict=True):
        # Over a hundred years the rate per hundred is the count itself: the rounded one.
        assert row.cells[0].value == count.cells[0].value


@rules
@settings(deadline=None)
@given(
    first=st.integers(0, 300),
    second=st.integers(0, 300),
    whole=st.integers(8, 400),
)
def test_what_is_printed_depends_on_the_protected_counts_alone(rule: str, first: int, second: int, whole: int) -> None:
    protect = RULES[rule]
    if protect.withholds(first) != protect.withholds(second) or protect.rounded(first) != protect.rounded(second):
        return
    one, other = (
        released(a_table({"yoi": [people(n), share(n, whole)]}, ("n", "s")), rule=rule) for n in (first, second)
    )
    assert one.tables == other.tables


@rules
@settings(deadline=None)
@given(parts=LINES, zero=st.booleans())
def test_the_same_finding_is_always_released_the_same(rule: str, parts: list[int], *, zero: bool) -> None:
    finding = a_finding(parts_and_total(parts))
    settings = Disclosure(rule=rule, zero_is_withheld=zero, study_is_national=True)
    assert control(finding, settings) == control(finding, settings)


@rules
@settings(deadline=None)
@given(parts=LINES)
def test_zero_read_literally_is_never_printed_below_national_level(rule: str, parts: list[int]) -> None:
    table = released(parts_and_total(parts), rule=rule, zero_is_withheld=True).tables[0]
    assert all(row.cells[0].value != 0 for row in table.rows[:-1])


@rules
@settings(deadline=None)
@given(parts=LINES)
def test_a_printed_count_is_never_further_from_the_true_one_than_half_the_base(rule: str, parts: list[int]) -> None:
    table = released(parts_and_total(parts), rule=rule).tables[0]
    for row, true in zip(table.rows[:-1], parts, strict=True):
        value = row.cells[0].value
        assert value is None or abs(value - true) <= 2


def cross(grid: list[list[int]], *, sites: bool) -> Table:
    """Return counts by type and year with all their totals, which are national."""
    rows = {}
    for name, line in zip(["S01", "S02", "S03"] if sites else ["yoi", "stc", "sch"], grid, strict=False):
        rows[name] = [*map(people, line), people(sum(line))]
    rows["all"] = [
        people(sum(column), national=True) for column in zip(*[[*line, sum(line)] for line in grid], strict=True)
    ]
    return a_table(rows, ("first", "second", "all"))


def tables_that_fit(table: ReleasedTable, grid: list[list[int]], rule: Rule, most: int) -> Iterator[tuple[int, ...]]:
    """Yield every table of whole numbers up to `most` that agrees with all that is printed: brute force."""
    ranges = []
    for row, line in zip(table.rows, grid, strict=False):
        for cell, true in zip(row.cells, line, strict=False):
            low, high = band(cell.shown, true, rule)
            ranges.append(range(int(low), int(min(high, most)) + 1))
    for guess in product(*ranges):
        lines = [guess[index : index + 2] for index in range(0, len(guess), 2)]
        if all(
            agrees(table.rows[at].cells[2].shown, sum(line), sum(grid[at]), rule) for at, line in enumerate(lines)
        ) and all(
            table.rows[-1].cells[at].shown in ("*", str(sum(column)))
            for at, column in enumerate(zip(*lines, strict=True))
        ):
            yield guess


def agrees(shown: str, guess: int, true: int, rule: Rule) -> bool:
    low, high = band(shown, true, rule)
    return low <= guess <= high


@settings(deadline=None, max_examples=300)
@given(grid=st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=2), min_size=2, max_size=2))
def test_no_small_count_of_a_crossed_table_is_the_only_one_that_fits(grid: list[list[int]]) -> None:
    rule = RULES["nhs_mhsds"]
    table = released(cross(grid, sites=False), rule="nhs_mhsds").tables[0]
    fitting = list(tables_that_fit(table, grid, rule, most=16))
    truth = [count for line in grid for count in line]
    for position, true in enumerate(truth):
        if 0 < true < rule.smallest:
            assert len({guess[position] for guess in fitting}) > 1


@rules
@settings(deadline=None)
@given(
    grid=st.lists(st.lists(st.integers(0, 20), min_size=2, max_size=2), min_size=1, max_size=3),
    sites=st.booleans(),
    zero=st.booleans(),
)
def test_every_table_can_be_released_somehow(rule: str, grid: list[list[int]], *, sites: bool, zero: bool) -> None:
    table = released(cross(grid, sites=sites), rule=rule, zero_is_withheld=zero).tables[0]
    for row in table.rows[:-1]:
        assert all(cell.value is None or cell.value == 0 or cell.value >= RULES[rule].smallest for cell in row.cells)
