"""Adjusted means and pairwise comparisons against R's emmeans."""

from functools import partial

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, LinearFit, fit_linear, satterthwaite
from newel.statistics.mixed.kenward_roger import adjusted, kenward_roger
from newel.statistics.mixed.means import adjusted_means, averaged, pairwise
from tests.support.oracles import oracle
from tests.support.quantitative import reference
from tests.support.reference_mixed import dummies, model, numbers
from tests.support.shared import needs_shared
from tests.support.small_example import X, fit_at

GROUPS: Numbers = np.column_stack([np.ones(3), np.full(3, X.mean()), [0, 1, 0], [0, 0, 1], np.full(3, 0.5)])
"""emmeans takes a column of two values, here the arm, for a factor, and its levels count alike."""


def _example() -> LinearFit:
    expected = oracle("few_clusters")
    return fit_at("one", expected["one"]["theta"], expected["one"]["sigma"])


def test_means_of_an_unbalanced_factor_give_the_figures_of_emmeans() -> None:
    expected = oracle("few_clusters")["means"]

    found = adjusted_means(GROUPS, partial(kenward_roger, _example()))

    assert found.estimate == pytest.approx(expected["estimates"], rel=1e-8)
    assert found.standard_error == pytest.approx(expected["standard_errors"], rel=1e-9)
    assert found.freedom == pytest.approx(expected["freedom"], rel=1e-9)


@pytest.mark.parametrize(
    ("adjustment", "close"), [("none", 1e-7), ("holm", 1e-7), ("bonferroni", 1e-7), ("tukey", 1e-7), ("mvt", 1e-4)]
)
def test_pairwise_p_values_give_the_figures_of_emmeans(adjustment: str, close: float) -> None:
    expected, fit = oracle("few_clusters")["means"], _example()

    found = pairwise(GROUPS, partial(kenward_roger, fit), adjustment=adjustment, covariance=adjusted(fit).covariance)

    assert found.p == pytest.approx(expected[f"p_{adjustment}"], abs=close)
    assert found.inference.freedom == pytest.approx(expected["pairs_freedom"], rel=1e-9)
    assert list(zip(found.first, found.second, strict=True)) == [(0, 1), (0, 2), (1, 2)]


def _cake() -> LinearFit:
    design, response = model("cake")
    _, recipe = dummies("cake", "recipe")
    _, temperature = dummies("cake", "temperature")
    fixed = np.column_stack([np.ones(len(response)), recipe, temperature])
    assert numbers("cake", "angle") == pytest.approx(response)
    return fit_linear(Design(fixed, tuple("abcdefgh"), design.random), response)


@needs_shared
@pytest.mark.parametrize("method", ["kenward-roger", "satterthwaite"])
def test_means_of_the_cakes_give_the_reference(method: str) -> None:
    expected, fit = reference("lmm")[f"emmeans_cake_{method}"], _cake()
    judge = partial(kenward_roger if method == "kenward-roger" else satterthwaite, fit)
    recipes, heats = np.repeat(np.arange(3), 6), np.tile(np.arange(6), 3)
    every = np.column_stack([np.ones(18), recipes[:, None] == [1, 2], heats[:, None] == np.arange(1, 6)])
    means = averaged(every, tuple(heats))

    found = adjusted_means(means, judge)

    rows = expected["means"]
    assert found.estimate == pytest.approx([row["emmean"] for row in rows], rel=1e-9)
    assert found.standard_error == pytest.approx([row["SE"] for row in rows], rel=5e-6)
    assert found.freedom == pytest.approx([row["df"] for row in rows], rel=1e-4)
    assert found.low == pytest.approx([row["lower.CL"] for row in rows], rel=1e-6)
    for adjustment, close in (("tukey", 1e-6), ("holm", 1e-6), ("mvt", 1e-3)):
        pairs = pairwise(means, judge, adjustment=adjustment, covariance=fit.covariance)
        assert pairs.p == pytest.approx([row["p.value"] for row in expected[f"pairs_{adjustment}"]], abs=close)
