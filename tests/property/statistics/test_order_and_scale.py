"""Which site comes first, and in which unit a score is kept, says nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics import clustered_mean, clustered_percentage, clustered_rate

counts = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=2, max_size=18)
scores = st.lists(st.tuples(st.sampled_from("ABCDE"), st.floats(0, 100)), min_size=2, max_size=60)


@given(sites=counts, seed=st.integers(0, 99))
def test_the_order_of_sites_changes_no_bit(sites: list[tuple[int, int]], seed: int) -> None:
    shuffled = np.random.default_rng(seed).permutation(len(sites))
    incidents, years = np.array(sites, dtype=float).T
    part = np.minimum(incidents, years)

    assert clustered_rate(incidents, years) == clustered_rate(incidents[shuffled], years[shuffled])
    assert clustered_percentage(part, years) == clustered_percentage(part[shuffled], years[shuffled])


@given(people=scores, seed=st.integers(0, 99))
def test_the_order_of_people_and_the_names_of_sites_change_no_bit(people: list[tuple[str, float]], seed: int) -> None:
    shuffled = np.random.default_rng(seed).permutation(len(people))
    sites, values = np.array([site for site, _ in people]), np.array([value for _, value in people])
    renamed = np.array([{"A": "Z9", "B": "Q", "C": "M1", "D": "B", "E": "A"}[site] for site in sites])

    assert clustered_mean(values, sites) == clustered_mean(values[shuffled], renamed[shuffled])


@settings(max_examples=50)
@given(people=scores, factor=st.sampled_from([0.5, 2.0, 8.0]))
def test_scores_in_another_unit_give_the_same_mean_and_interval_in_that_unit(
    people: list[tuple[str, float]], factor: float
) -> None:
    sites, values = np.array([site for site, _ in people]), np.array([value for _, value in people])

    once, scaled = clustered_mean(values, sites), clustered_mean(factor * values, sites)

    assert scaled.value == pytest.approx(factor * once.value)
    assert (scaled.low is None) == (once.low is None)
    if once.low is not None:
        assert scaled.low == pytest.approx(factor * once.low, abs=1e-9)


@given(sites=counts)
def test_a_percentage_lies_inside_its_interval_and_both_between_0_and_100(sites: list[tuple[int, int]]) -> None:
    part, whole = np.array([(min(some, most), most) for some, most in sites], dtype=float).T

    found = clustered_percentage(part, whole)

    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 100
