"""What a site is called, how rows are sorted and which unit is used changes no imputation."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.imputation import ImputationModel, Imputations, Variable, impute, pool

ROWS = 40
MODEL = ImputationModel((Variable("a"), Variable("b"), Variable("c", "binary")), burn_in=20, between=5)


def table(seed: int) -> "np.typing.NDArray[np.float64]":
    generator = np.random.default_rng(seed)
    values = generator.normal(5, 2, (ROWS, 3))
    values[:, 2] = values[:, 2] > 5
    values[generator.random((ROWS, 3)) < 0.2] = np.nan
    values[:2] = [[1.0, 2.0, 0.0], [3.0, 5.0, 1.0]]
    return values


def sites(seed: int) -> "np.typing.NDArray[np.int64]":
    return np.random.default_rng(seed).permutation(np.repeat(np.arange(5), ROWS // 5))


def run(values: object, clusters: object) -> Imputations:
    return impute(MODEL, values, clusters, draws=2, seed=1)  # type: ignore[arg-type]


@settings(max_examples=10, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_calling_sites_otherwise_changes_nothing(seed: int) -> None:
    values, codes = table(seed), sites(seed)
    names = np.array(["Aye", "Bee", "Cole", "Dene", "Eden"])

    plain, named = run(values, codes), run(values, names[codes])

    assert all((one == other).all() for one, other in zip(plain.cells, named.cells, strict=True))


@settings(max_examples=10, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_sorting_whole_sites_otherwise_changes_nothing(seed: int) -> None:
    values, codes = table(seed), sites(seed)
    order = np.argsort(codes, kind="stable")

    plain, sorted_first = run(values, codes), run(values[order], codes[order])

    assert np.allclose(plain.completed(1)[order], sorted_first.completed(1), rtol=1e-9)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), unit=st.floats(0.01, 100), zero=st.floats(-50, 50))
def test_another_unit_gives_the_same_imputations_in_that_unit(seed: int, unit: float, zero: float) -> None:
    values, codes = table(seed), sites(seed)
    other = values.copy()
    other[:, 1] = zero + unit * values[:, 1]

    plain, scaled = run(values, codes), run(other, codes)

    assert np.allclose(scaled.cells[1], zero + unit * plain.cells[1], rtol=1e-6, atol=1e-6 * unit)
    assert np.allclose(scaled.cells[0], plain.cells[0], rtol=1e-6)
    assert (scaled.cells[2] == plain.cells[2]).all()


@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), unit=st.floats(0.01, 100))
def test_pooling_follows_the_unit_and_not_the_order_of_data_sets(seed: int, unit: float) -> None:
    generator = np.random.default_rng(seed)
    estimates, variances = generator.normal(size=(7, 2)), generator.uniform(0.1, 2, (7, 2))
    order = generator.permutation(7)

    plain = pool(estimates, variances, complete_freedom=25)
    other = pool(unit * estimates[order], unit**2 * variances[order], complete_freedom=25)

    assert np.allclose(other.estimate, unit * plain.estimate)
    assert np.allclose(other.total, unit**2 * plain.total)
    assert np.allclose(other.freedom, plain.freedom)
    assert np.allclose(other.inference.p, plain.inference.p)
