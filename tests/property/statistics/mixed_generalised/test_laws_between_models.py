"""Models that are the same, or one within the other, by their definition: their fits have to say so."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.special import expit, gammaln

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, GeneralisedFit, RandomTerm, fit_generalised
from newel.statistics.mixed.generalised.rows import INFLATED, NBINOM1, NBINOM2, POISSON, bend

N = 160
RNG = np.random.default_rng(21)
X = RNG.normal(size=N)
SITE = np.arange(N) % 10
ONES = np.ones((N, 1))
TERM = RandomTerm("site", SITE, ONES, ("(Intercept)",))
DESIGN = Design(np.column_stack([ONES, X]), ("(Intercept)", "x"), (TERM,))
PLAIN = replace(DESIGN, random=())
LINEAR = 0.4 + 0.5 * X + 0.6 * RNG.normal(size=10)[SITE]
SCATTERED = RNG.poisson(np.exp(LINEAR) * RNG.gamma(1.0, 1.0, N)).astype(float)
EVEN = RNG.poisson(np.exp(LINEAR)).astype(float)
ORDERED = np.digitize(LINEAR + RNG.logistic(size=N), [-0.5, 0.7, 2.0]).astype(float)
TRIALS = RNG.integers(1, 6, N).astype(float)
SUCCESSES = RNG.binomial(TRIALS.astype(int), expit(LINEAR)).astype(float)
RESPONSES: dict[str, Numbers] = {
    "binomial": SUCCESSES, "poisson": EVEN, "nbinom1": SCATTERED, "nbinom2": SCATTERED, "ordinal": ORDERED,
}  # fmt: skip
CONSTANT = Design(ONES, ("(Intercept)",))


def options(family: str) -> dict[str, Any]:
    return {"family": family, "trials": TRIALS if family == "binomial" else None}


def fitted(family: str, design: Design = DESIGN, **more: Any) -> GeneralisedFit:
    return fit_generalised(design, RESPONSES[family], **{**options(family), **more})


def test_failures_counted_in_place_of_successes_turn_every_sign() -> None:
    fit = fitted("binomial")
    other = fit_generalised(DESIGN, TRIALS - SUCCESSES, family="binomial", trials=TRIALS)

    assert other.coefficients == pytest.approx(-fit.coefficients, abs=1e-5)
    assert other.effects[0] == pytest.approx(-fit.effects[0], abs=1e-4)
    assert other.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-8)
    assert other.standard_errors == pytest.approx(fit.standard_errors, rel=1e-4)


@pytest.mark.parametrize("quadrature", [1, 6])
def test_a_count_split_over_parts_of_its_exposure_is_the_same_fit(quadrature: int) -> None:
    first = np.random.default_rng(1).binomial(EVEN.astype(int), 0.3).astype(float)
    parts = np.concatenate([first, EVEN - first])
    twice = np.tile(np.arange(N), 2)
    shares = np.repeat(np.log([0.3, 0.7]), N)
    split = Design(DESIGN.fixed[twice], DESIGN.names, (replace(TERM, levels=SITE[twice], columns=ONES[twice]),), shares)

    fit = fitted("poisson", quadrature=quadrature)
    other = fit_generalised(split, parts, family="poisson", quadrature=quadrature)

    ways = (gammaln(EVEN + 1) - gammaln(first + 1) - gammaln(EVEN - first + 1)).sum() + parts @ shares
    assert other.log_likelihood == pytest.approx(fit.log_likelihood + ways, abs=1e-7)
    assert other.coefficients == pytest.approx(fit.coefficients, abs=1e-5)
    assert other.standard_errors == pytest.approx(fit.standard_errors, rel=1e-4)
    assert other.variances[0] == pytest.approx(fit.variances[0], rel=1e-3)


@pytest.mark.parametrize("random", [(), (TERM,)])
def test_rows_without_a_trial_say_nothing(random: tuple[RandomTerm, ...]) -> None:
    design = replace(DESIGN, random=random)
    asked = np.append(np.arange(N), [0, 3, 5])
    more = replace(
        design,
        fixed=design.fixed[asked],
        random=tuple(replace(term, levels=term.levels[asked], columns=term.columns[asked]) for term in random),
    )
    none = np.zeros(3)

    fit = fitted("binomial", design)
    other = fit_generalised(more, np.append(SUCCESSES, none), family="binomial", trials=np.append(TRIALS, none))

    assert other.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-7)
    assert other.saturated == pytest.approx(fit.saturated)
    assert other.coefficients == pytest.approx(fit.coefficients, abs=1e-5)


@pytest.mark.parametrize("family", RESPONSES)
def test_the_data_twice_are_twice_as_likely_and_half_as_uncertain(family: str) -> None:
    twice = np.tile(np.arange(N), 2)
    trials = TRIALS[twice] if family == "binomial" else None

    fit = fitted(family, PLAIN)
    other = fit_generalised(
        replace(PLAIN, fixed=PLAIN.fixed[twice]), RESPONSES[family][twice], family=family, trials=trials
    )

    assert other.log_likelihood == pytest.approx(2 * fit.log_likelihood, abs=1e-6)
    assert other.all_estimates == pytest.approx(fit.all_estimates, abs=1e-5)
    assert other.all_covariance == pytest.approx(fit.all_covariance / 2, rel=1e-3, abs=1e-8)


@pytest.mark.parametrize("family", RESPONSES)
def test_a_column_measured_from_another_zero_moves_only_the_constant(family: str) -> None:
    moved = replace(DESIGN, fixed=np.column_stack([ONES, X - 40]))

    fit, other = fitted(family), fitted(family, moved)

    assert other.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-7)
    assert other.coefficients[-1] == pytest.approx(fit.coefficients[-1], abs=1e-5)
    assert other.standard_errors[-1] == pytest.approx(fit.standard_errors[-1], rel=1e-3)
    slope = fit.coefficients[-1]
    if family == "ordinal":  # a threshold less the linear predictor stays what it was
        assert other.thresholds == pytest.approx(fit.thresholds - 40 * slope, abs=1e-3)
    else:
        assert other.coefficients[0] == pytest.approx(fit.coefficients[0] + 40 * slope, abs=1e-3)


def _with_dispersion() -> tuple[GeneralisedFit, GeneralisedFit]:
    return fit_generalised(DESIGN, SCATTERED, family="poisson"), fitted("nbinom2")


def _with_another_dispersion() -> tuple[GeneralisedFit, GeneralisedFit]:
    return fit_generalised(DESIGN, SCATTERED, family="poisson"), fitted("nbinom1")


def _with_inflation() -> tuple[GeneralisedFit, GeneralisedFit]:
    return (
        fit_generalised(DESIGN, SCATTERED, family="poisson"),
        fit_generalised(DESIGN, SCATTERED, family="poisson", zero_inflation=CONSTANT),
    )


def _with_nominal_effects() -> tuple[GeneralisedFit, GeneralisedFit]:
    half = Design((np.arange(N) % 2)[:, None].astype(float), ("half",))
    both = replace(DESIGN, fixed=np.column_stack([DESIGN.fixed, half.fixed]), names=(*DESIGN.names, "half"))
    return fitted("ordinal", both), fitted("ordinal", nominal=half)


def _with_sites() -> tuple[GeneralisedFit, GeneralisedFit]:
    return fitted("binomial", PLAIN), fitted("binomial")


def _with_slopes() -> tuple[GeneralisedFit, GeneralisedFit]:
    slopes = RandomTerm("site", SITE, DESIGN.fixed, DESIGN.names)
    return fitted("poisson"), fitted("poisson", replace(DESIGN, random=(slopes,)))


@pytest.mark.parametrize(
    "pair",
    [_with_dispersion, _with_another_dispersion, _with_inflation, _with_nominal_effects, _with_sites, _with_slopes],
)
def test_a_model_with_more_freedom_is_never_less_likely(
    pair: Callable[[], tuple[GeneralisedFit, GeneralisedFit]],
) -> None:
    smaller, larger = pair()

    assert smaller.converged
    assert larger.converged
    assert larger.parameters > smaller.parameters
    assert larger.log_likelihood >= smaller.log_likelihood - 1e-7


def test_with_one_mean_both_negative_binomials_are_one_model() -> None:
    one, two = (fit_generalised(CONSTANT, SCATTERED, family=family) for family in ("nbinom1", "nbinom2"))

    mean = SCATTERED.mean()
    assert one.log_likelihood == pytest.approx(two.log_likelihood, abs=1e-8)
    assert np.exp([one.coefficients[0], two.coefficients[0]]) == pytest.approx([mean, mean], rel=1e-6)
    assert one.dispersion == pytest.approx(mean / two.dispersion, rel=1e-4)


def test_zeros_that_no_count_explains_part_a_logit_from_a_poisson() -> None:
    """Counts about 30 are never 0, so each zero is an excess one: the likelihood falls into two."""
    rng = np.random.default_rng(2)
    none = rng.uniform(size=N) < expit(0.5 * X)
    counts = np.where(none, 0.0, 20.0 + rng.poisson(10, N))
    both = Design(DESIGN.fixed, DESIGN.names)

    fit = fit_generalised(PLAIN, counts, family="poisson", zero_inflation=both)
    zeros = fit_generalised(PLAIN, none.astype(float), family="binomial")
    positive = replace(PLAIN, fixed=PLAIN.fixed[~none])
    rates = fit_generalised(positive, counts[~none], family="poisson")

    assert fit.zero_inflation == pytest.approx(zeros.coefficients, abs=1e-5)
    assert fit.coefficients == pytest.approx(rates.coefficients, abs=1e-6)
    errors = np.concatenate([rates.standard_errors, zeros.standard_errors])
    assert fit.all_standard_errors == pytest.approx(errors, rel=1e-4)
    assert fit.log_likelihood == pytest.approx(zeros.log_likelihood + rates.log_likelihood, abs=1e-6)


@pytest.mark.parametrize("inflated", [0, INFLATED])
@pytest.mark.parametrize(("kind", "dispersion"), [(NBINOM2, np.log(1e9)), (NBINOM1, np.log(1e-9))])
@pytest.mark.parametrize("count", [0.0, 1.0, 12.0, 300.0])
def test_a_negative_binomial_without_scatter_is_a_poisson_row_by_row(
    kind: int, dispersion: float, count: float, inflated: int
) -> None:
    found = bend(kind + inflated, (count, 1.0), (1.5, dispersion, -0.7))

    assert found == pytest.approx(bend(POISSON + inflated, (count, 1.0), (1.5, 0.0, -0.7)), rel=1e-3, abs=1e-6)


@pytest.mark.parametrize(("family", "link"), [("binomial", expit), ("poisson", np.exp)])
def test_a_coefficient_for_each_group_gives_each_group_its_own_rate(
    family: str, link: Callable[[Numbers], Numbers]
) -> None:
    groups = (SITE[:, None] == np.arange(10)).astype(float)
    names = tuple(f"site {place}" for place in range(10))

    fit = fitted(family, Design(groups, names))

    successes = np.bincount(SITE, RESPONSES[family])
    total = np.bincount(SITE, TRIALS) if family == "binomial" else np.bincount(SITE)
    assert link(fit.coefficients) == pytest.approx(successes / total, rel=1e-6)
    share = successes / total
    information = total * share * (1 - share) if family == "binomial" else successes
    assert fit.standard_errors == pytest.approx(1 / np.sqrt(information), rel=1e-5)


@pytest.mark.parametrize("family", ["binomial", "poisson"])
def test_no_model_is_likelier_than_one_with_a_parameter_for_every_row(family: str) -> None:
    every = Design(np.eye(30), tuple(f"row {row}" for row in range(30)))
    response = np.maximum(RESPONSES[family][:30], 1.0)
    trials = response + 2 if family == "binomial" else None

    whole = fit_generalised(every, response, family=family, trials=trials)
    one = fit_generalised(Design(np.ones((30, 1)), ("(Intercept)",)), response, family=family, trials=trials)

    assert whole.log_likelihood == pytest.approx(whole.saturated, abs=1e-7)
    assert one.saturated == pytest.approx(whole.saturated)
    assert one.log_likelihood < one.saturated


def test_bernoulli_is_another_word_for_a_single_trial() -> None:
    answers = (SUCCESSES > 0).astype(float)

    fit, other = (fit_generalised(DESIGN, answers, family=word) for word in ("binomial", "bernoulli"))

    assert other.family == "binomial"
    assert other.log_likelihood == fit.log_likelihood
