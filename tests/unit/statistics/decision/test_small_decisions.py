"""Decisions small enough to check by hand, and what is refused."""

import numpy as np
import pytest

from newel.statistics.decision import (
    Range,
    basis,
    cohort,
    decide,
    incremental,
    partial_information,
    smooth,
    threshold_of,
    tornado,
    totals,
)

RANGES = (Range("price", 2.0, 1.0, 3.0), Range("quantity", 10.0, 9.0, 12.0))


def _bill(at: "dict[str, float]") -> float:
    return at["price"] * at["quantity"]


def test_two_draws_that_disagree_are_worth_asking_about() -> None:
    costs, effects = np.array([[0.0, 10.0], [0.0, 10.0]]), np.array([[0.0, 2.0], [0.0, 0.0]])

    found = decide(costs, effects, np.array([4.0, 20.0]))

    assert found.acceptability.tolist() == [[1.0, 0.0], [0.5, 0.5]]
    assert found.best.tolist() == [0, 1]
    assert found.perfect_information.tolist() == [0.0, 5.0]  # half the time 10 is lost by choosing the second
    assert found.expected_loss[1].tolist() == [15.0, 5.0]
    assert found.frontier.tolist() == [1.0, 0.5]


def test_a_tie_goes_to_the_first_option() -> None:
    same = np.ones((3, 2))

    assert decide(same, same, np.array([1.0])).acceptability.tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize(
    ("costs", "thresholds", "words"),
    [
        (np.array([[1.0, np.nan]]), np.array([1.0]), "cost of option 2 in draw 1 is not a number"),
        (np.array([[1.0, 2.0]]), np.array([2.0, 1.0]), "thresholds must rise"),
        (np.empty((0, 2)), np.array([1.0]), "draws by options"),
    ],
)
def test_what_cannot_be_compared_is_refused(costs: np.ndarray, thresholds: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        decide(costs, np.zeros_like(costs), thresholds)


def test_dominated_options_say_by_which() -> None:
    costs, effects = np.array([0.0, 10, 20, 12]), np.array([0.0, 1, 10, 0.5])

    steps = {step.option: step for step in incremental(costs, effects)}

    assert steps[1].status == "extendedly dominated"
    assert steps[1].by == (0, 2)
    assert steps[3].status == "dominated"
    assert steps[3].by == (1,)
    assert steps[2].ratio == 2.0


def test_the_widest_swing_comes_first() -> None:
    swings = tornado(_bill, RANGES)

    assert [(swing.name, swing.at_low, swing.at_high) for swing in swings] == [
        ("price", 10.0, 30.0),
        ("quantity", 18.0, 24.0),
    ]


def test_where_a_result_reaches_a_target() -> None:
    assert threshold_of(_bill, RANGES, "price", target=25.0) == pytest.approx(2.5)
    assert threshold_of(_bill, RANGES, "price", target=30.0) == 3.0
    assert threshold_of(_bill, RANGES, "price", target=99.0) is None


def test_a_spline_through_a_straight_line_is_the_line() -> None:
    parameter = np.linspace(0, 1, 30)[:, None]

    of = basis(parameter)
    line = smooth(of, 3 * parameter[:, 0] - 1).coefficients

    assert of.columns @ line == pytest.approx(3 * parameter[:, 0] - 1, abs=1e-8)


def test_a_parameter_of_few_values_is_refused_by_its_place() -> None:
    with pytest.raises(ValueError, match="Parameter 2 has 2 different values, and a spline of it needs 5"):
        basis(np.column_stack([np.arange(20.0), np.arange(20) % 2]))


def test_an_option_that_never_differs_adds_nothing() -> None:
    costs, effects = np.zeros((50, 2)), np.tile([0.0, 1.0], (50, 1))

    found = partial_information(costs, effects, np.array([1.0]), parameters=np.arange(50.0)[:, None])

    assert found.value.tolist() == [0.0]


def test_a_cohort_that_dies_out_by_half_each_cycle() -> None:
    moves = np.array([[[0.5, 0.5], [0.0, 1.0]]])

    for counting, alive in (("beginning", [8, 4, 2]), ("end", [4, 2, 1]), ("life_table", [6, 3, 1.5])):
        assert cohort(np.array([8, 0]), moves, cycles=3, counting=counting)[0, :, 0].tolist() == alive


def test_the_first_cycle_is_not_discounted() -> None:
    counts = np.ones((1, 3, 1))

    assert totals(counts, np.array([100.0]), rate=0.25)[0] == pytest.approx(100 + 80 + 64)


@pytest.mark.parametrize(
    ("row", "words"), [([0.5, 0.6], "chances that do not add up to 1"), ([-0.5, 1.5], "a chance below 0")]
)
def test_impossible_chances_name_draw_and_state(row: list[float], words: str) -> None:
    moves = np.array([[[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], row]])

    with pytest.raises(ValueError, match=f"Draw 2, state 2, cycle 1: {words}"):
        cohort(np.array([1, 0]), moves, cycles=2)


def test_transitions_for_another_number_of_cycles_are_refused() -> None:
    with pytest.raises(ValueError, match="transitions for 2 cycles, and 3 cycles"):
        cohort(np.array([1.0]), np.ones((2, 1, 1, 1)), cycles=3)


def test_an_effect_that_is_the_parameter_itself_leaves_nothing_to_smooth() -> None:
    """Knowing it is knowing all: the value is that of perfect information, and nothing is divided by nothing."""
    gain = np.random.default_rng(7).normal(0.1, 1.0, 500)
    costs, effects = np.tile([0.0, 1.0], (500, 1)), np.column_stack([np.zeros(500), gain])
    thresholds = np.array([5.0, 20.0])

    found = partial_information(costs, effects, thresholds, parameters=gain[:, None])

    assert found.value == pytest.approx(decide(costs, effects, thresholds).perfect_information)
