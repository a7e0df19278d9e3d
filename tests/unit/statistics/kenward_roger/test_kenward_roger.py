"""Kenward-Roger: the dense twin for slopes, crossed and nested factors, and never nan."""

from dataclasses import replace

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, LinearFit, RandomTerm, fit_linear, linear_at
from newel.statistics.mixed._blocks import blocks_of
from newel.statistics.mixed.kenward_roger import adjusted, kenward_roger, kenward_roger_joint
from tests.support.naive_few_clusters import naive_kenward_roger
from tests.support.small_example import FIXED, JOINT, NAMES, NOISE, RATER, RESPONSE, ROW, SITE, SLOPE, X, intercept

SQUARE = RandomTerm("rater", RATER, np.column_stack([np.ones(72), X, X**2]), ("(Intercept)", "x", "x^2"))
MODELS = {
    "intercept": ((intercept("site", SITE),), ([[0.7]],)),
    "slope": ((SLOPE,), ([[0.8, 0], [-0.3, 0.5]],)),
    "three columns": ((SQUARE,), ([[0.9, 0, 0], [0.2, 0.4, 0], [-0.1, 0.3, 0.2]],)),
    "crossed": ((intercept("site", SITE), intercept("rater", RATER)), ([[0.7]], [[0.4]])),
    "crossed slopes": ((SLOPE, intercept("rater", RATER)), ([[0.8, 0], [-0.3, 0.5]], [[0.4]])),
    "nested": ((intercept("person", ROW // 2), intercept("site", (ROW // 2) % 6)), ([[1.1]], [[0.5]])),
    "two terms of one factor": ((SLOPE, intercept("site", SITE)), ([[0.5, 0], [0.1, 0.4]], [[0.3]])),
    "at the edge": ((SLOPE,), ([[0.8, 0], [0.4, 0]],)),
}


def _fit(name: str, sigma: float = 0.9) -> LinearFit:
    terms, theta = MODELS[name]
    factors = tuple(np.array(factor, dtype=np.float64) for factor in theta)
    return linear_at(Design(FIXED, NAMES, terms), RESPONSE, theta=factors, sigma=sigma, reml=True)


CONTRASTS = {"one": np.array([[0.0, 1, -1, 0, 2]]), "three": JOINT, "all": np.eye(5)}


@pytest.mark.parametrize("contrasts", CONTRASTS)
@pytest.mark.parametrize("name", [name for name in MODELS if name != "two terms of one factor"])
def test_every_structure_equals_the_dense_twin(name: str, contrasts: str) -> None:
    fit, wanted = _fit(name), CONTRASTS[contrasts]
    covariance, freedom, scaling = naive_kenward_roger(fit.design, fit.theta, fit.sigma, contrasts=wanted)

    found = kenward_roger_joint(fit, wanted)

    assert adjusted(fit).covariance == pytest.approx(covariance, rel=1e-8, abs=1e-12)
    assert (found.denominator, found.scaling) == pytest.approx((freedom, scaling), rel=1e-7)
    effect = wanted @ fit.coefficients
    wald = effect @ np.linalg.solve(wanted @ covariance @ wanted.T, effect) / len(wanted)
    assert found.statistic == pytest.approx(scaling * wald, rel=1e-7)


def test_one_contrast_is_tested_alike_by_t_and_by_f() -> None:
    fit, wanted = _fit("crossed slopes"), CONTRASTS["one"]

    single, joint = kenward_roger(fit, wanted), kenward_roger_joint(fit, wanted)

    assert joint.scaling == pytest.approx(1)
    assert joint.denominator == pytest.approx(single.freedom[0])
    assert joint.statistic == pytest.approx(single.statistic[0] ** 2)
    assert joint.p == pytest.approx(single.p[0])


def test_variances_that_cannot_be_told_apart_are_named_and_give_numbers() -> None:
    found = kenward_roger(_fit("two terms of one factor"))

    assert np.isfinite(found.freedom).all()
    assert (found.standard_error > 0).all()
    assert "cannot tell the variances apart" in found.notes[0]


def test_a_variance_of_exactly_0_gives_numbers() -> None:
    fit = fit_linear(Design(FIXED, NAMES, (SLOPE,)), NOISE)

    found = kenward_roger(fit)

    assert fit.singular
    assert np.isfinite(found.freedom).all()
    assert (found.standard_error > 0).all()


def test_sites_of_one_size_give_the_textbook_t_test_of_their_means() -> None:
    """A treatment given to whole sites of equal size: sites - 2 degrees of freedom, and the pooled standard error."""
    site = np.repeat(np.arange(10), 6)
    treated = (site < 5).astype(float)
    response = np.cos(3 * site) + np.sin(np.arange(60.0) ** 2)
    means = response.reshape(10, 6).mean(axis=1)
    pooled = (np.var(means[:5], ddof=1) + np.var(means[5:], ddof=1)) / 2

    fit = fit_linear(Design(np.column_stack([np.ones(60), treated]), ("a", "b"), (intercept("site", site),)), response)
    found = kenward_roger(fit, np.array([[0, 1]]))

    assert found.estimate == pytest.approx([means[:5].mean() - means[5:].mean()])
    assert found.standard_error == pytest.approx([np.sqrt(pooled * 2 / 5)], rel=1e-6)
    assert found.freedom == pytest.approx([8], rel=1e-6)


def test_blocks_are_the_levels_that_share_rows() -> None:
    nested = Design(FIXED, NAMES, (intercept("person", ROW // 2), intercept("site", (ROW // 2) % 6)))
    crossed = Design(FIXED, NAMES, (intercept("site", SITE), intercept("rater", RATER)))

    assert blocks_of(nested).count == 6
    assert np.diff(blocks_of(nested).starts).tolist() == [7] * 6
    assert blocks_of(crossed).count == 1
    assert blocks_of(Design(FIXED, NAMES, (SLOPE,))).count == 8


def test_a_fit_that_kenward_roger_is_not_for_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="by maximum likelihood"):
        kenward_roger(fit_linear(Design(FIXED, NAMES, (SLOPE,)), RESPONSE, reml=False))
    with pytest.raises(ValueError, match="no random term"):
        kenward_roger(replace(_fit("slope"), design=Design(FIXED, NAMES)))
    with pytest.raises(ValueError, match="Every contrast is 0"):
        kenward_roger_joint(_fit("slope"), np.zeros((2, 5)))
    with pytest.raises(ValueError, match="leaves no residual"):
        kenward_roger(replace(_fit("slope"), sigma=0.0, notes=()))


def test_a_model_without_numbers_passes_its_reasons_on() -> None:
    fit = replace(_fit("slope"), sigma=np.nan, notes=("The response is the same in every row.",))

    found = kenward_roger(fit)

    assert np.isnan(found.estimate).all()
    assert found.notes == fit.notes


def test_contrasts_that_follow_from_others_do_not_count() -> None:
    fit = _fit("slope")

    found = kenward_roger_joint(fit, np.vstack([JOINT, JOINT.sum(axis=0)]))

    assert found.numerator == 3
    assert found.p == pytest.approx(kenward_roger_joint(fit, JOINT).p)


def test_too_many_connected_levels_are_refused_before_memory_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newel.statistics.mixed._kr_traces.WIDEST", 12)

    with pytest.raises(ValueError, match="13 random effects hang together"):
        kenward_roger(_fit("crossed"))


def test_what_the_formulas_cannot_give_is_replaced_and_named() -> None:
    """Reached only in pathological fits, so the parts are made up."""
    broken = replace(adjusted(_fit("slope")), covariance=-np.eye(5), parameters=-np.eye(4))

    single = broken.inference()
    joint = replace(broken, covariance=broken.plain, parameters=1e4 * np.eye(4)).joint(JOINT)

    assert single.standard_error == pytest.approx(np.sqrt(np.diag(broken.plain)))
    assert single.freedom == pytest.approx(np.full(5, 7.0))
    assert len(single.notes) == 2
    assert (joint.denominator, joint.scaling) == (7, 1)
    assert "do not exist here; those of the factor with the fewest levels, 7, are used" in joint.notes[-1]


def test_no_uncertainty_in_the_variances_means_the_normal_distribution() -> None:
    sure = replace(adjusted(_fit("slope")), parameters=np.zeros((4, 4)))

    single, joint = sure.inference(), sure.joint(JOINT)

    assert np.isinf(single.freedom).all()
    assert (joint.denominator, joint.scaling) == (np.inf, 1)
    assert 0 < joint.p < 1


def _interaction() -> Numbers:
    return np.column_stack([FIXED, FIXED[:, 1] * FIXED[:, 4]])


def test_a_real_fit_of_our_own_has_smaller_freedom_for_what_varies_between_sites() -> None:
    fit = fit_linear(Design(_interaction(), (*NAMES, "x:arm"), (SLOPE, intercept("rater", RATER))), RESPONSE)

    found = kenward_roger(fit)

    assert found.method == "Kenward-Roger"
    assert found.freedom[4] < 8 < found.freedom[2]
    assert (found.standard_error >= np.sqrt(np.diag(fit.covariance)) - 1e-12).all()
