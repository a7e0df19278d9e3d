"""Several coefficients at once: every refit done again, one contrast as before, and words where it cannot reject."""

import numpy as np
import pytest

from newel.statistics.few_clusters import WildRule, wild_cluster_test, wild_joint_test
from tests.support.naive_few_clusters import naive_joint
from tests.support.small_example import FIXED, RESPONSE, ROW, SITE

TWO = np.array([[0.0, 1, 0, 0, 1], [0, 0, 1, 0, 0]])


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("kind", ["11", "13", "31", "33"])
def test_each_type_equals_refitting_every_made_up_response(kind: str, *, restricted: bool) -> None:
    seen, turned = naive_joint(FIXED, RESPONSE, SITE, contrasts=TWO, kind=kind, restricted=restricted)

    rule = WildRule(kind=kind, restricted=restricted)
    found = wild_joint_test(FIXED, RESPONSE, SITE, contrasts=TWO, rule=rule)

    assert found.statistic == pytest.approx(seen / 2, rel=1e-9)
    assert found.p == (turned >= seen - 1e-9).mean()
    assert (found.contrasts, found.vectors, found.exact) == (2, 256, True)


@pytest.mark.parametrize("kind", ["11", "13", "31", "33"])
def test_one_contrast_is_tested_as_by_the_single_test(kind: str) -> None:
    rule = WildRule(kind=kind)

    joint = wild_joint_test(FIXED, RESPONSE, SITE, contrasts=np.eye(5)[1], rule=rule)
    single = wild_cluster_test(FIXED, RESPONSE, SITE, contrast=np.eye(5)[1], rule=rule)

    assert joint.p == single.p
    assert joint.statistic == pytest.approx(single.statistic**2)


def test_turning_the_contrasts_changes_nothing() -> None:
    one = wild_joint_test(FIXED, RESPONSE, SITE, contrasts=TWO)
    other = wild_joint_test(FIXED, RESPONSE, SITE, contrasts=np.array([[2.0, 1], [-1, 3]]) @ TWO)

    assert other.p == one.p
    assert other.statistic == pytest.approx(one.statistic)


def test_draws_come_close_to_the_exact_p() -> None:
    exact = wild_joint_test(FIXED, RESPONSE, SITE, contrasts=TWO).p
    rule = WildRule(largest=4, draws=4_999, generator=np.random.default_rng(8))

    found = wild_joint_test(FIXED, RESPONSE, SITE, contrasts=TWO, rule=rule)

    assert found.p == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 4_999))
    assert (found.exact, found.vectors) == (False, 5_000)
    assert "4999 draws" in found.method


def test_what_cannot_be_tested_is_said() -> None:
    five = ROW % 5

    assert "p cannot fall below 0.0625" in wild_joint_test(FIXED, RESPONSE, five, contrasts=TWO).notes[0]
    with pytest.raises(ValueError, match="a sum of the others"):
        wild_joint_test(FIXED, RESPONSE, SITE, contrasts=np.vstack([TWO, TWO[0] + TWO[1]]))
    with pytest.raises(ValueError, match="5 contrasts cannot be told apart by 4 clusters"):
        wild_joint_test(FIXED, RESPONSE, ROW % 4, contrasts=np.eye(5))


def test_contrasts_that_almost_no_vector_can_tell_apart_count_against_rejecting() -> None:
    """With as many contrasts as the clusters allow, some made-up variances are singular: those count as larger."""
    found = wild_joint_test(FIXED, RESPONSE, ROW % 4, contrasts=np.eye(5)[1:4], rule=WildRule(restricted=False))

    assert found.p >= 2 / 16
