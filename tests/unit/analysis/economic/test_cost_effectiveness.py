"""What a unit of an accepted effect costs: by hand and by a loop over thresholds; refused where nothing is accepted."""

from typing import Any

import numpy as np
import pytest

from newel.analysis import Evidence
from newel.analysis._accepted import Draws, Options, options_of
from newel.analysis._delivery import read_delivery
from newel.analysis._item_prices import incident_prices
from newel.analysis._places import places
from newel.disclosure import control
from newel.faults import Refused
from newel.findings import Answer
from newel.protocol import accepted_effects
from tests.support import naive_economics as naive
from tests.support.analysing import ask, cell, evidence, finding, table, value
from tests.support.money import RESTRAINT, thresholds
from tests.support.naive_decision import threshold_by_threshold
from tests.support.protocols import a_protocol
from tests.support.value_study import value_evidence, with_fewer_restraints

SAVED = RESTRAINT | {"id": "saved", "counts_savings": True}
ACCEPTED: dict[str, Any] = {
    "effects": [RESTRAINT, SAVED],
    "thresholds": [*thresholds("restraint", 3000, 30000), *thresholds("saved", 3000), *thresholds("climate", 10000)],
}
FEW = {"draws": 3000}


def study() -> Evidence:
    return with_fewer_restraints(value_evidence(**ACCEPTED), 3)


@pytest.fixture(scope="module")
def found() -> Answer:
    return ask("cost_effectiveness", study(), "economic", **FEW)


def options(about: Evidence, place: int = 0, *, perspective: str = "all", seed: int = 20201231) -> Options:
    """Return the options of one accepted effect, drawn as the analysis draws them."""
    prices = incident_prices(about, number=3000, rng=np.random.default_rng((seed, 0)))
    everywhere = places(about.protocol)[-1]
    draws = Draws(read_delivery(about), everywhere, prices, 3000, seed, perspective)
    return options_of(about, accepted_effects(about.protocol)[place], draws)


def cost_per_child() -> float:
    return naive.ratio(naive.by_site(value_evidence()), "accrued", "full_child_years")[0]


def test_what_one_more_costs_is_the_extra_cost_over_the_extra_effect(found: Answer) -> None:
    fewer = value(ask("cost_consequence", study(), "economic"), "incidents", "restraints", "fewer") or 0

    full = {name: value(found, "restraint_options", "full", name) or 0 for name in ("cost", "effect", "ratio")}
    assert full["cost"] == pytest.approx(cost_per_child())
    assert full["effect"] == pytest.approx(fewer / 100)
    partial = {name: value(found, "restraint_options", "partial", name) or 0 for name in ("cost", "effect", "ratio")}
    assert partial["cost"] == pytest.approx(cost_per_child() / 2)
    assert partial["ratio"] == pytest.approx(partial["cost"] / partial["effect"])
    assert full["ratio"] == pytest.approx((full["cost"] - partial["cost"]) / (full["effect"] - partial["effect"]))


def test_what_prevented_incidents_would_have_cost_is_taken_off_only_where_the_protocol_says_so(found: Answer) -> None:
    full, effect = (value(found, "saved_options", "full", name) or 0 for name in ("cost", "effect"))

    assert full == pytest.approx(cost_per_child() - 2100 * effect)
    assert any(note.startswith("Restraint prevented: accepted by A board, minute 3") for note in found.notes)
    assert sum("would have cost is taken off" in note for note in found.notes) == 1


def test_chances_and_the_worth_of_knowing_are_those_of_a_loop_over_thresholds(found: Answer) -> None:
    drawn = options(study())
    grid = np.linspace(0, 60000, 21)
    chances, _ = threshold_by_threshold(drawn.costs, drawn.effects, grid)
    _, information = threshold_by_threshold(drawn.costs, drawn.effects, np.array([3000.0, 30000.0]))

    rows = table(found, "restraint_curve").rows
    printed = np.array([[each.value for each in row.cells[:3]] for row in rows])
    assert printed == pytest.approx(100 * chances)
    worth = [row.cells[0].value for row in table(found, "restraint_information").rows]
    assert worth == pytest.approx(information)


def test_knowing_one_figure_is_worth_something_and_never_more_than_knowing_all(found: Answer) -> None:
    for row in table(found, "restraint_information").rows:
        whole, *parts = (each.value or 0 for each in row.cells)
        assert all(-1e-9 <= part <= whole * 1.02 + 1e-9 for part in parts)


def test_net_benefit_in_full_is_the_amount_times_the_effect_less_the_cost(found: Answer) -> None:
    effect = value(found, "restraint_options", "full", "effect") or 0

    for amount in (3000, 30000):
        mine = cell(found, "restraint_decision", f"at_{amount}", "benefit")
        assert mine.value == pytest.approx(amount * effect - cost_per_child())
        assert (mine.low or 0) < mine.value < (mine.high or 0)


def test_chances_of_a_row_add_up_and_the_choice_is_named(found: Answer) -> None:
    for row in table(found, "restraint_decision").rows:
        assert sum(each.value or 0 for each in row.cells[1:4]) == pytest.approx(100)
        assert row.cells[4].says in ("No delivery", "Delivery in part", "Delivery in full")
        assert (row.cells[5].value or 0) >= 0


def test_the_plane_holds_the_estimate_and_nineteen_of_twenty_draws(found: Answer) -> None:
    middle, *edges = table(found, "saved_plane").rows
    drawn = options(study(), 1)
    points = np.column_stack([drawn.effects[:, -1], drawn.costs[:, -1]])

    assert middle.cells[0].value == pytest.approx(drawn.base_effects[-1])
    ring = np.array([[each.value for each in row.cells] for row in edges])
    assert len(ring) == 24
    assert inside(points, ring).mean() == pytest.approx(0.95, abs=0.02)


def inside(points: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """Return which points lie left of every edge of a convex polygon, or right of every one."""
    starts, ends = ring, np.roll(ring, -1, axis=0)
    ways = ends - starts
    crossed = ways[:, 0, None] * (points[:, 1] - starts[:, 1, None]) - ways[:, 1, None] * (
        points[:, 0] - starts[:, 0, None]
    )
    return np.asarray((crossed > 0).all(axis=0) | (crossed < 0).all(axis=0))


def test_the_quarters_hold_all_draws(found: Answer) -> None:
    assert sum(row.cells[0].value or 0 for row in table(found, "restraint_quadrants").rows) == pytest.approx(100)


def test_the_tornado_moves_one_figure_alone_and_puts_the_widest_first(found: Answer) -> None:
    drawn = options(study())
    rows = table(found, "restraint_tornado").rows
    widths = [(row.cells[0].high or 0) - (row.cells[0].low or 0) for row in rows]

    assert widths == sorted(widths, reverse=True)
    low, high = np.percentile(drawn.parameters["cost"], [2.5, 97.5])
    effect, cost = drawn.base_effects[-1], {row.id: row for row in rows}["cost"].cells[0]
    assert cost.low == pytest.approx(3000 * effect - high)
    assert cost.high == pytest.approx(3000 * effect - low)


def test_an_outcome_in_points_is_held_against_its_own_thresholds(found: Answer) -> None:
    gain = value(ask("primary_outcomes", study()), "gain", "climate", "difference") or 0

    assert table(found, "climate_options").rows[0].id == "none"
    printed = value(found, "climate_options", "full", "effect") or 0
    assert abs(printed) == pytest.approx(abs(gain))


def test_the_same_seed_gives_the_same_tables_and_another_seed_others() -> None:
    about = study()
    first, again, other = (
        ask("cost_effectiveness", about, "economic", draws=500, seed=seed) for seed in (5, 5, 6)
    )

    assert first == again
    assert table(first, "restraint_curve") != table(other, "restraint_curve")
    assert value(first, "restraint_options", "full", "ratio") == value(other, "restraint_options", "full", "ratio")


def test_one_perspective_counts_its_own_costs_and_savings(found: Answer) -> None:
    of_justice = options(study(), 1, perspective="justice")
    answer = ask("cost_effectiveness", study(), "economic", perspective="justice", **FEW)
    justice = naive.by_site(value_evidence(), lambda row: row["perspective"] == "justice")

    cost = naive.ratio(justice, "accrued", "full_child_years")[0]
    effect = value(answer, "saved_options", "full", "effect") or 0
    assert of_justice.base["saving"] == pytest.approx(1500)
    assert value(answer, "saved_options", "full", "cost") == pytest.approx(cost - 1500 * effect)
    assert any(note == "Costs are those of: justice." for note in answer.notes)


def test_a_perspective_that_the_protocol_does_not_name_is_refused() -> None:
    with pytest.raises(Refused, match="`treasury`"):
        ask("cost_effectiveness", study(), "economic", perspective="treasury")


def test_without_an_accepted_effect_the_reason_is_printed_and_nothing_is_worked_out() -> None:
    about = value_evidence()

    answered = finding("cost_effectiveness", about, "economic")

    assert (answered.answer.tables, answered.answer.figures) == ((), ())
    assert any("accepts no effect that money is held against" in note for note in answered.answer.notes)
    assert any(note.endswith("None had been published.") for note in answered.answer.notes)
    assert control(answered, about.protocol.disclosure).tables == ()


def test_an_effect_that_cannot_be_told_says_why() -> None:
    header = study().protocol.economics
    assert header is not None
    records = {"cost": [{"month": "2019-03", "amount": 10.0}], "monthly_return": [{"month": "2019-03"}]}

    answer = ask("cost_effectiveness", evidence(records, protocol=a_protocol(economics=header)), "economic", **FEW)

    assert answer.tables == ()
    assert any("not worked out, because fewer than 24 months" in note for note in answer.notes)


def test_nothing_is_worked_out_without_costs() -> None:
    header = study().protocol.economics

    answer = ask("cost_effectiveness", evidence({}, protocol=a_protocol(economics=header)), "economic")

    assert any(note.startswith("Nothing is worked out: no cost of delivery") for note in answer.notes)
