"""What would have to follow after the study: tables against the naive twin, and laws of every long run."""

from typing import Any

import numpy as np
import pytest

from newel.analysis._delivery import read_delivery
from newel.analysis._long_run_draws import drawn
from newel.findings import Answer
from newel.protocol import Protocol
from tests.support import naive_economics as naive
from tests.support.analysing import ask, cell, evidence, table, value
from tests.support.long_runs import PRICES, a_long_run, long_run_evidence, naive_cycles, naive_extra
from tests.support.money import LONG_RUN, RATES
from tests.support.protocols import a_protocol
from tests.support.value_study import value_evidence

ALL = ("health", "justice", "local_authority", "all")
RATIOS = {"at_1": 1.0, "at_0_75": 0.75, "at_0_5": 0.5, "at_0": 0.0}
SEEN = [[0.65, 0.31, 0.04], [0.2, 0.8, 0.0], [0.0, 0.0, 1.0]]
"""Shares of LONG_RUN by hand: 130, 62 and 8 of 200; 40 and 160 of 200; and nobody leaves adult custody."""
DRAWS = 2000


def asked(plan: dict[str, Any] | None = None, **economics: Any) -> Answer:
    return ask("long_run", long_run_evidence(plan or LONG_RUN, **economics), "economic", draws=DRAWS)


@pytest.fixture(scope="module")
def found() -> Answer:
    return asked()


def a_cycle(perspective: str) -> tuple[list[float], float]:
    """Return what a cycle costs a perspective in each state, and what delivery costs in it."""
    borne = {item: 0.0 for item, *_ in PRICES}
    for item, _, bears, amount in PRICES:
        borne[item] += amount if perspective in ("all", bears) else 0.0
    sites = naive.by_site(value_evidence(), lambda row: perspective in ("all", row["perspective"]))
    yearly = naive.ratio(sites, "accrued", "full_child_years")[0]
    return [3 * borne["place"], 6 * borne["support"], 0.0], yearly / 4


@pytest.mark.parametrize("perspective", ALL)
def test_what_follows_is_that_of_a_twin_that_loops(found: Answer, perspective: str) -> None:
    plan, (costs, delivery) = a_long_run(), a_cycle(perspective)

    for row, ratio in RATIOS.items():
        twin = naive_extra(plan, SEEN, costs, delivery=delivery, at=(ratio, 0.035))
        assert value(found, "costs", row, perspective) == pytest.approx(twin, rel=1e-9)
    spent = naive_cycles(plan, SEEN, 1.0, 0.035)
    without = sum(cost * cycles for cost, cycles in zip(costs, spent.values(), strict=True))
    assert value(found, "costs", "without", perspective) == pytest.approx(without)


def test_months_gained_are_those_of_the_twin(found: Answer) -> None:
    plan = a_long_run()

    for row, ratio in RATIOS.items():
        after, before = (naive_cycles(plan, SEEN, each, 0.035)["community"] for each in (ratio, 1.0))
        assert value(found, "by_ratio", row, "months") == pytest.approx(3 * (after - before), abs=1e-9)


def test_where_nothing_changes_nothing_is_saved_and_delivery_is_what_is_paid_more(found: Answer) -> None:
    assert value(found, "by_ratio", "at_1", "saved") == 0
    assert value(found, "by_ratio", "at_1", "months") == 0
    assert value(found, "by_ratio", "at_1", "chance") == 0
    assert cell(found, "by_ratio", "at_1", "extra") == cell(found, "by_ratio", "at_1", "delivery")


def test_a_number_that_does_not_vary_keeps_its_unit(found: Answer) -> None:
    assert cell(found, "by_ratio", "at_1", "months").unit == "months"
    assert cell(found, "where", "cycle_0", "setting").unit == "%"
    assert {each.unit for each in table(found, "break_even").rows[-1].cells[:2]} == {"%"}


def test_what_is_paid_more_is_delivery_less_what_is_saved(found: Answer) -> None:
    for row in RATIOS:
        delivery, saved, extra = (value(found, "by_ratio", row, name) or 0.0 for name in ("delivery", "saved", "extra"))
        assert extra == pytest.approx(delivery - saved)
        assert value(found, "costs", row, "all") == extra


def test_perspectives_add_up_to_all(found: Answer) -> None:
    for row in ("without", *RATIOS):
        *parts, together = (value(found, "costs", row, name) or 0.0 for name in ALL)
        assert sum(parts) == pytest.approx(together)


def test_the_fall_that_is_enough_leaves_nothing_to_pay(found: Answer) -> None:
    fall, (costs, delivery) = (value(found, "break_even", "all", "fall") or 0.0) / 100, a_cycle("all")

    left = naive_extra(a_long_run(), SEEN, costs, delivery=delivery, at=(1 - fall, 0.035))

    assert 0 < fall < 1
    assert left == pytest.approx(0.0, abs=1e-3)
    assert cell(found, "break_even", "all", "verdict").says == "Could pay for itself, if the move fell so far"


def test_who_pays_more_where_children_are_at_home_cannot_be_paid_back_by_it(found: Answer) -> None:
    """Local authorities pay for support at home, and nothing in a setting."""
    fall = cell(found, "break_even", "local_authority", "fall")

    assert fall.value is None
    assert fall.why_missing == "No fall is enough: it never saves what delivery costs."
    assert value(found, "break_even", "local_authority", "chance") == 0
    assert cell(found, "break_even", "local_authority", "verdict").says == "Cannot pay for itself by this"


def test_without_an_interval_it_cannot_be_told_whether_a_fall_is_enough() -> None:
    """With few people behind the moves, a fall is enough in some draws and not in others."""
    few = LONG_RUN["moves"][1] | {"to": {"community": 8, "setting": 1}}
    answer = asked(LONG_RUN | {"moves": [LONG_RUN["moves"][0], few]})
    fall, chance = (cell(answer, "break_even", "all", name) for name in ("fall", "chance"))

    assert chance.value is not None
    assert 2.5 < chance.value < 97.5
    assert fall.low is None
    assert cell(answer, "break_even", "all", "verdict").says == "Cannot tell"


def test_who_bears_nothing_of_delivery_has_nothing_to_be_paid_back() -> None:
    costs = long_run_evidence().freeze.frame("unit_cost")
    bearing = naive.by_site(value_evidence(), lambda row: row["perspective"] == "family")
    assert not any(site.get("running") for site in bearing.values())

    answer = asked(perspectives=["health", "justice", "local_authority", "family"])

    assert "family" not in costs["perspective"].to_list()
    assert cell(answer, "break_even", "family", "verdict").says == "Bears nothing of delivery"
    assert value(answer, "break_even", "family", "fall") == 0


def test_children_are_somewhere_at_every_time(found: Answer) -> None:
    for row in table(found, "where").rows:
        assert sum(each.value or 0.0 for each in row.cells) == pytest.approx(100)
    assert [each.value for each in table(found, "where").rows[0].cells] == [100, 0, 0]
    assert [each.value for each in table(found, "where").rows[1].cells] == pytest.approx([65, 31, 4])
    assert [row.label for row in table(found, "where").rows] == [f"{3 * cycle}" for cycle in range(9)]


def test_a_long_horizon_is_told_at_a_dozen_times() -> None:
    times = [row.label for row in table(asked(LONG_RUN | {"cycles": 40}), "where").rows]

    assert times == ["0", "12", "24", "36", "48", "60", "72", "84", "96", "108", "120"]


def test_the_order_of_states_changes_nothing(found: Answer) -> None:
    turned = asked(LONG_RUN | {"states": LONG_RUN["states"][::-1], "moves": LONG_RUN["moves"][::-1]})

    for name in ("by_ratio", "costs", "break_even"):
        for mine, other in zip(table(found, name).rows, table(turned, name).rows, strict=True):
            for one, two in zip(mine.cells, other.cells, strict=True):
                assert (one.value, one.low, one.high) == pytest.approx((two.value, two.low, two.high))


def test_the_same_seed_draws_the_same_and_another_moves_only_intervals(found: Answer) -> None:
    other = ask("long_run", long_run_evidence(), "economic", draws=DRAWS, seed=5)

    assert asked() == found
    assert value(other, "by_ratio", "at_0_5", "extra") == value(found, "by_ratio", "at_0_5", "extra")
    assert cell(other, "by_ratio", "at_0_5", "extra").low != cell(found, "by_ratio", "at_0_5", "extra").low


def test_what_it_hangs_on_is_the_same_model_with_one_thing_changed(found: Answer) -> None:
    costs, delivery = a_cycle("all")
    changed: dict[str, tuple[dict[str, Any], float]] = {
        "stated": ({}, 0.035),
        "undiscounted": ({}, 0.0),
        "half": ({"cycles": 4}, 0.035),
        "twice": ({"cycles": 16}, 0.035),
        "beginning": ({"counting": "beginning"}, 0.035),
        "end": ({"counting": "end"}, 0.035),
    }

    assert [row.id for row in table(found, "stands_on").rows] == list(changed)
    for row, (change, rate) in changed.items():
        twin = naive_extra(a_long_run(**change), SEEN, costs, delivery=delivery, at=(0.0, rate))
        assert value(found, "stands_on", row, "extra") == pytest.approx(twin)


def test_a_second_pair_of_rates_is_a_row_of_its_own() -> None:
    answer = asked(discounting=[RATES, RATES | {"id": "low", "costs": 0.015}])
    costs, delivery = a_cycle("all")

    twin = naive_extra(a_long_run(), SEEN, costs, delivery=delivery, at=(0.0, 0.015))
    assert value(answer, "stands_on", "rates_low", "extra") == pytest.approx(twin)


def test_one_cycle_has_no_half() -> None:
    rows = [row.id for row in table(asked(LONG_RUN | {"cycles": 1}), "stands_on").rows]

    assert "half" not in rows
    assert "twice" in rows


def test_every_assumption_is_printed_with_its_source(found: Answer) -> None:
    assert value(found, "moves", "community_to_setting", "seen") == 40
    assert value(found, "moves", "community_to_setting", "chance") == pytest.approx(20)
    assert cell(found, "moves", "community_to_setting", "source").says == "A second register"
    assert value(found, "uses", "setting_place", "price") == pytest.approx(9600)
    assert value(found, "uses", "setting_place", "cycle") == pytest.approx(28_800)
    assert value(found, "uses", "delivery", "cycle") == pytest.approx(a_cycle("all")[1])
    assert cell(found, "uses", "setting_place", "source").says.endswith("Drawn from a gamma distribution.")
    for said in ("A model, page 7", "A board, minute 4", "A handbook, page 5", "24 months", "no finding"):
        assert any(said in note for note in found.notes), said


def test_intervals_of_chances_are_those_of_the_beta_distribution(found: Answer) -> None:
    """One part of a Dirichlet distribution is a beta: of 40 of 200, with a standard deviation of 2.8 in a hundred."""
    mine = cell(found, "moves", "community_to_setting", "chance")

    error = 100 * np.sqrt(0.2 * 0.8 / 201)
    assert mine.low == pytest.approx(20 - 1.96 * error, abs=0.6)
    assert mine.high == pytest.approx(20 + 1.96 * error, abs=0.6)


def test_states_that_cost_nothing_save_nothing() -> None:
    plain = [state | {"costs": []} for state in LONG_RUN["states"]]
    answer = asked(LONG_RUN | {"states": plain})

    assert value(answer, "by_ratio", "at_0_5", "saved") == 0
    assert cell(answer, "break_even", "all", "fall").value is None


@pytest.mark.parametrize(
    ("protocol", "why"),
    [
        (a_protocol(), "declares no long run"),
        (a_protocol(economics=None), "declares no long run"),
        (long_run_evidence().protocol, "no cost of delivery"),
        (long_run_evidence().protocol, "`place` has no unit cost"),
    ],
)
def test_without_a_long_run_prices_or_costs_there_is_a_reason(protocol: Protocol, why: str) -> None:
    answer = ask("long_run", evidence({}, protocol=protocol), "economic")

    assert (answer.tables, answer.figures) == ((), ())
    assert any(note.startswith("Nothing is shown") and why in note for note in answer.notes)


def test_nothing_is_drawn_of_a_long_run_that_nobody_declares() -> None:
    about = value_evidence()

    with pytest.raises(ValueError, match="declares no long run"):
        drawn(about, read_delivery(about), {}, number=1, seed=1)


def test_without_rates_nothing_is_discounted_and_delivery_has_no_yearly_cost() -> None:
    """What was paid once is spread at a rate: a header without rates says why nothing is shown."""
    answer = asked(discounting=[])

    assert answer.tables == ()
    assert any("the protocol names no rate of discount" in note for note in answer.notes)
