"""The wild cluster test: every refit done again, intervals, draws, and words where it cannot reject."""

import numpy as np
import pytest

from newel.statistics.few_clusters import WildRule, wild_cluster_test
from tests.support.naive_few_clusters import naive_wild
from tests.support.small_example import ARM, FIXED, RESPONSE, ROW, SITE, X

ARM_ONLY = np.array([0.0, 0, 0, 0, 1])
SLOPE_ONLY = np.array([0.0, 1, 0, 0, 0])


@pytest.mark.parametrize("null", [0.0, 0.4])
@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("kind", ["11", "13", "31", "33"])
def test_each_type_equals_refitting_every_made_up_response(kind: str, null: float, *, restricted: bool) -> None:
    seen, turned = naive_wild(FIXED, RESPONSE, SITE, column=4, kind=kind, restricted=restricted, null=null)

    rule = WildRule(kind=kind, restricted=restricted, null=null, interval=False)
    found = wild_cluster_test(FIXED, RESPONSE, SITE, contrast=ARM_ONLY, rule=rule)

    assert found.statistic == pytest.approx(seen, rel=1e-9)
    assert found.p == (np.abs(turned) >= abs(seen) - 1e-9).mean()
    assert found.vectors == len(turned)


def test_the_p_at_each_end_of_the_interval_is_the_level() -> None:
    found = wild_cluster_test(FIXED, RESPONSE, SITE, contrast=SLOPE_ONLY)

    assert found.low < found.estimate < found.high
    for end in (found.low, found.high):
        inside, outside = (
            wild_cluster_test(
                FIXED, RESPONSE, SITE, contrast=SLOPE_ONLY, rule=WildRule(null=end + step, interval=False)
            ).p
            for step in np.array([-1e-6, 1e-6]) * np.sign(end - found.estimate)
        )
        assert outside <= 0.05 < inside


def test_the_interval_of_the_unrestricted_test_is_a_multiple_of_the_standard_error() -> None:
    found = wild_cluster_test(FIXED, RESPONSE, SITE, contrast=SLOPE_ONLY, rule=WildRule(restricted=False))

    assert found.high - found.estimate == pytest.approx(found.estimate - found.low, rel=1e-6)


def test_a_contrast_is_tested_as_the_coefficient_it_is_after_recoding() -> None:
    recoded = FIXED.copy()
    recoded[:, 3] = FIXED[:, 2] + FIXED[:, 3]

    one = wild_cluster_test(FIXED, RESPONSE, SITE, contrast=np.array([0.0, 0, 1, -1, 0]))
    other = wild_cluster_test(recoded, RESPONSE, SITE, contrast=np.array([0.0, 0, 1, 0, 0]))

    assert (one.estimate, one.statistic) == pytest.approx((other.estimate, other.statistic))
    assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-6)
    assert one.p == other.p


def test_five_sites_can_never_reject_and_the_test_says_so() -> None:
    five = ROW % 5
    fixed = np.column_stack([np.ones(72), five < 2]).astype(float)

    found = wild_cluster_test(fixed, RESPONSE + 100 * fixed[:, 1], five, contrast=np.array([0.0, 1.0]))

    assert found.floor >= 2 / 2**5
    assert found.p >= found.floor
    assert (found.low, found.high) == (-np.inf, np.inf)
    assert "cannot reject at 5 %" in found.notes[0]


def test_a_single_treated_site_is_named() -> None:
    fixed = np.column_stack([np.ones(72), SITE == 2]).astype(float)

    found = wild_cluster_test(fixed, RESPONSE, SITE, contrast=np.array([0.0, 1.0]))

    assert "One of 8 clusters carries 8" in found.notes[-1]
    assert "too cautious or too bold" in found.notes[-1]


def test_draws_come_close_to_the_exact_p_and_are_the_same_for_the_same_seed() -> None:
    exact = wild_cluster_test(FIXED, RESPONSE, SITE, contrast=SLOPE_ONLY).p

    def drawn(seed: int, *, webb: bool) -> float:
        rule = WildRule(
            largest=4, draws=9_999, generator=np.random.default_rng(seed), webb=webb, interval=False
        )
        return wild_cluster_test(FIXED, RESPONSE, SITE, contrast=SLOPE_ONLY, rule=rule).p

    assert drawn(1, webb=False) == drawn(1, webb=False)
    assert drawn(1, webb=False) == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 9_999))
    assert drawn(1, webb=True) == pytest.approx(exact, abs=0.05)


def test_many_sites_need_a_generator() -> None:
    rows = np.repeat(np.arange(30), 4)
    fixed = np.column_stack([np.ones(120), rows < 12]).astype(float)
    response = np.sin(np.arange(120.0) ** 2)

    with pytest.raises(ValueError, match="30 clusters have too many sign vectors"):
        wild_cluster_test(fixed, response, rows, contrast=np.array([0.0, 1.0]))
    rule = WildRule(generator=np.random.default_rng(2), draws=999)
    found = wild_cluster_test(fixed, response, rows, contrast=np.array([0.0, 1.0]), rule=rule)
    assert (found.exact, found.vectors) == (False, 1000)
    assert "999 draws" in found.method
    assert found.p >= 1 / 1000


@pytest.mark.parametrize(
    ("contrast", "rule", "words"),
    [
        (np.zeros(5), WildRule(), "contrast is 0"),
        (ARM_ONLY, WildRule(kind="12"), '"12" is not known'),
    ],
)
def test_impossible_questions_are_refused_in_words(contrast: np.ndarray, rule: WildRule, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        wild_cluster_test(FIXED, RESPONSE, SITE, contrast=contrast, rule=rule)


def test_a_site_that_alone_tells_a_coefficient_is_named_by_type_33() -> None:
    fixed = np.column_stack([FIXED, SITE == 7]).astype(float)

    with pytest.raises(ValueError, match="Without one of the clusters"):
        wild_cluster_test(fixed, RESPONSE, SITE, contrast=np.eye(6)[1], rule=WildRule(kind="33"))
    assert wild_cluster_test(fixed, RESPONSE, SITE, contrast=np.eye(6)[1]).p > 0


def test_a_response_without_spread_cannot_be_tested() -> None:
    with pytest.raises(ValueError, match="leave no spread"):
        wild_cluster_test(np.column_stack([np.ones(72), ARM]), 2 + 3 * ARM, SITE, contrast=np.array([0.0, 1.0]))


def test_the_effect_of_a_slope_within_sites_is_found() -> None:
    found = wild_cluster_test(FIXED, RESPONSE + 5 * X, SITE, contrast=SLOPE_ONLY)

    assert found.p == 2 / 2**8
