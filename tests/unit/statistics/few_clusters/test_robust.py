"""Robust standard errors: the dense twin, and words where there is nothing to compute."""

from dataclasses import replace

import numpy as np
import pytest

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters import (
    ClusteredFit,
    Family,
    cluster_robust,
    clustered_generalised,
    clustered_least_squares,
    clustered_mixed,
    ordinary,
    robust,
)
from newel.statistics.mixed import Design, fit_linear
from tests.support.naive_few_clusters import naive_robust, naive_satterthwaite
from tests.support.small_example import COUNT, FIXED, NAMES, RATER, RESPONSE, SITE, SLOPE, WEIGHTS, YES, X, intercept

KINDS = ("CR0", "CR1", "CR1S", "CR2", "CR3")


def _working(name: str) -> tuple[ClusteredFit, Numbers, Numbers, Numbers]:
    """Return a fit, its columns as the sandwich sees them, its weights and its working covariance, n x n."""
    n = len(RESPONSE)
    if name == "weighted":
        weights = np.diag(WEIGHTS / WEIGHTS.mean())
        return clustered_least_squares(FIXED, RESPONSE, SITE, weights=WEIGHTS), FIXED, weights, np.eye(n)
    if name == "logit":
        fit = clustered_generalised(FIXED, YES, SITE)
        mean = 1 / (1 + np.exp(-FIXED @ fit.coefficients))
        variance = mean * (1 - mean)
        return fit, FIXED * variance[:, None], np.diag(1 / variance), np.diag(variance)
    if name == "mixed":
        mixed = fit_linear(Design(FIXED, NAMES, (SLOPE,)), RESPONSE)
        loaded = SLOPE.columns @ mixed.theta[0]
        whole = np.eye(n) + (SITE[:, None] == SITE[None, :]) * (loaded @ loaded.T)
        return clustered_mixed(mixed), FIXED, np.linalg.inv(whole), whole
    return clustered_least_squares(FIXED, RESPONSE, SITE), FIXED, np.eye(n), np.eye(n)


def _residuals(fit: ClusteredFit, clusters: Levels) -> Numbers:
    """Return the residuals in the order of the rows."""
    found = np.empty(len(clusters))
    for cluster, residuals in zip(np.unique(clusters), fit.residuals, strict=True):
        found[clusters == cluster] = residuals
    return found


@pytest.mark.parametrize("kind", ["CR0", "CR2", "CR3"])
@pytest.mark.parametrize("name", ["plain", "weighted", "logit", "mixed"])
def test_the_sandwich_equals_the_dense_twin(name: str, kind: str) -> None:
    fit, columns, weights, working = _working(name)
    rows = [np.flatnonzero(site == SITE) for site in range(8)]
    contrast = np.array([0.3, 1.0, -0.5, 0.0, 2.0])
    covariance, maps = naive_robust(columns, SITE, kind=kind, weights=weights, working=working)

    found = robust(fit, kind)

    # Residuals are orthogonal to the columns already, so the twin's maps of responses may be used on them.
    assert found.covariance == pytest.approx(covariance(_residuals(fit, SITE)), rel=1e-7, abs=1e-12)
    expected = naive_satterthwaite(maps, working, rows, contrast=contrast)
    assert found.inference(contrast).freedom == pytest.approx([expected], rel=1e-7)


def test_one_contrast_is_the_difference_of_two_coefficients() -> None:
    contrast = np.array([[0, 0, 1, -1, 0]])
    fit = robust(clustered_least_squares(FIXED, RESPONSE, SITE))

    found = fit.inference(contrast)

    assert found.estimate == pytest.approx(contrast @ fit.fit.coefficients)
    assert found.standard_error**2 == pytest.approx((contrast @ fit.covariance @ contrast.T)[0])
    assert found.method == "CR2 with Satterthwaite"


def test_low_rank_degrees_of_freedom_equal_those_of_the_whole_form() -> None:
    rng = np.random.default_rng(3)
    clusters = np.repeat(np.arange(240), rng.integers(1, 5, 240))
    fixed = np.column_stack([np.ones(len(clusters)), clusters % 2, rng.normal(size=len(clusters))])
    weights = rng.uniform(0.5, 2, len(clusters))
    fit = robust(clustered_least_squares(fixed, rng.normal(size=len(clusters)), clusters, weights=weights))

    found = fit.inference()

    for row, freedom in zip(np.eye(3), found.freedom, strict=True):
        form = fit.expected(row[None, :])[0, 0]
        assert freedom == pytest.approx(np.trace(form) ** 2 / (form**2).sum(), rel=1e-10)


def test_clusters_of_one_row_make_cr2_the_textbook_hc2() -> None:
    leverage = np.diag(FIXED @ np.linalg.inv(FIXED.T @ FIXED) @ FIXED.T)
    residuals = RESPONSE - FIXED @ np.linalg.lstsq(FIXED, RESPONSE, rcond=None)[0]
    bread = np.linalg.inv(FIXED.T @ FIXED)
    expected = bread @ (FIXED.T * (residuals**2 / (1 - leverage))) @ FIXED @ bread

    found = cluster_robust(FIXED, RESPONSE, np.arange(72))

    assert found.standard_error == pytest.approx(np.sqrt(np.diag(expected)), rel=1e-10)


def test_a_site_with_a_dummy_of_its_own_is_no_trouble_for_cr2_and_named_by_cr3() -> None:
    dummies = np.column_stack([FIXED, SITE == 7]).astype(float)

    assert np.isfinite(cluster_robust(dummies, RESPONSE, SITE).standard_error).all()
    with pytest.raises(ValueError, match="without one of them a coefficient has no estimate"):
        cluster_robust(dummies, RESPONSE, SITE, kind="CR3")
    with pytest.raises(ValueError, match="without one of them a coefficient has no estimate"):
        robust(clustered_least_squares(dummies, RESPONSE, SITE, weights=WEIGHTS), "CR3")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"clusters": np.zeros(72, dtype=int)}, "one cluster"),
        ({"clusters": SITE[:-1]}, "one entry a row"),
        ({"response": np.where(np.arange(72) == 4, np.nan, RESPONSE)}, "missing or infinite"),
        ({"fixed": np.column_stack([FIXED, FIXED[:, 1] + FIXED[:, 4]])}, "Column 6 .* sum of the columns before"),
        ({"fixed": np.column_stack([FIXED, np.zeros(72)])}, "Column 6 .* is 0 in every row"),
        ({"fixed": FIXED[:, :0]}, "at least one row and one column"),
        ({"kind": "HC1"}, '"HC1" is not known'),
        ({"response": np.full(72, 3.7)}, "the same in every row"),
    ],
)
def test_impossible_input_is_refused_in_words(change: dict[str, object], words: str) -> None:
    given = {"fixed": FIXED, "response": RESPONSE, "clusters": SITE, "kind": "CR2", **change}

    with pytest.raises(ValueError, match=words):
        cluster_robust(given.pop("fixed"), given.pop("response"), given.pop("clusters"), **given)


def test_separation_is_named_instead_of_estimated() -> None:
    with pytest.raises(ValueError, match="separates the responses"):
        clustered_generalised(FIXED, (X > 0).astype(float), SITE)


def test_impossible_responses_weights_and_families_are_refused() -> None:
    with pytest.raises(ValueError, match="above its number of trials"):
        clustered_generalised(FIXED, COUNT, SITE, trials=np.full(72, 2.0))
    with pytest.raises(ValueError, match="above 0"):
        clustered_least_squares(FIXED, RESPONSE, SITE, weights=WEIGHTS * (SITE > 0))
    with pytest.raises(ValueError, match='"gamma" is not known'):
        clustered_generalised(FIXED, COUNT, SITE, family=Family("gamma"))


def test_trials_are_the_same_as_a_row_for_each_of_them() -> None:
    trials = 1 + RATER
    successes = np.minimum(COUNT, trials)
    one_by_one: list[float] = []
    for won, tried in zip(successes, trials, strict=True):
        one_by_one += [1.0] * int(won) + [0.0] * int(tried - won)

    together = robust(clustered_generalised(FIXED, successes, SITE, trials=trials.astype(float)), "CR0").inference()
    fit = clustered_generalised(FIXED.repeat(trials, axis=0), np.array(one_by_one), SITE.repeat(trials))
    apart = robust(fit, "CR0").inference()

    assert together.estimate == pytest.approx(apart.estimate, rel=1e-9)
    assert together.standard_error == pytest.approx(apart.standard_error, rel=1e-9)


def test_what_is_too_bold_is_said() -> None:
    alone = cluster_robust(FIXED, RESPONSE, SITE, kind="CR1")
    single = cluster_robust(np.column_stack([np.ones(72), SITE == 3]), RESPONSE, SITE)
    pair = cluster_robust(np.column_stack([np.ones(72), SITE >= 6]), RESPONSE, SITE)

    assert alone.notes[0] == "With 8 clusters CR1 is too bold by itself: report CR2 beside it."
    assert "One of 8 clusters alone carries 8" in single.notes[0]
    assert "degrees of freedom: below 4" in pair.notes[0]
    assert not cluster_robust(np.ones((72, 1)), RESPONSE, SITE).notes


def test_a_mixed_model_that_could_not_be_fitted_has_no_sandwich() -> None:
    fit = fit_linear(Design(FIXED, NAMES, (SLOPE,)), np.ones(72))

    with pytest.raises(ValueError, match="could not be fitted"):
        clustered_mixed(replace(fit, coefficients=np.full(5, np.nan)))


def test_a_mixed_model_must_be_nested_in_the_clusters() -> None:
    fit = fit_linear(Design(FIXED, NAMES, (intercept("site", SITE), intercept("rater", RATER))), RESPONSE)

    with pytest.raises(ValueError, match="Levels of rater are seen in several clusters"):
        clustered_mixed(fit, SITE)


def test_least_squares_has_the_textbook_figures() -> None:
    """Source of the figures: R 4.2.2, summary(lm(c(1, 3, 2, 5, 4) ~ c(1, 2, 3, 4, 5)))."""
    fixed = np.column_stack([np.ones(5), np.arange(1.0, 6)])

    found = ordinary(fixed, np.array([1.0, 3, 2, 5, 4]))

    assert found.estimate == pytest.approx([0.6, 0.8])
    assert found.standard_error == pytest.approx([1.1489125293076057, 0.34641016151377546])
    assert found.p[1] == pytest.approx(0.10408803866182788)
    with pytest.raises(ValueError, match="cannot be judged by 2 rows"):
        ordinary(fixed[:2], np.ones(2))
    with pytest.raises(ValueError, match="5 rows and the response 4"):
        ordinary(fixed, np.ones(4))
