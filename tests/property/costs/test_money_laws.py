"""What must hold of money whatever the numbers are: conversion, parts and wholes, time, and the order of things."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import fsum

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from newel.costs import (
    IndexSeries,
    Quantity,
    Registry,
    annuity,
    apportioned,
    discount_factor,
    discounted,
    factor_of,
    index_steps,
)
from tests.support.costs import a_unit_cost, two_series

DAY = date(2019, 6, 1)
FEW = settings(max_examples=30, deadline=None, derandomize=True)
LEVELS = some.floats(1.0, 1_000.0)
AMOUNTS = some.floats(0.0, 1e6)
WEIGHTS = some.dictionaries(some.sampled_from([f"S{number:02d}" for number in range(1, 19)]), AMOUNTS, min_size=1)


@some.composite
def chains(draw: some.DrawFn) -> dict[str, IndexSeries]:
    """Draw three series of overlapping years, each continuing the one before."""
    found: dict[str, IndexSeries] = {}
    begins, before = 2000, None
    for name in ("a", "b", "c"):
        ends = begins + draw(some.integers(1, 5))
        levels = {year: draw(LEVELS) for year in range(begins, ends + 1)}
        found[name] = IndexSeries(name, name, levels, "", "", "", before, begins if before else None)
        begins, before = ends - draw(some.integers(0, 1)) * (ends - begins > 1), name
    return found


def years(series: dict[str, IndexSeries]) -> list[int]:
    return sorted({year for each in series.values() for year in each.levels})


@FEW
@given(chains(), some.data())
def test_conversion_there_and_back_is_the_identity(series: dict[str, IndexSeries], data: some.DataObject) -> None:
    one, other = (data.draw(some.sampled_from(years(series))) for _ in range(2))
    name = data.draw(some.sampled_from(list(series)))

    there = factor_of(index_steps(series, name, from_year=one, to_year=other))
    back = factor_of(index_steps(series, name, from_year=other, to_year=one))

    assert there * back == pytest.approx(1.0, rel=1e-12)


@FEW
@given(chains(), some.data())
def test_the_steps_of_a_way_join_and_each_is_within_one_series(
    series: dict[str, IndexSeries], data: some.DataObject
) -> None:
    one, other = (data.draw(some.sampled_from(years(series))) for _ in range(2))
    assume(one != other)

    steps = index_steps(series, "a", from_year=one, to_year=other)

    assert [steps[0].from_year, *(step.to_year for step in steps)][-1] == other
    assert steps[0].from_year == one
    assert all(before.to_year == after.from_year for before, after in pairwise(steps))
    assert all({step.from_year, step.to_year} <= set(series[step.series].levels) for step in steps)


@FEW
@given(some.floats(0.01, 100.0), some.data())
def test_only_ratios_of_levels_matter(scale: float, data: some.DataObject) -> None:
    series = data.draw(chains())
    scaled = {
        name: replace(each, levels={year: level * scale for year, level in each.levels.items()})
        for name, each in series.items()
    }
    first, last = years(series)[0], years(series)[-1]

    factors = [factor_of(index_steps(each, "b", from_year=first, to_year=last)) for each in (series, scaled)]

    assert factors[0] == pytest.approx(factors[1], rel=1e-12)


@FEW
@given(some.lists(AMOUNTS, min_size=4, max_size=4), some.floats(0, 1e4), some.permutations(range(4)))
def test_perspectives_add_up_to_the_whole_in_whatever_order(
    amounts: list[float], number: float, order: list[int]
) -> None:
    names = ("health", "justice", "local_authority", "family")
    costs = [a_unit_cost(id=name, perspective=name, amount=each) for name, each in zip(names, amounts, strict=True)]
    quantity = Quantity(number, "review")

    plain, turned = (
        Registry(tuple(each), (), two_series()).price("review", quantity, on=DAY, year=2020)
        for each in (costs, [costs[place] for place in order])
    )

    assert plain.amount == turned.amount == fsum(row.amount for row in plain.rows)
    assert plain.amount == pytest.approx(fsum(plain.borne_by(name) for name in names), rel=1e-12)
    assert [plain.borne_by(name) for name in names] == [turned.borne_by(name) for name in names]


@FEW
@given(AMOUNTS, WEIGHTS)
def test_the_parts_of_an_apportioned_cost_add_up_to_it(amount: float, weights: dict[str, float]) -> None:
    assume(fsum(weights.values()) > 1e-3)

    parts = apportioned(amount, weights)

    assert fsum(parts.values()) == pytest.approx(amount, rel=1e-9, abs=1e-9)
    assert all(part >= 0 for part in parts.values())


@FEW
@given(AMOUNTS, some.integers(1, 30), some.floats(0.0, 0.2))
def test_an_annuity_discounted_at_its_own_rate_is_worth_what_was_paid(amount: float, years: int, rate: float) -> None:
    yearly = annuity(amount, years=years, rate=rate)

    worth = fsum(discounted(yearly, years=year, rate=rate) for year in range(1, years + 1))

    assert worth == pytest.approx(amount, rel=1e-6)


@FEW
@given(some.floats(0, 30), some.floats(0, 30), some.floats(0.0, 0.2))
def test_years_add_up_in_discounting(first: float, then: float, rate: float) -> None:
    both = discount_factor(first, rate) * discount_factor(then, rate)

    assert both == pytest.approx(discount_factor(first + then, rate), rel=1e-9)
