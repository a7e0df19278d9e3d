"""Agreement of raters: pairs counted one by one, known identities between coefficients, and what chance alone gives."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import (
    Agreement,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
)
from tests.support import naive_scales as naive

few = settings(max_examples=20, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
SEVERAL = (fleiss_kappa, gwet_ac1, krippendorff_alpha)
several = pytest.mark.parametrize("coefficient", SEVERAL)
Coefficient = Callable[[Numbers], Agreement]


def ratings(seed: int, *, things: int = 40, raters: int = 3, categories: int = 4, gaps: float = 0.0) -> Numbers:
    """Return ratings that lean on what is rated, every category given by somebody."""
    draws = np.random.default_rng(seed)
    true = draws.integers(1, categories + 1, (things, 1))
    found = np.where(draws.random((things, raters)) < 0.6, true, draws.integers(1, categories + 1, (things, raters)))
    found = found.astype(float)
    found[:categories] = np.arange(1, categories + 1)[:, None]
    found[draws.random(found.shape) < gaps] = np.nan
    found[:categories] = np.where(
        np.isnan(found[:categories]), np.arange(1, categories + 1)[:, None], found[:categories]
    )
    return found


@few
@given(seed=seeds)
def test_cohens_kappa_is_that_of_all_pairs_of_ratings(seed: int) -> None:
    first, second = ratings(seed, raters=2).T

    slow = naive.kappa(first, second, lambda one, other: float(one == other))

    assert cohen_kappa(first, second).value == pytest.approx(slow, abs=1e-12)


@few
@given(seed=seeds, power=st.sampled_from([1, 2]))
def test_weighted_kappa_is_that_of_all_pairs_of_ratings(seed: int, power: int) -> None:
    first, second = ratings(seed, raters=2).T

    slow = naive.kappa(first, second, lambda one, other: 1 - (abs(one - other) / 3) ** power)

    assert cohen_kappa(first, second, weights=["linear", "quadratic"][power - 1]).value == pytest.approx(
        slow, abs=1e-12
    )


@few
@given(seed=seeds)
def test_kappa_with_squared_weights_is_lins_concordance_of_the_codes(seed: int) -> None:
    """Source: Fleiss JL, Cohen J. Educ Psychol Meas 1973;33:613-619; Lin LI. Biometrics 1989;45:255-268."""
    first, second = ratings(seed, raters=2).T
    shared = float(np.cov(first, second, ddof=0)[0, 1])
    concordance = 2 * shared / (first.var() + second.var() + (first.mean() - second.mean()) ** 2)

    assert cohen_kappa(first, second, weights="quadratic").value == pytest.approx(concordance, abs=1e-12)


@few
@given(seed=seeds)
def test_weights_make_no_difference_where_there_are_two_categories(seed: int) -> None:
    first, second = ratings(seed, raters=2, categories=2).T

    plain, *weighted = (cohen_kappa(first, second, weights=name) for name in ("unweighted", "linear", "quadratic"))

    for found in weighted:
        assert found.value == pytest.approx(plain.value, abs=1e-12)
        assert found.standard_error == pytest.approx(plain.standard_error, abs=1e-12)


@few
@given(seed=seeds, weights=st.sampled_from(["unweighted", "linear", "quadratic"]))
def test_it_does_not_matter_which_of_two_raters_is_called_the_first(seed: int, weights: str) -> None:
    first, second = ratings(seed, raters=2).T

    one, other = cohen_kappa(first, second, weights=weights), cohen_kappa(second, first, weights=weights)

    assert other.value == pytest.approx(one.value, abs=1e-12)
    assert other.standard_error == pytest.approx(one.standard_error, abs=1e-12)
    assert other.null_standard_error == pytest.approx(one.null_standard_error, abs=1e-12)


@few
@given(seed=seeds, gaps=st.sampled_from([0.0, 0.3]))
def test_fleiss_kappa_is_that_of_counted_pairs_of_raters(seed: int, gaps: float) -> None:
    found = ratings(seed, gaps=gaps)

    assert fleiss_kappa(found).value == pytest.approx(naive.fleiss(found), abs=1e-12)
    assert fleiss_kappa(found).observed == pytest.approx(naive.raters_agreement(found), abs=1e-12)


@few
@given(seed=seeds, gaps=st.sampled_from([0.0, 0.3]))
def test_ac1_is_that_of_counted_pairs_of_raters(seed: int, gaps: float) -> None:
    found = ratings(seed, gaps=gaps)

    assert gwet_ac1(found).value == pytest.approx(naive.ac1(found), abs=1e-12)


@few
@given(seed=seeds, raters=st.integers(2, 5))
def test_nominal_alpha_is_fleiss_kappa_corrected_for_the_number_of_ratings(seed: int, raters: int) -> None:
    """Source: Krippendorff K. Content analysis, 4th ed, 2018, chapter 12: the two differ by 1 in all ratings."""
    found = ratings(seed, raters=raters)
    kappa = fleiss_kappa(found).value

    assert krippendorff_alpha(found).value == pytest.approx(kappa + (1 - kappa) / found.size, abs=1e-12)


@few
@given(seed=seeds)
def test_interval_alpha_is_one_less_the_ratio_of_variances(seed: int) -> None:
    found = ratings(seed)
    within = float(np.mean([row.var(ddof=1) for row in found]))

    alpha = krippendorff_alpha(found, level="interval").value

    assert alpha == pytest.approx(1 - within / float(found.var(ddof=1)), abs=1e-12)


@few
@given(seed=seeds, level=st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_of_two_categories_is_the_same_at_every_level_of_measurement(seed: int, level: str) -> None:
    found = ratings(seed, categories=2, gaps=0.2)

    assert krippendorff_alpha(found, level=level).value == pytest.approx(krippendorff_alpha(found).value, abs=1e-12)


@few
@given(seed=seeds, factor=st.floats(0.1, 50))
def test_ratio_alpha_knows_no_unit_and_interval_alpha_no_origin(seed: int, factor: float) -> None:
    found = ratings(seed, gaps=0.1)

    ratio, interval = (krippendorff_alpha(found, level=level).value for level in ("ratio", "interval"))

    assert krippendorff_alpha(factor * found, level="ratio").value == pytest.approx(ratio, abs=1e-12)
    assert krippendorff_alpha(factor * found - 9, level="interval").value == pytest.approx(interval, abs=1e-10)


@few
@given(seed=seeds)
def test_ordinal_alpha_knows_only_the_order_of_the_categories(seed: int) -> None:
    found = ratings(seed, gaps=0.1)

    plain = krippendorff_alpha(found, level="ordinal").value

    assert krippendorff_alpha(np.exp(found), level="ordinal").value == pytest.approx(plain, abs=1e-12)
    assert krippendorff_alpha(-found, level="ordinal").value == pytest.approx(plain, abs=1e-12)


@several
def test_a_thing_that_nobody_rated_changes_nothing(coefficient: Coefficient) -> None:
    plain = ratings(1, gaps=0.2)
    padded = np.vstack([plain, np.full((4, 3), np.nan)])

    one, other = coefficient(plain), coefficient(padded)

    assert (other.value, other.standard_error, other.freedom) == (one.value, one.standard_error, one.freedom)


def test_a_thing_rated_once_says_nothing_to_krippendorffs_alpha() -> None:
    plain = ratings(1, gaps=0.2)
    lone = np.vstack([plain, [[2.0, np.nan, np.nan]]])

    assert krippendorff_alpha(lone).value == pytest.approx(krippendorff_alpha(plain).value, abs=1e-15)


@several
@pytest.mark.parametrize("gaps", [0.0, 0.15])
def test_the_standard_error_is_close_to_that_of_leaving_out_one_thing_at_a_time(
    coefficient: Coefficient, gaps: float
) -> None:
    found = ratings(4, things=150, raters=4, gaps=gaps)
    found = np.where(found > 2, 3.0, found)  # one category is now more common than the others
    found[::2] = np.where(np.isnan(found[::2]), np.nan, 3.0)

    slow = naive.jackknife_error(found, lambda own: coefficient(own).value)

    assert coefficient(found).standard_error == pytest.approx(slow, rel=0.05)


@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_the_standard_error_of_kappa_is_close_to_that_of_leaving_out_one_thing_at_a_time(weights: str) -> None:
    found = ratings(4, things=200, raters=2)

    slow = naive.jackknife_error(found, lambda own: cohen_kappa(*own.T, weights=weights).value)

    assert cohen_kappa(*found.T, weights=weights).standard_error == pytest.approx(slow, rel=0.05)


@several
def test_raters_who_guess_agree_no_better_than_chance(coefficient: Coefficient) -> None:
    guesses = np.random.default_rng(8).integers(1, 4, (3000, 3)).astype(float)

    found = coefficient(guesses)

    assert abs(found.value) < 4 * found.standard_error
    assert found.low < 0 < found.high


def test_the_test_of_guessing_raters_rejects_as_often_as_it_says() -> None:
    draws = np.random.default_rng(12)

    rejected = [fleiss_kappa(draws.integers(1, 4, (60, 4)).astype(float)).p <= 0.05 for _ in range(500)]
    apart = [cohen_kappa(*draws.integers(1, 4, (2, 90)).astype(float)).p <= 0.05 for _ in range(500)]

    for found in (rejected, apart):
        assert np.mean(found) == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 500))


@several
def test_seeing_everything_twice_makes_a_coefficient_surer_and_hardly_moves_it(coefficient: Coefficient) -> None:
    plain = ratings(6, things=100)

    one, twice = coefficient(plain), coefficient(np.vstack([plain, plain]))

    assert twice.value == pytest.approx(one.value, abs=1e-2)
    assert twice.standard_error == pytest.approx(one.standard_error / np.sqrt(2), rel=0.02)


@several
def test_replacing_a_careful_rater_by_one_who_guesses_lowers_agreement(coefficient: Coefficient) -> None:
    careful = ratings(9, things=200)
    careless = careful.copy()
    careless[:, 2] = np.random.default_rng(1).integers(1, 5, 200)

    assert coefficient(careless).value < coefficient(careful).value
