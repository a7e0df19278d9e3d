"""Draws from a posterior are read and judged without the sampler; with it, they are compared with a closed form."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy import stats

from newel.formulas.bayesian import Belief, Posterior, Priors, installed, sample_posterior
from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm

needs_bayes = pytest.mark.skipif(not installed(), reason="needs the extra `bayes`, in an environment of its own")


def a_posterior(**changed: object) -> Posterior:
    parts = {"coefficients": np.zeros((4, 2)), "spreads": {}, "rhat": 1.001, "effective": 900, "divergent": 0}
    return Posterior(**(parts | changed))  # type: ignore[arg-type] - a builder with defaults


def test_a_belief_is_the_mean_the_middle_95_per_cent_and_the_share_of_draws_above_a_bound() -> None:
    belief = Belief(np.arange(1001) / 1000)

    assert belief.mean == pytest.approx(0.5)
    assert (belief.low, belief.high) == pytest.approx((0.025, 0.975))
    assert belief.above(0.2) == pytest.approx(800 / 1001)
    assert belief.deviation == pytest.approx(np.std(np.arange(1001) / 1000, ddof=1))


def test_a_contrast_of_draws_is_taken_draw_by_draw() -> None:
    posterior = a_posterior(coefficients=np.array([[1.0, 3.0], [2.0, 7.0]]))

    assert posterior.belief(np.array([-1.0, 1.0])).draws == pytest.approx([2.0, 5.0])


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"rhat": 1.02}, "chains do not agree"),
        ({"rhat": float("nan")}, "chains do not agree"),
        ({"effective": 399}, "too few effective draws"),
        ({"divergent": 1}, "diverged"),
    ],
)
def test_draws_that_fail_a_check_are_not_to_be_used_and_the_sentence_says_why(
    changed: dict[str, float], says: str
) -> None:
    posterior = a_posterior(**changed)

    assert not posterior.trusted
    assert posterior.sentence.startswith("Do not use")
    assert says in posterior.sentence
    assert a_posterior().trusted


def test_priors_in_words_hold_the_numbers_that_are_used() -> None:
    words = Priors(level=3.0, effect=1.5, spread=0.4, rest=2.0).in_words

    for said in ("within 6 standard", "deviation 3)", "within 3 of zero (normal, 1.5)", "below 0.8 (half-normal, 0.4)"):
        assert said in words


def a_design(people: int = 10, sites: int = 6) -> tuple[Design, Numbers]:
    """People of six sites, half of them in a second wave, with a change of 0.5."""
    rng = np.random.default_rng(7)
    site = np.repeat(np.arange(sites), people)
    second = np.tile([0.0, 1.0], sites * people // 2)
    term = RandomTerm("site", site, np.ones((len(site), 1)), ("(Intercept)",))
    response = 0.4 * rng.normal(size=sites)[site] + 0.5 * second + 0.9 * rng.normal(size=len(site))
    return Design(np.column_stack([np.ones(len(site)), second]), ("(Intercept)", "second"), (term,)), response


def test_random_slopes_and_a_model_without_a_constant_are_refused_in_words() -> None:
    design, response = a_design()
    slope = replace(design.random[0], columns=design.fixed[:, 1:])

    with pytest.raises(ValueError, match="random slopes"):
        sample_posterior(replace(design, random=(slope,)), response, seed=1)
    with pytest.raises(ValueError, match="not the constant"):
        sample_posterior(replace(design, fixed=design.fixed[:, 1:], names=("second",)), response, seed=1)


def by_integration(design: Design, response: Numbers, priors: Priors) -> tuple[float, float]:
    """The naive twin: the mean and deviation of the change, summed over a grid of both standard deviations.

    Given those two everything is normal. The prior of the level is about the mean of everyone: columns are centred.
    """
    centred = np.column_stack([np.ones(len(response)), design.fixed[:, 1] - design.fixed[:, 1].mean()])
    before = np.diag([priors.level**2, priors.effect**2])
    same = np.equal.outer(design.random[0].levels, design.random[0].levels).astype(float)
    weights, means, variances = [], [], []
    for rest, spread in product(np.linspace(0.5, 1.6, 45), np.linspace(0.01, 2.5, 60)):
        noise = rest**2 * np.eye(len(response)) + spread**2 * same
        total = noise + centred @ before @ centred.T
        weights.append(
            stats.multivariate_normal.logpdf(response, cov=total)
            + stats.halfnorm.logpdf(rest, scale=priors.rest)
            + stats.halfnorm.logpdf(spread, scale=priors.spread)
        )
        gain = before @ centred.T @ np.linalg.inv(total)
        means.append((gain @ response)[1])
        variances.append((before - gain @ centred @ before)[1, 1])
    share = np.exp(np.array(weights) - max(weights))
    share /= share.sum()
    mean = float(share @ means)
    return mean, float(np.sqrt(share @ variances + share @ (np.array(means) - mean) ** 2))


@needs_bayes
@pytest.mark.filterwarnings("default")  # what PyMC and its compiler warn of is not ours to answer for
def test_the_sampler_draws_from_the_posterior_that_integration_gives_and_draws_the_same_again() -> None:
    design, response = a_design()

    posterior, again = (sample_posterior(design, response, seed=3) for _ in range(2))

    mean, deviation = by_integration(design, response, Priors())
    change = posterior.belief(np.array([0.0, 1.0]))
    assert posterior.trusted, posterior.sentence
    assert change.mean == pytest.approx(mean, abs=0.06 * deviation)
    assert change.deviation == pytest.approx(deviation, rel=0.06)
    assert set(posterior.spreads) == {"site", "residual"}
    assert np.array_equal(posterior.coefficients, again.coefficients)
