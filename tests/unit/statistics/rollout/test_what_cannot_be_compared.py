"""A staggered start that gives no comparison is said in words, and never becomes a number."""

import numpy as np
import pytest

from newel.statistics.rollout import NEVER, Panel, aggregate, group_time, two_way

PERIODS = np.arange(2015.0, 2019.0)


def _outcomes(units: int) -> "np.typing.NDArray[np.float64]":
    return np.random.default_rng(5).normal(size=(units, 4))


def test_units_treated_from_the_start_are_nobodys_group() -> None:
    panel = Panel(_outcomes(6), PERIODS, np.array([2015, 2015, 2017, 2017, NEVER, NEVER]))

    assert panel.groups.tolist() == [2017]


def test_without_anyone_untreated_the_reason_is_named_for_each_cell() -> None:
    panel = Panel(_outcomes(4), PERIODS, np.full(4, 2017.0))

    with pytest.raises(ValueError, match="nobody is left untreated to compare with"):
        group_time(panel)


def test_the_last_group_has_no_comparison_once_everyone_has_started() -> None:
    panel = Panel(_outcomes(6), PERIODS, np.repeat([2016.0, 2018.0], 3))

    cells = group_time(panel, comparison="not_yet")

    assert set(zip(cells.group[cells.after], cells.period[cells.after], strict=True)) == {(2016, 2016), (2016, 2017)}
    assert "Group 2018, period 2018: nobody is left untreated to compare with." in cells.notes


def test_a_covariate_that_gives_treatment_away_is_said_in_words() -> None:
    first = np.repeat([2017.0, NEVER], 5)
    known = np.column_stack([np.ones(10), np.isfinite(first).astype(np.float64)])

    with pytest.raises(ValueError, match="tell the treated from the others without fail"):
        group_time(Panel(_outcomes(10), PERIODS, first, known), method="ipw")


def test_a_panel_with_holes_is_refused() -> None:
    outcomes = _outcomes(4)
    outcomes[1, 2] = np.nan

    with pytest.raises(ValueError, match="an outcome in every period"):
        Panel(outcomes, PERIODS, np.array([2017, 2017, NEVER, NEVER]))


def test_a_panel_of_other_size_than_its_periods_is_refused() -> None:
    with pytest.raises(ValueError, match="4 units by 4 periods, but 3 first treated periods and 4 periods"):
        Panel(_outcomes(4), PERIODS, np.array([2017, 2017, NEVER]))


def test_periods_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="must rise"):
        Panel(_outcomes(2), PERIODS[::-1], np.array([2017, NEVER]))


def test_identical_units_have_no_standard_error() -> None:
    outcomes = np.tile([1.0, 2.0, 3.0, 4.0], (6, 1))

    cells = group_time(Panel(outcomes, PERIODS, np.repeat([2017.0, NEVER], 3)))

    assert np.isnan(cells.standard_error).all()
    assert cells.effect == pytest.approx(0.0)


def test_no_treated_period_leaves_nothing_to_put_together() -> None:
    cells = group_time(Panel(_outcomes(6), PERIODS, np.repeat([2018.0, NEVER], 3)))
    early = type(cells)(cells.panel, cells.group[:2], cells.period[:2], cells.effect[:2], cells.influence[:, :2])

    with pytest.raises(ValueError, match="No cell is of a treated period"):
        aggregate(early, "simple")


def test_a_column_that_never_changes_within_units_has_no_coefficient() -> None:
    units, periods = np.repeat(np.arange(5), 4), np.tile(np.arange(4), 5)

    with pytest.raises(ValueError, match="Column 0 does not vary within units and periods"):
        two_way(np.arange(20.0), units[:, None].astype(np.float64), units=units, periods=periods)


def test_as_many_effects_as_observations_are_refused() -> None:
    units, periods = np.repeat(np.arange(2), 2), np.tile(np.arange(2), 2)

    with pytest.raises(ValueError, match="as many effects as observations"):
        two_way(np.array([1.0, 2, 3, 5]), np.array([[0.0], [1], [0], [0]]), units=units, periods=periods)
