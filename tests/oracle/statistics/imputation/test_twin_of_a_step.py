"""The chain and a textbook step that is given the same chance reach the same values."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from newel.statistics.imputation import ImputationModel, Variable
from newel.statistics.imputation._chain import take_steps
from newel.statistics.imputation._plan import plan, starting_state
from newel.statistics.imputation._streams import Streams
from newel.statistics.imputation._task import read_task
from tests.support.naive_imputation import naive_start, naive_step

Table = npt.NDArray[np.float64]
ROWS, CLUSTERS, STEPS = 48, 6, 8


def normals_with_gaps(columns: int, seed: int = 0) -> Table:
    generator = np.random.default_rng(seed)
    shared = generator.standard_normal((ROWS, 1))
    values = 10 + 3 * (shared + generator.standard_normal((ROWS, columns)))
    values[generator.random((ROWS, columns)) < 0.25] = np.nan
    return values


def clusters() -> npt.NDArray[np.int64]:
    """Clusters of unequal size, their rows not side by side."""
    return np.random.default_rng(5).choice(CLUSTERS, ROWS, p=[0.3, 0.2, 0.2, 0.1, 0.1, 0.1])


def measured() -> tuple[ImputationModel, Table]:
    return ImputationModel(tuple(Variable(name) for name in "abc")), normals_with_gaps(3)


def with_slopes() -> tuple[ImputationModel, Table]:
    generator = np.random.default_rng(1)
    model = ImputationModel(
        (Variable("a"), Variable("b")),
        covariates=generator.standard_normal((ROWS, 1)),
        covariate_names=("age",),
        slopes=generator.integers(0, 3, (ROWS, 1)).astype(float),
        slope_names=("wave",),
    )
    return model, normals_with_gaps(2)


def with_categories() -> tuple[ImputationModel, Table]:
    generator = np.random.default_rng(2)
    values = normals_with_gaps(4)
    values[:, 1] = np.where(np.isnan(values[:, 1]), np.nan, values[:, 1] > 10)
    values[:, 2] = np.where(np.isnan(values[:, 2]), np.nan, np.digitize(values[:, 2], [7, 10, 13]))
    values[:, 3] = np.where(np.isnan(values[:, 3]), np.nan, np.digitize(values[:, 3], [8, 12]))
    kinds = ("continuous", "binary", "ordinal", "nominal")
    model = ImputationModel(
        tuple(Variable(name, kind) for name, kind in zip("abcd", kinds, strict=True)),
        covariates=generator.standard_normal((ROWS, 1)),
        covariate_names=("age",),
    )
    return model, values


def with_site_variables() -> tuple[ImputationModel, Table]:
    generator = np.random.default_rng(3)
    size, kind = generator.standard_normal(CLUSTERS), generator.integers(0, 2, CLUSTERS).astype(float)
    size[2], kind[4] = np.nan, np.nan
    values = np.column_stack([normals_with_gaps(2), size[clusters()], kind[clusters()]])
    variables = (
        Variable("a"),
        Variable("b"),
        Variable("size", of_cluster=True),
        Variable("kind", "binary", of_cluster=True),
    )
    return ImputationModel(variables), values


@pytest.mark.parametrize("case", [measured, with_slopes, with_categories, with_site_variables])
def test_a_textbook_step_given_the_same_chance_reaches_the_same_values(
    case: Callable[[], tuple[ImputationModel, Table]],
) -> None:
    model, values = case()
    task = read_task(model, values, clusters())
    prepared = plan(task.cells, task.known, (model.prior, task.shifts))
    draws = Streams(prepared, 1, 0).draws(STEPS)
    state, naive = starting_state(prepared), naive_start(prepared)

    trace = take_steps(prepared, state, draws)
    recorded = []
    for step in range(STEPS):
        naive_step(prepared, naive, draws, step)
        recorded.append([*naive.coefficients.ravel(), *np.diag(naive.residual)])

    assert np.allclose(trace[:, : len(recorded[0])], recorded, rtol=1e-8, atol=1e-8)
    assert np.allclose(state.latent, naive.answers[prepared.touched[0]], rtol=1e-7, atol=1e-7)
    assert np.allclose(state.thresholds, naive.thresholds)
    assert np.allclose(state.site_latent, naive.sites, rtol=1e-7, atol=1e-7)
    assert np.allclose(state.parameters.effects, naive.effects, rtol=1e-7, atol=1e-7)


def test_the_thresholds_of_the_twin_do_move() -> None:
    model, values = with_categories()
    task = read_task(model, values, clusters())
    prepared = plan(task.cells, task.known, (model.prior, task.shifts))
    state = starting_state(prepared)
    before = state.thresholds.copy()

    take_steps(prepared, state, Streams(prepared, 1, 0).draws(STEPS))

    assert (state.thresholds[2] != before[2]).sum() == 1
    assert (state.thresholds[[0, 1, 3]] == before[[0, 1, 3]]).all()


def test_without_clusters_the_step_is_that_of_an_ordinary_regression() -> None:
    model, values = measured()
    task = read_task(model, values, None)
    prepared = plan(task.cells, task.known, (model.prior, task.shifts))
    draws = Streams(prepared, 1, 0).draws(2)
    state, naive = starting_state(prepared), naive_start(prepared)

    take_steps(prepared, state, draws)
    for step in range(2):
        naive_step(prepared, naive, draws, step)

    assert np.allclose(state.latent, naive.answers[prepared.touched[0]], rtol=1e-9)
