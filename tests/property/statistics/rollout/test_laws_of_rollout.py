"""What must hold for any staggered start: effects follow units and scales, and a planted effect comes back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.rollout import NEVER, Panel, aggregate, group_time, two_way

SEEDS = st.integers(0, 10_000)


def _panel(seed: int, *, effect: float = 0.0, noise: float = 1.0) -> Panel:
    generator = np.random.default_rng(seed)
    periods = np.arange(2015.0, 2020.0)
    first = np.repeat([2017.0, 2018.0, NEVER], 6)
    outcomes = generator.normal(size=(18, 1)) + np.arange(5) * 0.3 + noise * generator.normal(size=(18, 5))
    return Panel(outcomes + effect * (periods[None, :] >= first[:, None]), periods, first)


@given(seed=SEEDS, effect=st.floats(-5, 5))
@settings(max_examples=15, deadline=None)
def test_a_planted_effect_without_noise_is_found_exactly(seed: int, effect: float) -> None:
    cells = group_time(_panel(seed, effect=effect, noise=0.0))

    assert cells.effect[cells.after] == pytest.approx(effect, abs=1e-10)
    assert cells.effect[~cells.after] == pytest.approx(0.0, abs=1e-10)


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_without_covariates_all_methods_and_the_plain_difference_agree(seed: int) -> None:
    panel = _panel(seed)
    change = panel.outcomes[:, 2] - panel.outcomes[:, 1]
    plain = change[panel.first == 2017].mean() - change[panel.first == NEVER].mean()

    found = [group_time(panel, method=method) for method in ("reg", "ipw", "dr")]

    for cells in found:
        at = (cells.group == 2017) & (cells.period == 2017)
        assert cells.effect[at] == pytest.approx(plain, rel=1e-9)
        assert cells.standard_error == pytest.approx(found[0].standard_error, rel=1e-8)


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_order_of_units_and_the_unit_of_measurement_change_nothing_but_the_scale(seed: int) -> None:
    panel = _panel(seed)
    order = np.random.default_rng(seed + 1).permutation(18)
    moved = Panel(100 * panel.outcomes[order] + 7, panel.periods, panel.first[order])

    before, after = aggregate(group_time(panel), "group"), aggregate(group_time(moved), "group")

    assert after.overall == pytest.approx(100 * before.overall, rel=1e-9)
    assert after.standard_error == pytest.approx(100 * before.standard_error, rel=1e-9)
    assert after.effect == pytest.approx(100 * before.effect, rel=1e-9)


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_units_that_wait_serve_as_comparison_when_they_are_asked_for(seed: int) -> None:
    panel = _panel(seed)

    never, waiting = group_time(panel), group_time(panel, comparison="not_yet")

    at = (waiting.group == 2017) & (waiting.period == 2017)
    change = panel.outcomes[:, 2] - panel.outcomes[:, 1]
    assert waiting.effect[at] == pytest.approx(change[panel.first == 2017].mean() - change[panel.first > 2017].mean())
    assert waiting.effect[waiting.period == 2019] == pytest.approx(never.effect[never.period == 2019], rel=1e-9)


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_two_way_effects_are_those_of_dummies_for_every_unit_and_period(seed: int) -> None:
    generator = np.random.default_rng(seed)
    units, periods = np.repeat(np.arange(8), 4), np.tile(np.arange(4), 8)
    columns, response = generator.normal(size=(32, 2)), generator.normal(size=32)
    whole = np.column_stack([columns, np.eye(8)[units], np.eye(4)[periods][:, 1:]])
    naive = np.linalg.lstsq(whole, response, rcond=None)[0]
    left = response - whole @ naive
    variances = np.diag(left @ left / (32 - 13) * np.linalg.inv(whole.T @ whole))

    fit = two_way(response, columns, units=units, periods=periods).inference(np.eye(2))

    assert fit.estimate == pytest.approx(naive[:2], rel=1e-8)
    assert fit.standard_error == pytest.approx(np.sqrt(variances[:2]), rel=1e-8)
