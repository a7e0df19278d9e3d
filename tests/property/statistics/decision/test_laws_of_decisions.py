"""What must hold for any draws: a loop over thresholds agrees, and units, order and constants change nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.decision import basis, decide, incremental, partial_information, smooth
from tests.support.naive_decision import scores_of_smoothing, threshold_by_threshold

SEEDS, OPTIONS = st.integers(0, 100_000), st.integers(1, 6)
THRESHOLDS = np.linspace(0, 40_000, 41)


def _draws(seed: int, options: int, *, count: int = 300, whole: bool = False) -> "tuple[np.ndarray, np.ndarray]":
    generator = np.random.default_rng(seed)
    costs, effects = generator.gamma(2, 4000, (count, options)), generator.normal(1, 0.5, (count, options))
    # Whole thousands and tenths make ties, and crossings that fall on a threshold.
    return (np.round(costs, -3), np.round(effects, 1)) if whole else (costs, effects)


@given(seed=SEEDS, options=OPTIONS)
@settings(max_examples=25, deadline=None)
def test_the_envelope_equals_a_loop_over_thresholds(seed: int, options: int) -> None:
    costs, effects = _draws(seed, options)

    found = decide(costs, effects, THRESHOLDS)
    acceptability, information = threshold_by_threshold(costs, effects, THRESHOLDS)

    assert np.array_equal(found.acceptability, acceptability)
    assert found.perfect_information == pytest.approx(information, abs=1e-7)
    assert found.acceptability.sum(axis=1) == pytest.approx(1.0)


@given(seed=SEEDS, options=OPTIONS)
@settings(max_examples=25, deadline=None)
def test_where_options_tie_the_share_lies_between_winning_alone_and_winning_at_all(seed: int, options: int) -> None:
    costs, effects = _draws(seed, options, whole=True)

    found = decide(costs, effects, THRESHOLDS)
    benefit = THRESHOLDS[:, None, None] * effects - costs
    others = np.stack([np.delete(benefit, option, 2).max(axis=2, initial=-np.inf) for option in range(options)], 2)

    assert (found.acceptability >= (benefit > others + 1e-6).mean(axis=1) - 1e-12).all()
    assert (found.acceptability <= (benefit > others - 1e-6).mean(axis=1) + 1e-12).all()
    assert found.acceptability.sum(axis=1) == pytest.approx(1.0)


@given(seed=SEEDS)
@settings(max_examples=15, deadline=None)
def test_constants_on_all_costs_and_options_nobody_would_choose_change_nothing(seed: int) -> None:
    costs, effects = _draws(seed, 3)
    worse_costs, worse_effects = costs.max(axis=1) + 1, effects.min(axis=1) - 1

    plain = decide(costs, effects, THRESHOLDS)
    moved = decide(costs + 1234, effects, THRESHOLDS)
    more = decide(np.column_stack([costs, worse_costs]), np.column_stack([effects, worse_effects]), THRESHOLDS)

    assert moved.perfect_information == pytest.approx(plain.perfect_information, abs=1e-7)
    assert more.perfect_information == pytest.approx(plain.perfect_information, abs=1e-9)
    assert np.array_equal(more.acceptability[:, :3], plain.acceptability)


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_partial_information_lies_between_nothing_and_everything(seed: int) -> None:
    costs, effects = _draws(seed, 3)
    thresholds = np.array([5_000.0, 20_000.0])

    everything = decide(costs, effects, thresholds).perfect_information
    found = partial_information(costs, effects, thresholds, parameters=effects[:, :1])

    assert (found.value >= 0).all()
    assert (found.value <= everything + 1e-9).all()


@given(seed=SEEDS, factor=st.sampled_from([0.01, 100.0]))
@settings(max_examples=8, deadline=None)
def test_partial_information_does_not_hang_on_the_unit_of_the_effects(seed: int, factor: float) -> None:
    costs, effects = _draws(seed, 3)

    plain = partial_information(costs, effects, THRESHOLDS, parameters=effects[:, :1])
    scaled = partial_information(costs, factor * effects, THRESHOLDS / factor, parameters=factor * effects[:, :1])

    assert scaled.value == pytest.approx(plain.value, rel=1e-9, abs=1e-6)


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_the_order_of_options_changes_no_value(seed: int) -> None:
    costs, effects = _draws(seed, 4)
    order = np.random.default_rng(seed).permutation(4)

    plain = partial_information(costs, effects, THRESHOLDS, parameters=effects[:, :1])
    moved = partial_information(
        costs[:, order], effects[:, order], THRESHOLDS, parameters=effects[:, :1], comparator=int(np.argmin(order))
    )

    assert moved.value == pytest.approx(plain.value, rel=1e-9, abs=1e-6)


def test_a_parameter_that_is_pure_noise_is_worth_next_to_nothing() -> None:
    # Now and then chance draws a curve through noise, so it is the average over studies that is next to nothing.
    shares = []
    for seed in range(20):
        costs, effects = _draws(seed, 2, count=2000)
        noise, thresholds = np.random.default_rng(seed + 100).normal(size=(2000, 1)), np.array([8_000.0])
        found = partial_information(costs, effects, thresholds, parameters=noise)
        shares.append(found.value[0] / decide(costs, effects, thresholds).perfect_information[0])

    assert np.mean(shares) < 0.02


@given(seed=SEEDS)
@settings(max_examples=6, deadline=None)
def test_no_amount_of_smoothing_cross_validates_better(seed: int) -> None:
    generator = np.random.default_rng(seed)
    parameter = generator.uniform(0, 1, (60, 1))
    response = np.sin(6 * parameter[:, 0]) + generator.normal(scale=0.5, size=60)
    of = basis(parameter)

    found = smooth(of, response)
    scaled = response / response.std(ddof=1)
    everywhere = scores_of_smoothing(of.columns, of.penalties[0], scaled, np.exp(np.linspace(-20, 20, 2000)))

    assert found.score <= everywhere.min() * (1 + 1e-9)


@given(seed=SEEDS, options=st.integers(1, 12))
@settings(max_examples=30, deadline=None)
def test_compared_options_have_rising_ratios_and_nothing_else_beats_them(seed: int, options: int) -> None:
    generator = np.random.default_rng(seed)
    costs, effects = np.round(generator.uniform(0, 9, options)), np.round(generator.uniform(0, 9, options))

    steps = incremental(costs, effects)
    ratios = [step.ratio for step in steps if step.ratio is not None]

    assert sorted(step.option for step in steps) == list(range(options))
    assert ratios == sorted(ratios)
    for threshold in np.linspace(0.01, 50, 60):
        best = (threshold * effects - costs).max()
        compared = [threshold * step.effect - step.cost for step in steps if step.status == "compared"]
        assert max(compared) == pytest.approx(best)
