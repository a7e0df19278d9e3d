"""How a table becomes latent columns, covariates, patterns of gaps and streams of chance."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import ndtri

from newel.statistics.imputation import ImputationModel, Shift, Variable
from newel.statistics.imputation._coding import code
from newel.statistics.imputation._covariates import fixed_columns, independent, site_columns, unidentified
from newel.statistics.imputation._layers import Cells, lay_out_gaps, lay_out_held
from newel.statistics.imputation._plan import Plan, plan, starting_state
from newel.statistics.imputation._shifts import shifted_answers
from newel.statistics.imputation._streams import Streams
from newel.statistics.imputation._task import read_task

Table = npt.NDArray[np.float64]
NAN = np.nan


def test_a_measured_variable_is_centred_and_scaled() -> None:
    values = np.array([2.0, 4.0, NAN, 9.0])

    coding = code(Variable("score"), values)

    assert (coding.width, coding.block, coding.held) == (1, 0, 0)
    assert coding.start(values)[[0, 1, 3], 0].std(ddof=1) == pytest.approx(1.0)
    assert coding.start(values)[2, 0] == 0.0
    assert coding.decode(coding.start(values), np.empty(0))[[0, 1, 3]] == pytest.approx([2.0, 4.0, 9.0])


def test_a_binary_variable_is_cut_at_0_whatever_its_two_values_are() -> None:
    values = np.array([1.0, 2.0, 2.0, NAN])

    coding = code(Variable("harm", "binary"), values)

    assert (coding.width, coding.block, coding.held, list(coding.thresholds)) == (1, 1, 1, [0.0])
    assert list(coding.category(values)) == [0, 1, 1, -1]
    assert list(coding.decode(np.array([[-0.3], [0.4]]), np.array([-np.inf, 0.0, np.inf]))) == [1.0, 2.0]


def test_an_ordinal_variable_is_cut_at_its_observed_shares() -> None:
    values = np.array([1.0, 1.0, 3.0, 3.0, 3.0, 7.0, NAN, 7.0])

    coding = code(Variable("rating", "ordinal"), values)
    table = np.concatenate([[-np.inf], coding.thresholds, [np.inf]])

    assert coding.thresholds == pytest.approx(ndtri([2 / 7, 5 / 7]))
    assert (coding.block, coding.held) == (1, 0)
    seen = ~np.isnan(values)
    assert list(coding.decode(coding.start(values), table)[seen]) == list(values[seen])


def test_a_nominal_variable_has_a_column_for_each_category_but_the_first() -> None:
    values = np.array([5.0, 8.0, 2.0, NAN, 5.0])

    coding = code(Variable("site type", "nominal"), values)

    assert (coding.width, coding.block, coding.held) == (2, 2, 2)
    assert list(coding.decode(coding.start(values), np.empty(0))[[0, 1, 2, 4]]) == [5.0, 8.0, 2.0, 5.0]


def test_two_categories_without_an_order_are_cut_like_a_binary_variable() -> None:
    assert code(Variable("arm", "nominal"), np.array([0.0, 1.0, 1.0])).width == 1


def test_fixed_columns_are_centred_and_never_repeated() -> None:
    age = np.array([10.0, 12.0, 14.0, 16.0, 15.0])
    model = ImputationModel(
        (),
        np.column_stack([age, age * 12, np.ones(5)]),
        ("age", "months", "one"),
        slopes=np.arange(5.0)[:, None],
        slope_names=("wave",),
    )

    columns = fixed_columns(model, 5)

    assert columns.names == ("(Intercept)", "age", "wave")
    assert columns.dropped == ("months", "one")
    assert np.allclose(columns.values[:, 1:].mean(axis=0), 0)
    assert np.allclose(columns.values[:, 1:].std(axis=0), 1)
    assert columns.scales[1] == pytest.approx(age.std())


def test_columns_that_do_not_vary_within_a_cluster_explain_level_2() -> None:
    clusters = np.array([0, 0, 1, 1, 2, 2])
    columns = independent(["size", "age"], np.array([[1, 1, 5, 5, 2, 2], [1, 2, 3, 4, 5, 7]], dtype=float).T)

    assert site_columns(columns, clusters, 3).names == ("(Intercept)", "size")


def test_rows_that_no_observed_row_speaks_for_are_found() -> None:
    wave = np.repeat([0.0, 1.0], 3)
    columns = independent(["wave", "age"], np.column_stack([wave, [1, 2, 4, 1, 3, 2]]))

    loose, blame = unidentified(columns, wave == 0)
    none, nobody = unidentified(columns, np.array([True, True, False, True, True, True]))

    assert list(loose) == [False] * 3 + [True] * 3
    assert blame == ("wave",)
    assert not none.any()
    assert nobody == ()


def test_every_gap_has_a_normal_of_its_own_and_every_held_cell_a_uniform() -> None:
    values = np.array([[1.0, NAN, 0.0], [NAN, NAN, 1.0], [2.0, 3.0, NAN], [5.0, 4.0, 1.0]])
    kinds = (Variable("a"), Variable("b"), Variable("c", "binary"))
    cells = Cells(tuple(code(kind, column) for kind, column in zip(kinds, values.T, strict=True)), values)
    rows = np.arange(4)

    gaps, held = lay_out_gaps(cells, rows), lay_out_held(cells, rows)

    used = [slot for i in rows for slot in gaps.slot[i, : gaps.free[gaps.pattern[i]]]]
    assert sorted(used) == [0, 1, 2, 3]
    assert list(gaps.order[gaps.pattern[1], :2]) == [0, 1]
    assert list(held.offset) == [0, 0, 0, 3]
    assert list(held.category[:, 2]) == [0, 1, -1, 1]


def prepared(*variables: Variable, shifts: tuple[Shift, ...] = ()) -> Plan:
    generator = np.random.default_rng(1)
    values = generator.normal(size=(30, len(variables)))
    values[generator.random(values.shape) < 0.3] = NAN
    for k, variable in enumerate(variables):
        if variable.kind != "continuous":
            values[:, k] = np.where(np.isnan(values[:, k]), NAN, np.digitize(values[:, k], [-0.8, 0.0, 0.8]))
    task = read_task(ImputationModel(variables, shifts=shifts), values, np.arange(30) % 5)
    return plan(task.cells, task.known, (0.1, task.shifts))


def test_chance_is_the_same_in_runs_of_any_length() -> None:
    layout = prepared(Variable("a"), Variable("b", "ordinal"), Variable("c", "nominal"))

    whole = Streams(layout, 3, 0).draws(6)
    streams = Streams(layout, 3, 0)
    parts = [streams.draws(2), streams.draws(3), streams.draws(1)]

    for name, value in vars(whole).items():
        if isinstance(value, tuple):
            pairs = zip(value, *(getattr(part, name) for part in parts), strict=True)
            assert all((first == np.concatenate(rest)).all() for first, *rest in pairs), name
        else:
            assert (value == np.concatenate([getattr(part, name) for part in parts])).all(), name


def test_a_single_step_can_be_taken_out_of_a_run() -> None:
    run = Streams(prepared(Variable("a"), Variable("b")), 3, 0).draws(4)

    assert (run.at(2).cells[0] == run.cells[0][2:3]).all()
    assert (run.at(2).bartlett == run.bartlett[2:3]).all()


def test_a_variable_keeps_its_stream_when_another_comes_after_it() -> None:
    two = Streams(prepared(Variable("a"), Variable("b")), 3, 0).draws(2)
    three = Streams(prepared(Variable("a"), Variable("b"), Variable("c")), 3, 0).draws(2)
    again = Streams(prepared(Variable("a"), Variable("b")), 3, 1).draws(2)

    assert (three.coefficients[:, :, :2] == two.coefficients).all()
    assert (three.effects[:, :, :2] == two.effects).all()
    assert (again.coefficients != two.coefficients).all()


def test_what_else_is_missing_follows_a_shift_as_the_covariance_says() -> None:
    everywhere = np.ones(30, dtype=bool)
    layout = prepared(Variable("a"), Variable("b"), Variable("c"), shifts=(Shift("a", everywhere, 1.0),))
    state = starting_state(layout)
    half = np.random.default_rng(2).normal(size=(3, 5))
    covariance = half @ half.T
    state.parameters.precision[:] = np.linalg.inv(covariance)

    change = shifted_answers(layout, state) - state.latent

    missing = layout.cells[0].missing[layout.touched[0]]
    delta = layout.shifts.max()
    for row, gaps in zip(change, missing, strict=True):
        known = [0, *np.flatnonzero(~gaps & (np.arange(3) > 0))]
        others = np.flatnonzero(gaps & (np.arange(3) > 0))
        expected = np.zeros(3)
        if gaps[0]:
            expected[0] = delta
            weights = np.linalg.solve(covariance[np.ix_(known, known)], covariance[np.ix_(known, others)])
            expected[others] = delta * weights[0]
        assert np.allclose(row, expected)


def test_sums_of_rows_start_out_complete() -> None:
    layout = prepared(Variable("a"), Variable("b"))
    start = layout.cells[0].start
    fixed = layout.known.fixed.values

    assert np.allclose(layout.start.squares, start.T @ start)
    assert np.allclose(layout.start.with_fixed, fixed.T @ start)
    for g in range(5):
        rows = layout.known.clusters == g
        assert np.allclose(layout.start.with_random[g, 0], start[rows].sum(axis=0))
    touched = start[layout.touched[0]]
    assert np.allclose(layout.base[0] + touched.T @ touched, layout.start.squares)
