"""What must hold of the worth of a study, whatever was drawn: nothing at no size, rising, and below that of knowing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.decision import NewStudy, partial_information, sample_information

SIZES = np.array([0.0, 1.0, 3.0, 10.0, 100.0, 1e9])
THRESHOLDS = np.array([2_000.0, 10_000.0, 25_000.0])
SEEDS = st.integers(0, 100_000)


def _draws(seed: int, options: int) -> "tuple[np.ndarray, np.ndarray, np.ndarray]":
    """Return costs, effects and one figure, on which effects hang in a way that bends, and costs may."""
    generator = np.random.default_rng(seed)
    figure = generator.gamma(1.5, 1.0, 400)
    bends = generator.normal(size=(3, options))
    effects = bends[0] + figure[:, None] * bends[1] + np.sin(2 * figure)[:, None] * bends[2]
    costs = generator.gamma(2, 4000, (400, options)) + 2000 * figure[:, None] * generator.normal(size=options)
    return costs, effects + generator.normal(0, 0.3, effects.shape), figure


@given(seed=SEEDS, options=st.integers(2, 5), prior=st.sampled_from([1.0, 8.0, 200.0]))
@settings(max_examples=25, deadline=None)
def test_a_study_is_worth_nothing_at_size_nothing_then_more_and_never_more_than_knowing(
    seed: int, options: int, prior: float
) -> None:
    costs, effects, figure = _draws(seed, options)

    found = sample_information(costs, effects, THRESHOLDS, study=NewStudy(figure, SIZES, prior))
    knowing = partial_information(costs, effects, THRESHOLDS, parameters=figure[:, None]).value

    nearly = 1e-9 * np.abs(costs).max()
    assert found[0] == pytest.approx(0, abs=nearly)
    assert (np.diff(found, axis=0) >= -nearly).all()
    assert (found <= knowing + nearly).all()
    assert found[-1] == pytest.approx(knowing, rel=1e-3, abs=1e-3)


@given(seed=SEEDS, factor=st.sampled_from([0.01, 1000.0]))
@settings(max_examples=8, deadline=None)
def test_the_unit_of_the_figure_changes_nothing(seed: int, factor: float) -> None:
    costs, effects, figure = _draws(seed, 3)

    plain = sample_information(costs, effects, THRESHOLDS, study=NewStudy(figure, SIZES, 8.0))
    scaled = sample_information(costs, effects, THRESHOLDS, study=NewStudy(factor * figure - 5, SIZES, 8.0))

    assert scaled == pytest.approx(plain, rel=1e-6, abs=1e-3)
