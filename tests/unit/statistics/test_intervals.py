"""What an interval over sites does at its edges: one site, no spread, nothing that happened, nobody asked."""

import numpy as np
import pytest

from newel.statistics import (
    clustered_mean,
    clustered_percentage,
    clustered_rate,
    clustered_ratio,
    ratio_interval,
    wilson,
)


def numbers(*values: float) -> "np.typing.NDArray[np.float64]":
    return np.array(values, dtype=float)


def test_one_site_has_an_estimate_and_no_interval() -> None:
    found = clustered_mean(numbers(2, 3, 4), np.array(["S01", "S01", "S01"]))

    assert (found.value, found.low, found.high) == (3, None, None)
    assert "one site" in found.why_none


def test_sites_that_do_not_differ_have_no_interval() -> None:
    found = clustered_mean(numbers(1, 3, 1, 3), np.array(["S01", "S01", "S02", "S02"]))

    assert (found.value, found.low) == (2, None)
    assert "do not differ" in found.why_none


def test_no_incident_gives_a_rate_of_zero_without_an_interval() -> None:
    found = clustered_rate(numbers(0, 0), numbers(12, 30))

    assert (found.value, found.low) == (0, None)
    assert "no incident" in found.why_none


def test_a_rate_never_has_a_negative_limit() -> None:
    found = clustered_rate(numbers(1, 40, 2), numbers(10, 11, 9))

    assert found.low is not None
    assert found.low > 0


def test_the_limits_of_a_rate_are_equally_many_times_away_from_it() -> None:
    found = clustered_rate(numbers(30, 40, 20), numbers(10, 11, 9))

    assert found.high is not None
    assert found.low is not None
    assert found.value / found.low == pytest.approx(found.high / found.value)


@pytest.mark.parametrize(("successes", "value"), [((0, 0, 0), 0), ((8, 9, 10), 100)])
def test_a_percentage_at_the_end_keeps_an_interval_inside_0_and_100(successes: tuple[int, ...], value: int) -> None:
    found = clustered_percentage(numbers(*successes), numbers(8, 9, 10))

    assert found.value == value
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low < found.high <= 100


def test_a_percentage_with_sites_that_differ_is_less_certain_than_one_of_independent_people() -> None:
    found = clustered_percentage(numbers(5, 45, 10, 40), numbers(50, 50, 50, 50))
    low, high = wilson(0.5, 200)

    assert found.low is not None
    assert found.low < 100 * low
    assert found.high is not None
    assert found.high > 100 * high


def test_a_percentage_never_counts_more_people_than_were_seen() -> None:
    """Sites that are more alike than chance would have them do not make people worth more."""
    found = clustered_percentage(numbers(10, 10, 10), numbers(20, 20, 20))
    t_with_2_degrees = 4.302652729911275
    low, high = wilson(0.5, 60, critical=t_with_2_degrees)

    assert (found.low, found.high) == pytest.approx((100 * low, 100 * high))


def test_one_site_alone_has_a_percentage_and_no_interval() -> None:
    found = clustered_percentage(numbers(3), numbers(4))

    assert (found.value, found.low) == (75, None)


def test_a_site_where_nobody_could_be_counted_says_nothing() -> None:
    with_it, without_it = (
        ratio_interval(numbers(3, 0, 9), numbers(2, 0, 4)),
        ratio_interval(numbers(3, 9), numbers(2, 4)),
    )

    assert with_it == without_it


def test_a_ratio_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="denominator"):
        clustered_ratio(numbers(0, 0), numbers(0, 0))


def test_one_cluster_has_no_t_quantile() -> None:
    with pytest.raises(ValueError, match="single cluster"):
        _ = clustered_ratio(numbers(1), numbers(2)).critical


def test_a_site_that_outweighs_the_rest_costs_degrees_of_freedom() -> None:
    equal = clustered_ratio(numbers(1, 2, 3, 4), numbers(5, 5, 5, 5)).freedom
    lopsided = clustered_ratio(numbers(100, 2, 3, 4), numbers(500, 5, 5, 5)).freedom

    assert equal == pytest.approx(3)
    assert lopsided is not None
    assert lopsided < 1.1
