"""Comparisons of means: each adjustment against a second opinion, and laws that they all keep."""

import numpy as np
import pytest
from scipy import stats

from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference
from newel.statistics.mixed.means import _stepped, averaged, pairwise, single_step, tukey

GROUPS = np.array([4.1, 4.4, 5.6, 6.0])
SIZES = np.array([5.0, 9.0, 4.0, 7.0])
RESIDUAL = 1.3
FREEDOM = float(SIZES.sum() - 4)
COVARIANCE = np.diag(RESIDUAL**2 / SIZES)


def judge(contrasts: Numbers) -> Inference:
    """Judge differences of four independent groups with one residual variance."""
    error = np.sqrt(np.diag(contrasts @ COVARIANCE @ contrasts.T))
    return Inference(contrasts @ GROUPS, error, np.full(len(contrasts), FREEDOM), "known")


def simulated(*, draws: int = 200_000) -> Numbers:
    """Return the largest |t| of all pairs where no group differs, drawn."""
    rng = np.random.default_rng(5)
    means = rng.normal(size=(draws, 4)) * np.sqrt(np.diag(COVARIANCE))
    scale = np.sqrt(rng.chisquare(FREEDOM, draws) / FREEDOM)
    first, second = np.triu_indices(4, 1)
    errors = np.sqrt(np.diag(COVARIANCE)[first] + np.diag(COVARIANCE)[second])
    return np.abs((means[:, first] - means[:, second]) / errors).max(axis=1) / scale


def test_mvt_is_the_chance_that_the_largest_difference_is_larger() -> None:
    found = pairwise(np.eye(4), judge, adjustment="mvt", covariance=COVARIANCE)

    drawn = simulated()
    expected = [(drawn >= abs(t)).mean() for t in found.inference.statistic]
    assert found.p == pytest.approx(expected, abs=4e-3)


def test_groups_of_unequal_size_make_tukeys_p_a_little_too_large() -> None:
    """Source: Hayter AJ. Ann Stat 1984;12:61-75: the Tukey-Kramer procedure is conservative."""
    kramer = pairwise(np.eye(4), judge, adjustment="tukey").p
    exact = pairwise(np.eye(4), judge, adjustment="mvt", covariance=COVARIANCE).p

    assert (kramer >= exact - 5e-4).all()
    assert kramer == pytest.approx(exact, abs=0.02)


def test_two_groups_need_no_adjustment_by_any_method() -> None:
    plain = pairwise(np.eye(4)[:2], judge, adjustment="none").p

    for adjustment in ("tukey", "holm", "bonferroni", "mvt"):
        found = pairwise(np.eye(4)[:2], judge, adjustment=adjustment, covariance=COVARIANCE)
        assert found.p == pytest.approx(plain, abs=1e-6)
        assert found.adjustment == adjustment


@pytest.mark.parametrize("adjustment", ["none", "tukey", "holm", "bonferroni", "mvt"])
def test_means_in_another_order_have_the_same_differences(adjustment: str) -> None:
    order = np.array([2, 0, 3, 1])
    found = pairwise(np.eye(4), judge, adjustment=adjustment, covariance=COVARIANCE)
    turned = pairwise(np.eye(4)[order], judge, adjustment=adjustment, covariance=COVARIANCE)

    pairs = {(a, b): p for a, b, p in zip(found.first, found.second, found.p, strict=True)}
    for a, b, p in zip(turned.first, turned.second, turned.p, strict=True):
        one, other = sorted((int(order[a]), int(order[b])))
        assert p == pytest.approx(pairs[one, other], abs=1e-3)


@pytest.mark.parametrize("adjustment", ["tukey", "holm", "bonferroni", "mvt"])
def test_no_adjustment_makes_a_difference_more_certain(adjustment: str) -> None:
    plain = pairwise(np.eye(4), judge, adjustment="none").p
    found = pairwise(np.eye(4), judge, adjustment=adjustment, covariance=COVARIANCE).p

    assert (found >= plain - 1e-9).all()
    assert (found <= 1).all()


def test_holm_steps_down_from_the_smallest_p() -> None:
    """The smallest of four counts four times, the next three times, never falling: Holm S. Scand J Stat 1979;6:65."""
    assert _stepped(np.array([0.022, 0.09, 0.01, 0.02]), down=True) == pytest.approx([0.06, 0.09, 0.04, 0.06])
    assert _stepped(np.array([0.022, 0.09, 0.01, 0.5]), down=False) == pytest.approx([0.088, 0.36, 0.04, 1.0])


def test_equal_p_values_stay_equal() -> None:
    assert _stepped(np.full(3, 0.01), down=True) == pytest.approx([0.03, 0.03, 0.03])


@pytest.mark.parametrize(("groups", "freedom", "point"), [(3, 10.0, 3.877), (4, 20.0, 3.958), (5, 60.0, 3.977)])
def test_the_studentized_range_has_its_printed_upper_five_per_cent_points(
    groups: int, freedom: float, point: float
) -> None:
    """Source: Pearson ES, Hartley HO. Biometrika Tables for Statisticians, table 29."""
    at = Inference(np.array([point / np.sqrt(2)]), np.ones(1), np.array([freedom]), "made up")

    assert tukey(at, groups) == pytest.approx([0.05], abs=5e-5)


def test_tukey_of_endless_freedom_is_its_limit() -> None:
    size, groups = 2.5, 4
    at = [Inference(np.array([size]), np.ones(1), np.array([freedom]), "made up") for freedom in (9e4, 2e5, np.inf)]

    near, beyond, limit = (tukey(one, groups)[0] for one in at)

    assert near == pytest.approx(limit, rel=1e-3)
    assert beyond == limit


def test_contrasts_that_are_all_the_same_count_once() -> None:
    contrast = np.array([[1.0, -1, 0, 0]])
    judged = judge(np.vstack([contrast, contrast]))

    found = single_step(judged, np.full((2, 2), float(judged.standard_error[0] ** 2)), seed=1)

    assert found == pytest.approx(judged.p, rel=1e-6)


def test_independent_contrasts_multiply_by_sidak() -> None:
    """With the variance known, the largest of two independent |z| exceeds z with 1 - (1 - p)^2."""
    z = np.array([2.0, 2.0])
    judged = Inference(z, np.ones(2), np.full(2, np.inf), "known")

    found = single_step(judged, np.eye(2), seed=1)

    p = 2 * stats.norm.sf(2.0)
    assert found == pytest.approx(np.full(2, 1 - (1 - p) ** 2), abs=1e-4)


def test_each_contrast_may_have_its_own_freedom() -> None:
    judged = Inference(np.array([2.0, 2.0]), np.ones(2), np.array([4.0, np.inf]), "made up")

    few, many = single_step(judged, np.eye(2), seed=1)

    assert few > many


def test_levels_are_averaged_in_the_order_of_their_numbers() -> None:
    grid = np.arange(12.0).reshape(6, 2)

    found = averaged(grid, (5, 1, 1, 3, 5, 5))

    assert found == pytest.approx(np.array([grid[[1, 2]].mean(0), grid[3], grid[[0, 4, 5]].mean(0)]))
