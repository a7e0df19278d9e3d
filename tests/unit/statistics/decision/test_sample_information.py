"""What a study is worth: the formula for one normal figure, and figures whose effect bends."""

import numpy as np
import pytest

from newel.statistics.decision import NewStudy, partial_information, sample_information
from tests.support.naive_samples import by_unit_normal_loss

ONE = np.array([1.0])


def two_options(benefit: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    """Return draws of costs and effects of doing nothing, and of an option with this benefit at a threshold of 1."""
    return np.zeros((len(benefit), 2)), np.column_stack([np.zeros(len(benefit)), benefit])


@pytest.mark.parametrize("mean", [-1.5, -0.3, 0.0, 0.4])
def test_one_normal_figure_is_worth_the_unit_normal_loss(mean: float) -> None:
    figure = np.random.default_rng(5).normal(size=200_000)
    figure = (figure - figure.mean()) / figure.std()
    sizes = np.array([0.0, 1.0, 4.0, 10.0, 90.0, 1e6])

    found = sample_information(*two_options(mean + 2 * figure), ONE, study=NewStudy(figure, sizes, 10.0))[:, 0]

    expected = [by_unit_normal_loss(mean, 2.0, size=size, prior=10.0) for size in sizes]
    assert found == pytest.approx(expected, abs=4e-3)


def test_only_the_ratio_of_the_sizes_counts() -> None:
    figure = np.random.default_rng(6).normal(size=2000)
    draws = two_options(0.2 + figure)

    sites = sample_information(*draws, ONE, study=NewStudy(figure, np.array([4.0, 8.0]), 18.0))
    people = sample_information(*draws, ONE, study=NewStudy(figure, np.array([120.0, 240.0]), 540.0))

    assert people == pytest.approx(sites)


def test_where_an_effect_bends_a_study_is_worth_no_more_than_knowing() -> None:
    """Drawing the figure itself to its mean, the worth of the third size would be 0.23, and knowing is worth 0.18."""
    figure = np.random.default_rng(1).normal(size=20_000)
    draws = two_options(0.5 - figure**2)

    knowing = partial_information(*draws, ONE, parameters=figure[:, None]).value[0]
    sizes = np.array([2.0, 5.0, 10.0, 50.0, 1e6])
    found = sample_information(*draws, ONE, study=NewStudy(figure, sizes, 10.0))[:, 0]

    assert knowing == pytest.approx(0.179, abs=5e-3)
    assert (found <= knowing).all()
    assert found[-1] == pytest.approx(knowing, rel=1e-4)


def test_two_figures_of_which_all_effects_are_the_product_are_known_by_regression() -> None:
    """Nothing is left over, which rounding must not turn into less than nothing."""
    generator = np.random.default_rng(7)
    pair = generator.normal(2, 0.3, (400, 2))
    costs, effects = np.zeros((400, 2)), np.column_stack([np.full(400, 4.0), pair.prod(axis=1)])

    found = partial_information(costs, effects, ONE, parameters=pair).value[0]

    assert found == pytest.approx(np.maximum(effects[:, 1] - 4, 0).mean() - max(effects[:, 1].mean() - 4, 0), rel=1e-3)
