"""CR2 and its degrees of freedom: R's clubSandwich judges a dense twin, and the twin judges our closed form."""

import numpy as np
import polars as pl
import pytest

from newel.statistics import clustered_mean, clustered_ratio, ratio_interval
from tests.support.naive_cr2 import naive_cr2
from tests.support.oracles import oracle
from tests.support.shared import SHARED, needs_shared


@needs_shared
def test_the_dense_twin_agrees_with_clubsandwich() -> None:
    expected = oracle("clubsandwich")
    frame = _achievement(expected["data"])
    design = np.column_stack([np.ones(frame.height), *(frame[name].to_numpy() for name in expected["design"])])

    coefficients, errors, freedom = naive_cr2(design, frame["y"].to_numpy(), frame["sch"].to_numpy())

    assert frame["sch"].n_unique() == expected["clusters"]
    assert coefficients == pytest.approx(expected["coefficients"], rel=1e-9)
    assert errors == pytest.approx(expected["standard_errors"], rel=1e-9)
    assert freedom == pytest.approx(expected["degrees_of_freedom"], rel=1e-9)


@needs_shared
def test_the_mean_of_a_real_outcome_by_school_agrees_with_the_twin() -> None:
    frame = _achievement(oracle("clubsandwich")["data"])
    scores, schools = frame["lagscore"].to_numpy(), frame["sch"].to_numpy()

    mean = clustered_mean(scores, schools.astype(str))
    totals = frame.group_by("sch").agg(pl.col("lagscore").sum(), people=pl.len())
    ours = clustered_ratio(totals["lagscore"].to_numpy(), totals["people"].cast(pl.Float64).to_numpy())
    coefficient, error, freedom = naive_cr2(np.ones((frame.height, 1)), scores, schools)

    assert mean.value == pytest.approx(coefficient[0], rel=1e-9)
    assert ours.standard_error == pytest.approx(error[0], rel=1e-9)
    assert ours.freedom == pytest.approx(freedom[0], rel=1e-9)


@pytest.mark.parametrize("sizes", [(1, 1), (4, 4, 4), (1, 2, 30), (180, 8, 12, 25), tuple(range(2, 20))])
def test_the_closed_form_equals_the_dense_twin(sizes: tuple[int, ...]) -> None:
    rng = np.random.default_rng(sum(sizes))
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    outcome = rng.normal(3, 1, sum(sizes)) + rng.normal(0, 0.5, len(sizes))[clusters]
    sums = np.array([outcome[clusters == cluster].sum() for cluster in range(len(sizes))])

    ours = clustered_ratio(sums, np.array(sizes, dtype=float))
    coefficient, error, freedom = naive_cr2(np.ones((len(outcome), 1)), outcome, clusters)

    assert ours.value == pytest.approx(coefficient[0], rel=1e-12)
    assert ours.standard_error == pytest.approx(error[0], rel=1e-9)
    assert ours.freedom == pytest.approx(freedom[0], rel=1e-9)


def test_equal_clusters_give_the_textbook_interval_of_their_means() -> None:
    """With clusters of one size CR2 is the standard error of their means, with clusters - 1 degrees of freedom."""
    means = np.array([2.0, 3.0, 3.5, 5.5])
    t_with_3_degrees = 3.182446305284263

    found = ratio_interval(means * 10, np.full(4, 10.0))

    margin = t_with_3_degrees * np.std(means, ddof=1) / 2
    assert (found.low, found.high) == pytest.approx((3.5 - margin, 3.5 + margin), rel=1e-9)


def _achievement(file: str) -> pl.DataFrame:
    return pl.read_csv(SHARED / "reference" / "quantitative" / "data" / file)
