"""Adjusted means and comparisons: averaging a grid, and each way to allow for many comparisons."""

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference
from newel.statistics.mixed.means import adjusted_means, averaged, pairwise, single_step, tukey

COVARIANCE = np.diag([1.0, 1.0, 1.0, 1.0]) / 9
MEANS = np.array([1.0, 1.2, 1.9, 2.3])


def _judge(freedom: float) -> "object":
    def judge(contrasts: Numbers) -> Inference:
        error = np.sqrt(np.diag(contrasts @ COVARIANCE @ contrasts.T))
        return Inference(contrasts @ MEANS, error, np.full(len(contrasts), freedom), "known")

    return judge


def test_means_of_a_grid_count_every_row_of_a_level_alike() -> None:
    grid = np.array([[1.0, 0], [1, 1], [1, 4], [1, 5]])

    assert averaged(grid, (7, 3, 7, 3)).tolist() == [[1, 3], [1, 2]]
    found = adjusted_means(np.eye(4), _judge(20), levels=(0, 0, 1, 1))
    assert found.estimate == pytest.approx([1.1, 2.1])
    assert adjusted_means(np.eye(4), _judge(20)).estimate == pytest.approx(MEANS)
    with pytest.raises(ValueError, match="4 rows and 2 levels"):
        averaged(grid, (1, 2))


@pytest.mark.parametrize("freedom", [4.0, 20.0, np.inf])
def test_tukey_and_mvt_agree_where_all_means_are_known_alike(freedom: float) -> None:
    pairs = pairwise(np.eye(4), _judge(freedom), adjustment="tukey")

    other = pairwise(np.eye(4), _judge(freedom), adjustment="mvt", covariance=COVARIANCE)

    assert other.p == pytest.approx(pairs.p, abs=2e-4)


def test_the_studentized_range_of_the_printed_tables() -> None:
    """Source: Pearson and Hartley's upper 5 % point for 3 means and 10 degrees of freedom is 3.877."""
    at = Inference(np.array([3.877 / np.sqrt(2)]), np.ones(1), np.array([10.0]), "made up")

    assert tukey(at, 3) == pytest.approx([0.05], abs=2e-5)


def test_holm_never_exceeds_bonferroni_and_keeps_the_order() -> None:
    plain = pairwise(np.eye(4), _judge(20), adjustment="none")
    holm = pairwise(np.eye(4), _judge(20), adjustment="holm")
    bonferroni = pairwise(np.eye(4), _judge(20), adjustment="bonferroni")

    order = np.argsort(plain.p)
    assert bonferroni.p == pytest.approx(np.minimum(6 * plain.p, 1))
    assert (plain.p <= holm.p).all()
    assert (holm.p <= bonferroni.p + 1e-15).all()
    assert (np.diff(holm.p[order]) >= 0).all()
    assert holm.p[order[0]] == pytest.approx(bonferroni.p[order[0]])


def test_pairs_are_named_by_the_places_of_their_means() -> None:
    found = pairwise(np.eye(4), _judge(20))

    assert found.first == (0, 0, 0, 1, 1, 2)
    assert found.second == (1, 2, 3, 2, 3, 3)
    assert found.inference.estimate[2] == pytest.approx(MEANS[0] - MEANS[3])


def test_a_single_contrast_needs_no_adjustment() -> None:
    alone = Inference(np.array([0.5]), np.array([0.2]), np.array([7.0]), "made up")

    assert single_step(alone, np.array([[0.04]]), seed=3) == pytest.approx(alone.p, rel=1e-9)


def test_the_same_seed_gives_the_same_p() -> None:
    one, other = (pairwise(np.eye(4), _judge(9), adjustment="mvt", covariance=COVARIANCE, seed=4).p for _ in range(2))

    assert (one == other).all()


def test_impossible_comparisons_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="one mean only"):
        pairwise(np.eye(4)[:1], _judge(20))
    with pytest.raises(ValueError, match='"sidak" is not known'):
        pairwise(np.eye(4), _judge(20), adjustment="sidak")
    with pytest.raises(ValueError, match="needs the covariance"):
        pairwise(np.eye(4), _judge(20), adjustment="mvt")
