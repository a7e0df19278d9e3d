"""Completed data sets: what they keep, how they are shifted, and what their diagnostics say."""

import numpy as np
import numpy.typing as npt
import pytest

from newel.statistics.imputation import (
    ImputationModel,
    Imputations,
    Shift,
    Trace,
    Variable,
    compare,
    impute,
    pool,
    shifted,
    tipping_points,
)

Table = npt.NDArray[np.float64]
ROWS = 80
SITES = np.repeat(np.arange(8), 10)


def table() -> Table:
    generator = np.random.default_rng(4)
    anxiety = generator.normal(20, 5, ROWS)
    values = np.column_stack([anxiety, 0.8 * anxiety + generator.normal(0, 2, ROWS)])
    values[generator.random(ROWS) < 0.3, 1] = np.nan
    return values


def completed(*, shifts: tuple[Shift, ...] = (), chains: int = 1, seed: int = 1) -> Imputations:
    variables = (Variable("anxiety"), Variable("mood"))
    model = ImputationModel(variables, shifts=shifts, chains=chains, burn_in=100, between=30)
    return impute(model, table(), SITES, draws=6, seed=seed)


def test_observed_values_are_the_same_in_every_data_set() -> None:
    seen = ~np.isnan(table())

    assert all((one[seen] == table()[seen]).all() and not np.isnan(one).any() for one in completed())


def test_data_sets_differ_in_what_was_missing() -> None:
    first, second, *_ = completed()

    gaps = np.isnan(table()[:, 1])

    assert (first[gaps, 1] != second[gaps, 1]).all()


def test_a_column_holds_one_variable_of_every_data_set() -> None:
    found = completed()

    assert found.column("mood").shape == (ROWS, len(found)) == (ROWS, 6)
    assert (found.column("mood")[:, 2] == found.completed(2)[:, 1]).all()
    with pytest.raises(ValueError, match="`joy` is not among"):
        found.column("joy")


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    assert (completed().cells[1] == completed().cells[1]).all()
    assert (completed().cells[1] != completed(seed=2).cells[1]).all()


def test_chains_share_the_imputations() -> None:
    found = completed(chains=3)

    assert len(found) == 6
    assert found.trace.values.shape[0] == 3
    assert len({tuple(cells) for cells in found.cells[1]}) == 6


def test_a_variable_added_at_the_end_hardly_moves_the_imputations_of_the_others() -> None:
    noise = np.random.default_rng(9).normal(size=ROWS)
    noise[3] = np.nan
    model = ImputationModel((Variable("anxiety"), Variable("mood"), Variable("noise")), burn_in=100, between=30)

    more = impute(model, np.column_stack([table(), noise]), SITES, draws=6, seed=1).cells[1]
    fewer, others = completed().cells[1], completed(seed=2).cells[1]
    apart, reshuffled = (more - fewer).std(), (others - fewer).std()

    assert apart < reshuffled / 2


def test_shifting_after_imputation_moves_imputed_values_of_chosen_rows_only() -> None:
    where = SITES < 4
    plain, moved = completed(), shifted(completed(), "mood", where=where, delta=-3.0)

    change = moved.column("mood") - plain.column("mood")

    assert np.allclose(change, np.where(np.isnan(table()[:, 1]) & where, -3.0, 0.0)[:, None])
    assert (moved.column("anxiety") == plain.column("anxiety")).all()
    with pytest.raises(ValueError, match="80 rows"):
        shifted(plain, "mood", where=where[:4], delta=1.0)


def test_a_shift_inside_the_chain_is_the_same_where_no_other_variable_has_gaps() -> None:
    everywhere = np.ones(ROWS, dtype=bool)

    inside = completed(shifts=(Shift("mood", everywhere, -3.0),))

    assert np.allclose(inside.cells[1], shifted(completed(), "mood", where=everywhere, delta=-3.0).cells[1])


def test_a_shift_inside_the_chain_is_seen_by_other_variables_with_gaps() -> None:
    generator = np.random.default_rng(8)
    mood = generator.normal(0, 1, 400)
    values = np.column_stack([mood, 0.9 * mood + generator.normal(0, 0.3, 400)])
    values[:120] = np.nan
    values[120:160, 1] = np.nan
    shift = Shift("mood", np.ones(400, dtype=bool), 2.0)
    plain, moved = (
        impute(
            ImputationModel((Variable("mood"), Variable("sleep")), shifts=shifts, burn_in=100, between=20),
            values,
            None,
            draws=10,
            seed=3,
        )
        for shifts in ((), (shift,))
    )

    change = (moved.column("sleep") - plain.column("sleep")).mean(axis=1)

    assert np.allclose(moved.column("mood")[:120] - plain.column("mood")[:120], 2.0)
    assert change[:120].mean() == pytest.approx(0.9 * 2.0, abs=0.1)
    assert (change[120:] == 0).all()


def test_the_tipping_point_lies_where_the_interval_reaches_0() -> None:
    plain, everywhere = completed(), np.ones(ROWS, dtype=bool)

    def analyse(delta: float) -> object:
        mood = shifted(plain, "mood", where=everywhere, delta=delta).column("mood") - 15.0
        return pool(mood.mean(axis=0)[:, None], mood.var(axis=0, ddof=1)[:, None] / ROWS)

    found = tipping_points([4.0, 0.0, -4.0, 2.0, -2.0], analyse)  # type: ignore[arg-type]

    assert [row.delta for row in found.rows] == [-4.0, -2.0, 0.0, 2.0, 4.0]
    assert found.changes == ((-2.0, 0.0),)
    assert "between -2 and 0" in found.sentence
    assert "the same for every shift" in tipping_points([0.0, 2.0], analyse).sentence  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a delta at least"):
        tipping_points([], analyse)  # type: ignore[arg-type]


def test_imputed_and_observed_values_stand_side_by_side() -> None:
    anxiety, mood = compare(completed())

    gaps = int(np.isnan(table()[:, 1]).sum())

    assert (anxiety.missing, mood.missing, mood.share_missing) == (0, gaps, gaps / ROWS)
    assert np.isnan(anxiety.imputed_mean)
    assert mood.observed_mean == pytest.approx(np.nanmean(table()[:, 1]))
    assert mood.imputed_mean == pytest.approx(completed().cells[1].mean())


def test_the_trace_is_in_the_variables_own_units() -> None:
    trace = completed().trace

    means = dict(zip(trace.names, trace.values.mean(axis=(0, 1)), strict=True))

    assert means["mean of anxiety"] == pytest.approx(table()[:, 0].mean(), abs=1.0)
    assert means["residual variance of anxiety"] == pytest.approx(table()[:, 0].var(), rel=0.4)
    assert "variance between clusters of mood" in means


def test_a_chain_that_wanders_is_named() -> None:
    generator = np.random.default_rng(2)
    settled, wandering = generator.normal(size=400), generator.normal(size=400).cumsum()

    trace = Trace(("still", "astray"), np.array([settled, wandering]).T[None])

    assert trace.unsettled() == ("astray",)
    assert trace.scale_reduction()[0] == pytest.approx(1.0, abs=0.02)
    assert trace.autocorrelation(1) == pytest.approx([0.0, 1.0], abs=0.1)


def test_a_parameter_that_never_moves_counts_as_settled() -> None:
    trace = Trace(("fixed",), np.ones((2, 40, 1)))

    assert trace.scale_reduction() == [1.0]
    assert trace.autocorrelation(5) == [0.0]
