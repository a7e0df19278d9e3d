"""A weighted sum of ratios of totals: the parts of a site go together, and of one ratio it is that ratio."""

import numpy as np
import pytest
from scipy.stats import t

from newel.statistics.ratios import clustered_ratio, ratio_interval, sum_interval, sum_of_ratios

AMOUNTS = np.array([[10.0, 3.0], [30.0, 4.0], [20.0, 9.0], [40.0, 1.0]])
DIVISORS = np.array([[1.0, 2.0], [2.0, 2.0], [2.0, 3.0], [5.0, 1.0]])


def test_of_one_ratio_it_is_the_ratio_with_its_interval() -> None:
    alone = sum_interval(AMOUNTS[:, :1], DIVISORS[:, :1], np.array([1.0]))

    expected = ratio_interval(AMOUNTS[:, 0], DIVISORS[:, 0])
    assert (alone.value, alone.low, alone.high) == pytest.approx((expected.value, expected.low, expected.high))


def test_it_is_worked_out_site_by_site() -> None:
    """Ratios 10 and 17 / 8; each site's errors over 1 - its share, rooted, are added and squared."""
    weights = np.array([3.0, 4.0])

    found = sum_of_ratios(AMOUNTS, DIVISORS, weights)

    errors = []
    for amounts, divisors in zip(AMOUNTS, DIVISORS, strict=True):
        parts = []
        for place, ratio in enumerate((10.0, 17 / 8)):
            whole = DIVISORS[:, place].sum()
            left = amounts[place] - ratio * divisors[place]
            parts.append(weights[place] * left / whole / np.sqrt(1 - divisors[place] / whole))
        errors.append(sum(parts) ** 2)
    assert found.value == pytest.approx(3 * 10 + 4 * 17 / 8)
    assert found.standard_error == pytest.approx(np.sqrt(sum(errors)))
    fewest = min(clustered_ratio(AMOUNTS[:, place], DIVISORS[:, place]).freedom or 0 for place in (0, 1))
    assert found.freedom == fewest
    interval = sum_interval(AMOUNTS, DIVISORS, weights)
    margin = t.ppf(0.975, fewest) * (found.standard_error or 0)
    assert (interval.low, interval.high) == pytest.approx((found.value - margin, found.value + margin))


def test_two_ratios_that_are_one_add_up_as_one() -> None:
    """Half of a ratio and half of the same ratio are the ratio: their errors go together."""
    twice = np.column_stack([AMOUNTS[:, 0]] * 2), np.column_stack([DIVISORS[:, 0]] * 2)

    found, alone = sum_of_ratios(*twice, np.array([0.5, 0.5])), clustered_ratio(AMOUNTS[:, 0], DIVISORS[:, 0])

    assert (found.value, found.standard_error) == pytest.approx((alone.value, alone.standard_error))


def test_a_site_without_a_divisor_says_nothing_of_that_ratio() -> None:
    divisors = DIVISORS.copy()
    divisors[3, 1] = 0.0

    found = sum_of_ratios(AMOUNTS, divisors, np.array([0.0, 1.0]))

    alone = clustered_ratio(AMOUNTS[:3, 1], divisors[:3, 1])
    assert (found.value, found.standard_error) == pytest.approx((alone.value, alone.standard_error))


def test_one_site_has_a_value_and_no_interval() -> None:
    found = sum_interval(AMOUNTS[:1], DIVISORS[:1], np.array([1.0, 1.0]))

    assert (found.value, found.low, found.high) == (pytest.approx(10 + 1.5), None, None)
    assert found.why_none
