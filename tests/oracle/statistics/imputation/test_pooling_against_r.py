"""Rules of pooling on 20 fixed completed data sets: what mice prints, to twelve digits."""

import csv

import numpy as np
import numpy.typing as npt
import pytest

from newel.statistics.imputation import (
    Pooled,
    PooledTest,
    likelihood_test,
    linear_statistics,
    pool,
    statistics_test,
    wald_test,
)
from tests.support.oracles import oracle
from tests.support.shared import SHARED, needs_shared

Table = npt.NDArray[np.float64]
pytestmark = needs_shared
PRINTED = oracle("multiple_imputation")
FILE = SHARED / "reference" / "quantitative" / "data" / "nhanes2_mi20_long.csv"


def completed_sets() -> tuple[list[Table], list[Table]]:
    """Design (1, two age groups, bmi, hypertension) and cholesterol of each of the 20 data sets."""
    with FILE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    designs, responses = [], []
    for number in range(1, 21):
        own = [row for row in rows if int(row[".imp"]) == number]
        ages = [[row["age"] == group for group in ("40-59", "60-99")] for row in own]
        others = [[float(row["bmi"]), row["hyp"] == "yes"] for row in own]
        designs.append(np.column_stack([np.ones(len(own)), ages, others]).astype(float))
        responses.append(np.array([float(row["chl"]) for row in own]))
    return designs, responses


def least_squares(designs: list[Table], responses: list[Table]) -> tuple[Table, Table]:
    """Coefficients (m, p) and covariance matrices (m, p, p)."""
    estimates, covariances = [], []
    for x, y in zip(designs, responses, strict=True):
        inverse = np.linalg.inv(x.T @ x)
        estimate = inverse @ x.T @ y
        variance = ((y - x @ estimate) ** 2).sum() / (len(y) - x.shape[1])
        estimates.append(estimate)
        covariances.append(variance * inverse)
    return np.array(estimates), np.array(covariances)


def pooled() -> Pooled:
    estimates, covariances = least_squares(*completed_sets())
    variances = np.array([np.diag(covariance) for covariance in covariances])
    return pool(estimates, variances, complete_freedom=PRINTED["pooled"]["complete_freedom"])


@pytest.mark.parametrize(
    "quantity",
    ["estimate", "within", "between", "total", "freedom", "increase", "share_missing", "fraction_missing"],
)
def test_every_pooled_quantity_has_twelve_digits_of_mice(quantity: str) -> None:
    assert getattr(pooled(), quantity) == pytest.approx(PRINTED["pooled"][quantity], rel=1e-11)


@pytest.mark.parametrize("quantity", ["p", "low", "high"])
def test_tests_and_intervals_are_those_of_mice(quantity: str) -> None:
    assert getattr(pooled().inference, quantity) == pytest.approx(PRINTED["pooled"][quantity], rel=1e-10)


def joint(name: str) -> PooledTest:
    designs, responses = completed_sets()
    estimates, covariances = least_squares(designs, responses)
    tested, spread = estimates[:, 3:], covariances[:, 3:, 3:]
    if name == "D1":
        return wald_test(tested, spread, complete_freedom=20)
    if name == "D2":
        return statistics_test(np.array([b @ np.linalg.solve(s, b) for b, s in zip(tested, spread, strict=True)]), 2)
    own, at_pooled = linear_statistics(designs, [x[:, :3] for x in designs], responses)
    return likelihood_test(own, at_pooled, 2)


@pytest.mark.parametrize("name", ["D1", "D2", "D3"])
def test_joint_tests_are_those_of_mice(name: str) -> None:
    found = joint(name)

    assert found.numerator == 2
    for quantity, value in PRINTED["joint"][name].items():
        assert getattr(found, quantity) == pytest.approx(value, rel=1e-10), quantity
