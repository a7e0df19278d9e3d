"""What of a decision is drawn: an ellipse around draws, quarters of the plane, and each figure moved alone; by hand."""

from typing import Any

import numpy as np
import pytest

from newel.analysis._accepted import Options
from newel.analysis._decision_tables import EDGES, ellipse, increments, plane, quadrants, tornado_table
from newel.findings import Estimate
from newel.protocol import Effect

EFFECT = Effect(id="calm", label="Calm day", of="climate", source="A test")
COSTS, GAINS = np.array([90.0, 110.0, 100.0, 100.0]), np.array([1.0, 3.0, -1.0, 1.0])


def options(**changes: Any) -> Options:
    """Return two options with four draws: full delivery costs about 100 and gives about one calm day."""
    nothing = np.zeros(4)
    parts: dict[str, Any] = {
        "effect": EFFECT,
        "names": ("none", "full"),
        "costs": np.column_stack([nothing, COSTS]),
        "effects": np.column_stack([nothing, GAINS]),
        "base_costs": np.array([0.0, 100.0]),
        "base_effects": np.array([0.0, 1.0]),
        "parameters": {"cost": COSTS, "gain": GAINS},
        "base": {"cost": 100.0, "gain": 1.0},
        "people": 40,
    }
    return Options(**parts | changes)


def test_every_point_of_the_ellipse_is_equally_far_from_the_middle_in_spreads_of_the_draws() -> None:
    """Five hundred draws that go together: the squared distance is the 95 % point of chi-square, 5.991."""
    rng = np.random.default_rng(3)
    effects = rng.normal(2, 1, 500)
    costs = 50 * effects + rng.normal(0, 20, 500)

    ring = ellipse(effects, costs)

    away = ring - np.array([effects.mean(), costs.mean()])
    inverse = np.linalg.inv(np.cov(effects, costs))
    assert np.einsum("ki,ij,kj->k", away, inverse, away) == pytest.approx([5.991464547] * EDGES)
    assert ring.shape == (EDGES, 2)


def test_where_the_cost_does_not_vary_the_ellipse_is_a_line() -> None:
    ring = ellipse(GAINS, np.full(4, 100.0))

    assert ring[:, 1] == pytest.approx(100)
    assert np.ptp(ring[:, 0]) > 1


def test_the_plane_begins_with_the_estimate_and_withholds_with_its_people() -> None:
    found = plane(options())

    assert [row.id for row in found.rows][:2] == ["middle", "edge_01"]
    assert [cell.value for cell in found.rows[0].cells] == [1.0, 100.0]
    assert {cell.people for row in found.rows for cell in row.cells} == {40}


def test_each_draw_is_in_one_quarter() -> None:
    shares = {row.id: row.cells[0] for row in quadrants(options()).rows}

    assert {name: share.value for name, share in shares.items()} == {
        "more_dearer": 75,
        "more_cheaper": 0,
        "less_dearer": 25,
        "less_cheaper": 0,
    }
    assert shares["more_dearer"] == Estimate("percentage", 75.0, "%", None, 3.0, 4)


def test_a_draw_that_saves_money_is_cheaper() -> None:
    saving = options(costs=np.column_stack([np.zeros(4), -COSTS]))

    assert {row.id: row.cells[0].value for row in quadrants(saving).rows}["more_cheaper"] == 75
    assert increments(saving)[1].tolist() == (-COSTS).tolist()


def test_each_figure_is_moved_over_the_middle_of_its_draws() -> None:
    """At 50 a day: 50 x 1 - 100 = -50. Gains from -0.85 to 2.85, costs from 90.75 to 109.25 (linear percentiles)."""
    rows = {row.id: row.cells for row in tornado_table(options(), 50.0).rows}

    assert list(rows) == ["gain", "cost"]
    gain, cost = rows["gain"][0], rows["cost"][0]
    assert (gain.value, gain.low, gain.high) == pytest.approx((-50, 50 * -0.85 - 100, 50 * 2.85 - 100))
    assert (cost.value, cost.low, cost.high) == pytest.approx((-50, 50 - 109.25, 50 - 90.75))
    assert rows["cost"][1].says == "£91 to £109"
    assert rows["gain"][1].says == "-0.85 to 2.85"
    assert rows["gain"][2].says == "At 2.00"  # 50 x 2 pays for 100; no cost in its range is as low as the gain of 50
    assert rows["cost"][2].says == "Nowhere between these"


def test_a_figure_that_does_not_vary_is_not_moved() -> None:
    fixed = options(parameters={"cost": np.full(4, 100.0), "gain": GAINS})

    assert [row.id for row in tornado_table(fixed, 50.0).rows] == ["gain"]


def test_incidents_are_a_rate_and_what_it_becomes() -> None:
    """Of 4 incidents a year a quarter is prevented, each of which would have cost 10: 50 x 1 - (100 - 10 x 1)."""
    at = {"cost": 100.0, "happening": 4.0, "ratio": 0.75, "saving": 10.0}

    assert options().gain_of(at) == 1.0
    assert options().net_benefit(at, 50.0) == -40.0
    assert options().net_benefit({name: at[name] for name in ("cost", "happening", "ratio")}, 50.0) == -50.0
