"""What the ladder says of groups whose questionnaires differ in a known way."""

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import Answers, difference, fit_factors, invariance
from newel.statistics.measurement.factor.ladder import BINARY_STEPS, ORDERED_STEPS
from tests.support.questionnaire import ITEMS, MODEL, asked, numeric, ordered

PEOPLE = 600
LABELS = ["first"] * PEOPLE + ["later"] * PEOPLE


def two_waves(*, loading: float = 0.8, shift: float = 0.0, mean: float = 0.0) -> Numbers:
    """Return planted answers: in the later wave item a2 has this loading and shift, and factor A this mean."""
    draws = np.random.default_rng(11)
    factors = draws.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], 2 * PEOPLE)
    factors[PEOPLE:, 0] += mean
    values = 0.8 * np.repeat(factors, 3, axis=1) + 0.6 * draws.standard_normal((2 * PEOPLE, 6))
    values[PEOPLE:, 1] += (loading - 0.8) * factors[PEOPLE:, 0] + shift
    return np.asarray(values)


def waves(values: Numbers) -> Answers:
    return Answers(values, ITEMS, LABELS)


def test_a_questionnaire_that_means_the_same_reaches_the_top() -> None:
    ladder = invariance(MODEL, waves(two_waves(mean=0.5)))

    assert ladder.reached == "strict"
    assert "means may be compared" in ladder.sentence
    assert ladder.steps[0].difference is None
    assert np.isnan(ladder.steps[0].cfi_change)


def test_a_planted_change_of_the_mean_is_found_where_scores_are_comparable() -> None:
    scalar = invariance(MODEL, waves(two_waves(mean=0.5))).steps[2].fit

    change = scalar.coefficient("A", "~1", "", 1)

    assert change.standardised == pytest.approx(0.5, abs=0.15)
    assert scalar.coefficient("A", "~1", "", 0).estimate == 0
    assert scalar.coefficient("B", "~1", "", 1).p > 0.01


def test_an_item_with_another_loading_stops_the_ladder_before_metric() -> None:
    ladder = invariance(MODEL, waves(two_waves(loading=-0.2)))

    assert ladder.reached == "configural"
    assert "different units" in ladder.sentence
    test = ladder.steps[1].difference
    assert test is not None
    assert test.p < 0.001


def test_an_item_with_another_level_stops_the_ladder_before_scalar() -> None:
    ladder = invariance(MODEL, waves(two_waves(shift=0.8)))

    assert ladder.reached == "metric"
    assert "means may not" in ladder.sentence


def test_robust_tests_are_used_where_answers_are_not_taken_as_normal() -> None:
    ladder = invariance(MODEL, waves(two_waves()), estimator="MLR")

    assert [step.difference.method for step in ladder.steps[1:] if step.difference] == ["Satorra-Bentler 2001"] * 3


def test_gaps_are_carried_through_the_ladder() -> None:
    values = two_waves()
    values[::7, 2] = np.nan

    ladder = invariance(MODEL, waves(values), missing="fiml")

    assert all(step.fit.people == (PEOPLE, PEOPLE) for step in ladder.steps)
    assert ladder.reached == "strict"


def test_the_ladder_of_ordered_items_starts_with_their_thresholds() -> None:
    values = np.digitize(two_waves(shift=0.9), [-1, 0, 1]).astype(float)

    ladder = invariance(MODEL, waves(values), estimator="DWLS")

    assert [step.name for step in ladder.steps] == list(ORDERED_STEPS)
    assert ladder.reached == "metric"


def test_items_with_two_answers_have_a_shorter_ladder() -> None:
    values = (two_waves() > 0).astype(float)

    ladder = invariance(MODEL, waves(values), estimator="DWLS")

    assert [step.name for step in ladder.steps] == list(BINARY_STEPS)
    assert ladder.reached == "strict"


def test_steps_may_be_chosen() -> None:
    chosen = {"configural": (), "same loadings and means": ("loadings", "intercepts", "means")}

    ladder = invariance(MODEL, waves(two_waves(mean=2.0)), steps=chosen)

    assert [step.name for step in ladder.steps] == list(chosen)
    assert ladder.reached == "configural"


def test_a_chosen_step_is_named_in_the_sentence() -> None:
    ladder = invariance(MODEL, waves(two_waves()), steps={"free": (), "loadings only": ("loadings",)})

    assert ladder.sentence == "The groups have in common what the model loadings only holds equal."


def test_one_group_has_nothing_to_be_invariant_to() -> None:
    with pytest.raises(ValueError, match="one group only"):
        invariance(MODEL, asked(numeric()))


def test_models_that_are_not_nested_are_not_tested() -> None:
    one = fit_factors(MODEL, asked(numeric()))
    robust = fit_factors(MODEL, asked(numeric()), estimator="MLR")

    assert difference(one, one).method == "not nested"
    assert np.isnan(difference(one, robust).p)


def test_a_factor_that_is_not_there_in_every_group_leaves_nothing_to_compare() -> None:
    values = np.random.default_rng(3).standard_normal((2 * PEOPLE, 2))
    pair = type(MODEL)({"A": ("a1", "a2")})

    ladder = invariance(pair, Answers(values, ("a1", "a2"), LABELS))

    assert ladder.reached == ""
    assert "nothing may be compared" in ladder.sentence


def test_ordered_answers_reach_the_top_when_groups_are_alike() -> None:
    assert invariance(MODEL, asked(ordered(), grouped=True), estimator="DWLS").reached == "strict"
