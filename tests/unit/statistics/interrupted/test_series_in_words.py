"""Series that a model cannot bear are refused or spoken of in words."""

import numpy as np
import pytest

from newel.statistics.interrupted import negative_binomial, newey_west, one_series, quasi_poisson, seasons

ONES = np.ones((24, 1))


def test_counts_that_scatter_less_than_chance_have_no_dispersion_and_say_so() -> None:
    even = np.tile([10.0, 11.0], 12)

    fit = negative_binomial(even, ONES)

    assert fit.method == "Poisson"
    assert "scatter no more than chance alone" in fit.notes[0]


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative, and one is -1"):
        quasi_poisson(np.array([3.0, -1.0, 4.0]), np.ones((3, 1)))


def test_a_lag_longer_than_the_series_is_refused() -> None:
    with pytest.raises(ValueError, match="A lag of 24 needs more than 24 times, and there are 24"):
        newey_west(np.arange(24.0), ONES, lag=24)


def test_a_mean_of_counts_is_their_mean() -> None:
    counts = np.array([4.0, 6, 8, 2, 5, 5])

    fit = quasi_poisson(counts, np.ones((6, 1)))

    assert np.exp(fit.coefficients[0]) == pytest.approx(counts.mean())
    assert fit.dispersion == pytest.approx(((counts - 5) ** 2 / 5).sum() / 5)


def test_a_walk_that_never_turns_back_is_said_to_lack_a_trend() -> None:
    walk = np.cumsum(np.ones(60)) + np.random.default_rng(3).normal(scale=1e-3, size=60)

    fit = one_series(walk, np.ones((60, 1)))

    assert not fit.converged
    assert "a trend may be missing" in fit.notes[0]


def test_a_year_comes_round() -> None:
    columns, names = seasons(np.array([1.0, 13.0, 6.0]))

    assert names == ("sine_1", "cosine_1", "sine_2", "cosine_2")
    assert columns[0] == pytest.approx(columns[1])
    assert not np.allclose(columns[0], columns[2])
