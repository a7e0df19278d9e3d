"""What must hold of a decision whatever is assumed: more prevented is never worse, and break-even costs nothing."""

from dataclasses import replace
from math import fsum

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from newel.costs.deciding import Assumed, net_between, outlook
from tests.support.naive_outlook import NaiveOutlook

MANY = settings(max_examples=80, deadline=None, derandomize=True)
WRITTEN = some.integers(0, 100_000).map(lambda tenths: tenths / 10)
"""Numbers as somebody writes them, with one decimal."""
ASSUMED = some.builds(
    Assumed,
    cost=WRITTEN,
    prevented=some.integers(-5_000, 10_000).map(lambda tenths: tenths / 10),
    unit_cost=WRITTEN,
    children=some.integers(1, 1_500).map(lambda thousandths: thousandths / 1000),
    lasts=some.integers(0, 1000).map(lambda thousandths: thousandths / 1000),
    years=some.integers(1, 20),
    rate=some.integers(0, 100).map(lambda thousandths: thousandths / 1000),
    places=some.integers(1, 2_000),
)
MORE = some.integers(1, 1_000).map(lambda tenths: tenths / 10)


@MANY
@given(ASSUMED)
def test_it_is_what_closed_formulas_say(assumed):
    found, naive = outlook(assumed), NaiveOutlook(assumed)

    assert found.cost == pytest.approx(float(naive.cost), rel=1e-12)
    assert found.saved == pytest.approx(float(naive.saved), rel=1e-12)
    assert (found.needed is None) == (naive.needed is None)
    if naive.needed is not None:
        assert found.needed == pytest.approx(float(naive.needed), rel=1e-12)


@MANY
@given(ASSUMED, MORE)
def test_more_prevented_is_never_worse(assumed, more):
    before, after = outlook(assumed), outlook(replace(assumed, prevented=assumed.prevented + more))

    assert after.net <= before.net
    assert all(late.net <= early.net for early, late in zip(before.years, after.years, strict=True))
    if before.per_incident is not None:
        assert after.per_incident <= before.per_incident * (1 + 1e-12)


@MANY
@given(ASSUMED, MORE)
def test_a_dearer_place_is_never_better(assumed, more):
    before, after = outlook(assumed), outlook(replace(assumed, cost=assumed.cost + more))

    assert after.net > before.net
    assert before.needed is None or after.needed > before.needed


@MANY
@given(ASSUMED)
def test_at_the_break_even_delivery_costs_nothing(assumed):
    needed = outlook(assumed).needed
    assume(needed is not None)
    at = outlook(replace(assumed, prevented=needed))

    assert at.net == pytest.approx(0.0, abs=1e-9 * (1 + at.cost))
    assert at.verdict == "even"


@MANY
@given(ASSUMED)
def test_the_break_even_the_price_of_an_incident_and_the_net_cost_tell_the_same(assumed):
    found = outlook(assumed)
    assume(found.needed is not None and abs(found.net) > 1e-6 * (1 + found.cost))
    pays = found.net < 0

    assert (assumed.prevented > found.needed) == pays
    assert (found.per_incident is not None and assumed.unit_cost > found.per_incident) == pays


@MANY
@given(ASSUMED, some.integers(2, 7))
def test_so_many_times_the_places_have_so_many_times_the_budget(assumed, times):
    one, several = outlook(assumed), outlook(replace(assumed, places=times * assumed.places))

    assert several.net == one.net
    for few, many in zip(one.years, several.years, strict=True):
        assert many.cost == pytest.approx(times * few.cost, rel=1e-12)
        assert many.prevented == pytest.approx(times * few.prevented, rel=1e-12)


@MANY
@given(ASSUMED)
def test_years_of_the_budget_add_up_to_a_place_where_nothing_is_discounted(assumed):
    found = outlook(replace(assumed, rate=0.0))

    assert fsum(year.net for year in found.years) == pytest.approx(
        assumed.places * found.net, rel=1e-9, abs=1e-6 * assumed.places
    )


@MANY
@given(ASSUMED)
def test_an_effect_that_lasts_less_prevents_no_more(assumed):
    assume(assumed.prevented > 0)
    fading = outlook(replace(assumed, lasts=assumed.lasts / 2))

    assert fading.prevented <= outlook(assumed).prevented
    assert fading.years[0] == outlook(assumed).years[0]


@MANY
@given(ASSUMED, MORE)
def test_no_number_within_an_interval_is_outside_of_what_its_ends_give(assumed, more):
    low, high = net_between(assumed, assumed.prevented - more, assumed.prevented + more)

    assert low <= outlook(assumed).net <= high
