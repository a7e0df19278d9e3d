"""The six intraclass correlations: the textbook's mean squares, their order, and planted variances found again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import agreement_test, intraclass
from tests.support import naive_scales as naive

few = settings(max_examples=20, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
FORMS = ("ICC1", "ICC2", "ICC3")


def planted(seed: int, *, targets: int = 20, raters: int = 4, stricter: float = 0.5) -> Numbers:
    """Return ratings: targets vary by 1, raters by `stricter`, and what is left by 1."""
    draws = np.random.default_rng(seed)
    of_targets, of_raters = draws.standard_normal((targets, 1)), stricter * draws.standard_normal(raters)
    return np.asarray(5 + of_targets + of_raters + draws.standard_normal((targets, raters)))


@few
@given(seed=seeds, raters=st.integers(2, 5))
def test_all_six_forms_are_those_of_mean_squares_from_fitted_dummies(seed: int, raters: int) -> None:
    ratings = planted(seed, targets=9, raters=raters)

    found = intraclass(ratings)

    for form, value in naive.shrout_fleiss(ratings).items():
        assert found[form].value == pytest.approx(value, rel=1e-8, abs=1e-10)


@few
@given(seed=seeds)
def test_the_mean_of_all_raters_is_as_reliable_as_spearman_and_brown_say(seed: int) -> None:
    found = intraclass(planted(seed))

    for form in FORMS:
        single = found[form].value
        assert found[f"{form}k"].value == pytest.approx(4 * single / (1 + 3 * single), rel=1e-9)


@few
@given(seed=seeds)
def test_the_mean_of_all_raters_is_more_reliable_than_one_of_them(seed: int) -> None:
    found = intraclass(planted(seed) + 2 * np.arange(20.0)[:, None])

    for form in FORMS:
        assert found[f"{form}k"].value > found[form].value > 0


@few
@given(seed=seeds)
def test_consistency_is_above_agreement_where_raters_are_stricter_than_others(seed: int) -> None:
    found = intraclass(planted(seed) + np.array([0.0, 2, 4, 6]) + 3 * np.arange(20.0)[:, None])

    assert found["ICC1"].value < found["ICC2"].value < found["ICC3"].value


@few
@given(seed=seeds, offset=st.floats(1, 20))
def test_a_rater_who_adds_a_constant_lowers_agreement_and_leaves_consistency(seed: int, offset: float) -> None:
    ratings = planted(seed, stricter=0.0) + np.arange(20.0)[:, None]
    ratings -= ratings.mean(axis=0)
    moved = ratings + np.array([offset, 0, 0, 0])

    plain, found = intraclass(ratings), intraclass(moved)

    assert found["ICC3"].value == pytest.approx(plain["ICC3"].value, rel=1e-9)
    assert found["ICC2"].value < plain["ICC2"].value
    assert found["ICC1"].value < plain["ICC1"].value


@few
@given(seed=seeds)
def test_both_forms_of_a_coefficient_share_their_test(seed: int) -> None:
    found = intraclass(planted(seed))

    for form in FORMS:
        single, mean = found[form], found[f"{form}k"]
        assert (single.statistic, single.freedom, single.p) == (mean.statistic, mean.freedom, mean.p)


@few
@given(seed=seeds)
def test_the_interval_excludes_nought_just_where_the_one_sided_test_at_half_the_level_rejects(seed: int) -> None:
    found = intraclass(planted(seed) * np.array([1.0, 1, 1, -0.5]))

    for form in ("ICC1", "ICC3"):
        assert (found[form].low > 0) is (found[form].p < 0.025)


@few
@given(seed=seeds)
def test_the_order_of_targets_and_raters_changes_nothing(seed: int) -> None:
    draws, ratings = np.random.default_rng(seed), planted(seed)
    shuffled = ratings[draws.permutation(20)][:, draws.permutation(4)]

    one, other = intraclass(ratings), intraclass(shuffled)

    for form, found in other.items():
        assert found.value == pytest.approx(one[form].value, rel=1e-9)
        assert [found.low, found.high] == pytest.approx([one[form].low, one[form].high], rel=1e-8)


def test_planted_variances_are_found_again_in_many_targets_and_raters() -> None:
    found = intraclass(planted(3, targets=800, raters=60, stricter=0.7))

    assert found["ICC3"].value == pytest.approx(1 / 2, abs=0.04)
    assert found["ICC2"].value == pytest.approx(1 / 2.49, abs=0.06)


@pytest.mark.parametrize("form", ["ICC1", "ICC3", "ICC3k"])
def test_exact_intervals_hold_the_true_value_in_nineteen_of_twenty_samples(form: str) -> None:
    true = {"ICC1": 0.5, "ICC3": 0.5, "ICC3k": 0.8}[form]

    held = 0
    for seed in range(500):
        found = intraclass(planted(seed, stricter=0.0))[form]
        held += found.low <= true <= found.high

    assert held / 500 == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 500))


def test_the_approximate_interval_of_agreement_holds_the_true_value_nearly_as_often() -> None:
    held = 0
    for seed in range(400):
        found = intraclass(planted(seed, raters=6))["ICC2"]
        held += found.low <= 1 / 2.25 <= found.high

    assert 0.91 < held / 400 <= 0.985


@few
@given(seed=seeds)
def test_the_test_of_agreement_uses_the_value_and_interval_of_icc2(seed: int) -> None:
    ratings = planted(seed)

    alone, found = agreement_test(ratings), intraclass(ratings)["ICC2"]

    assert (alone.value, alone.low, alone.high) == (found.value, found.low, found.high)
    assert alone.statistic == pytest.approx(found.statistic)
    assert alone.freedom[0] == found.freedom[0]


@pytest.mark.parametrize("level", [1.0, 0.1, 3.3, 1e6])
def test_targets_that_nobody_tells_apart_leave_consistency_undefined(level: float) -> None:
    ratings = np.tile(level * np.array([1.0, 7.0, 3.0]), (7, 1))

    found = intraclass(ratings)

    assert np.isnan([found["ICC3"].value, found["ICC3"].p, found["ICC3k"].value]).all()
    assert found["ICC2"].value == 0
    assert found["ICC1"].value == pytest.approx(-0.5)
    assert np.isnan(agreement_test(ratings).p)


@pytest.mark.parametrize("level", [1.0, 0.1, 3.3])
def test_raters_who_differ_by_constants_alone_are_wholly_consistent_in_any_unit(level: float) -> None:
    ratings = level * (np.array([1.0, 2, 5, 9])[:, None] + np.array([0.0, 0.7, 0.3]))

    found = intraclass(ratings)

    assert found["ICC3"].value == pytest.approx(1, abs=1e-12)
    assert (found["ICC3"].statistic, found["ICC3"].p) == (np.inf, 0)
    assert 0 < found["ICC2"].value < 1
