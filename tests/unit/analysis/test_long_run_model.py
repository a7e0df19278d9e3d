"""The model of the long run against a twin that loops, against sums worked by hand, and against brute force."""

from typing import Any

import numpy as np
import pytest

from newel.analysis._long_run import Model
from newel.analysis._long_run_draws import chances
from newel.protocol import LongRun
from newel.statistics.arrays import Numbers
from tests.support.long_runs import a_long_run, naive_cycles, naive_extra

NUMBER = 40
COSTS = (27_000.0, 1_500.0, 9_000.0)
TWO_STATES: dict[str, Any] = {
    "months": 12,
    "cycles": 3,
    "counting": "beginning",
    "delivered_in": "community",
    "states": [{"id": "community", "label": "At home", "at_start": 1.0}, {"id": "setting", "label": "In a setting"}],
    "moves": [{"out_of": "community", "to": {"community": 8, "setting": 2}, "source": "By hand"}],
    "changes": {"out_of": "community", "to": "setting", "ratios": [0.5], "source": "By hand"},
}


def a_model(plan: LongRun, *, rate: float = 0.035, cycle: float = 900.0) -> Model:
    """Return draws of everything, with a seed."""
    rng = np.random.default_rng(11)
    costs = np.abs(rng.normal(COSTS, 500.0, (NUMBER, 3)))
    delivery = np.abs(rng.normal(cycle, 90.0, NUMBER))
    return Model(plan, chances(plan, number=NUMBER, rng=rng), {"all": costs}, {"all": delivery}, rate, 0.015)


def by_hand(*, cost_rate: float = 0.0) -> Model:
    """Return one child at home of whom a fifth is back in a setting a year later, for good."""
    plan = a_long_run(**TWO_STATES)
    return Model(plan, chances(plan), {"all": np.array([[0.0, 1000.0]])}, {"all": np.array([10.0])}, cost_rate, 0.0)


@pytest.mark.parametrize("counting", ["beginning", "end", "life_table"])
@pytest.mark.parametrize("rate", [0.0, 0.035])
def test_every_draw_is_that_of_a_twin_that_loops(counting: str, rate: float) -> None:
    plan = a_long_run(counting=counting)
    model = a_model(plan, rate=rate)

    for ratio in (1.0, 0.75, 0.0):
        extra, gained = model.extra_cost(ratio, "all"), model.months_gained(ratio)
        for draw in range(NUMBER):
            chance = model.chances[draw].tolist()
            costs, delivery = model.costs["all"][draw].tolist(), float(model.delivery["all"][draw])
            twin = naive_extra(plan, chance, costs, delivery=delivery, at=(ratio, rate))
            at_home = [naive_cycles(plan, chance, each, 0.015)["community"] for each in (ratio, 1.0)]
            assert extra[draw] == pytest.approx(twin, rel=1e-10, abs=1e-8)
            assert gained[draw] == pytest.approx(3 * (at_home[0] - at_home[1]), abs=1e-10)


def test_two_states_are_a_geometric_sum() -> None:
    """Years at home: 1 + .8 + .64 = 2.44, and with half the chance 1 + .9 + .81 = 2.71; the rest of 3 in a setting."""
    model = by_hand()

    assert model.without("all") == pytest.approx(560.0)
    assert model.saved(0.5, "all") == pytest.approx(270.0)
    assert model.delivering(0.5, "all") == pytest.approx(27.1)
    assert model.extra_cost(0.5, "all") == pytest.approx(-242.9)
    assert model.months_gained(0.5) == pytest.approx(12 * 0.27)
    assert model.trace()[0] == pytest.approx(np.array([[1, 0], [0.8, 0.2], [0.64, 0.36], [0.512, 0.488]]))


def test_two_states_break_even_where_a_quadratic_says() -> None:
    """With x the chance to stay at home: 10 (1 + x + x²) = 1000 (1 + x + x² - 2.44), so that x² + x = 1.46464…"""
    stays = (-1 + np.sqrt(1 + 4 * (2440 / 990 - 1))) / 2

    assert by_hand().break_even("all") == pytest.approx((1 - stays) / 0.2, abs=1e-9)


def test_a_later_year_counts_for_less_and_the_first_in_full() -> None:
    """In a setting are 0, .2 and .36 of a child at the beginning of the three years."""
    assert by_hand(cost_rate=0.1).without("all") == pytest.approx(1000 * (0.2 / 1.1 + 0.36 / 1.21))


def test_the_ratio_that_is_enough_is_the_highest_of_brute_force() -> None:
    plan = a_long_run()
    model, tried = a_model(plan), np.linspace(1, 0, 401)
    found = model.break_even("all")

    for draw in range(0, NUMBER, 8):
        chance, costs = model.chances[draw].tolist(), model.costs["all"][draw].tolist()
        delivery = float(model.delivery["all"][draw])
        extra = [naive_extra(plan, chance, costs, delivery=delivery, at=(float(r), 0.035)) for r in tried]
        first = next(place for place, each in enumerate(extra) if each <= 0)
        assert tried[first] <= found[draw] <= tried[first - 1]
        at = naive_extra(plan, chance, costs, delivery=delivery, at=(float(found[draw]), 0.035))
        assert at == pytest.approx(0.0, abs=1e-3)


def test_no_fall_is_enough_where_delivery_costs_more_than_is_ever_paid() -> None:
    assert np.isnan(a_model(a_long_run(), cycle=1e6).break_even("all")).all()


def test_nothing_has_to_fall_where_delivery_costs_nothing() -> None:
    plan = a_long_run()
    model = Model(plan, chances(plan), {"all": np.array([COSTS])}, {"all": np.zeros(1)}, 0.0, 0.0)

    assert model.break_even("all") == pytest.approx(1.0)


def test_a_cost_of_every_state_alike_saves_nothing() -> None:
    """Everybody is somewhere: what is paid everywhere does not hang on where."""
    model = a_model(a_long_run())
    dearer = Model(model.plan, model.chances, {"all": model.costs["all"] + 700}, model.delivery, 0.035, 0.015)

    assert dearer.saved(0.5, "all") == pytest.approx(model.saved(0.5, "all"))
    assert (dearer.without("all") > model.without("all")).all()


def test_chances_are_the_shares_seen_and_draws_of_them_lie_around() -> None:
    plan = a_long_run()

    seen = chances(plan)[0]
    drawn = chances(plan, number=20_000, rng=np.random.default_rng(3))

    assert seen.tolist() == [[0.65, 0.31, 0.04], [0.2, 0.8, 0.0], [0.0, 0.0, 1.0]]
    assert drawn.mean(axis=0) == pytest.approx(seen, abs=0.001)
    assert float(drawn[:, 1, 0].std()) == pytest.approx(np.sqrt(0.2 * 0.8 / 201), rel=0.03)


def test_the_order_of_states_and_moves_changes_no_draw() -> None:
    plan = a_long_run()
    turned = a_long_run(states=plan.model_dump()["states"][::-1], moves=plan.model_dump()["moves"][::-1])

    def drawn(of: LongRun) -> Numbers:
        return chances(of, number=5, rng=np.random.default_rng(1))

    assert np.array_equal(drawn(turned), drawn(plan)[:, ::-1, ::-1])
