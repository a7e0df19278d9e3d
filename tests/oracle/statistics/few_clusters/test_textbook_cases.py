"""Few clusters where a textbook has the answer in closed form, in a printed example, or by plain refitting."""

import numpy as np
import pytest
from scipy.stats import ttest_1samp
from statsmodels.api import GLM, OLS, WLS, families

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters import (
    Lottery,
    WildRule,
    cluster_robust,
    clustered_generalised,
    clustered_least_squares,
    ordinary,
    randomisation_test,
    robust,
    wald_tests,
    wild_cluster_test,
    wild_joint_test,
)

DARWIN = np.array([49.0, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48])
"""Fisher RA. The Design of Experiments, 1935, section 17: crossed less self-fertilised maize, eighths of an inch."""


def two_arms(seed: int, clusters: tuple[int, int], size: int) -> tuple[Numbers, Numbers, Levels]:
    """Return columns, responses and clusters: whole clusters are treated, all of one size."""
    draws = np.random.default_rng(seed)
    site = np.repeat(np.arange(sum(clusters)), size)
    treated = (site < clusters[0]).astype(float)
    response = 0.5 * treated + draws.standard_normal(sum(clusters))[site] + draws.standard_normal(len(site))
    return np.column_stack([np.ones(len(site)), treated]), response, site


def uneven(seed: int) -> tuple[Numbers, Numbers, Levels]:
    draws = np.random.default_rng(seed)
    site = np.repeat(np.arange(7), draws.integers(3, 9, 7))
    fixed = np.column_stack([np.ones(len(site)), site % 2, draws.standard_normal(len(site))])
    return fixed, fixed @ [1, 0.4, 0.3] + draws.standard_normal(7)[site] + draws.standard_normal(len(site)), site


def test_fishers_count_of_darwins_maize_is_reached_to_the_last_sign() -> None:
    """Fisher counted 1,726 of 32,768 sign vectors (5.267 %) at least as far out as the 314 eighths seen."""
    found = wild_cluster_test(np.ones((15, 1)), DARWIN, np.arange(15), contrast=np.ones(1))

    assert found.exact
    assert found.vectors == 32_768
    assert found.p * 32_768 == 1726
    assert found.estimate == pytest.approx(314 / 15)


def test_the_interval_of_darwins_maize_just_holds_nought() -> None:
    found = wild_cluster_test(np.ones((15, 1)), DARWIN, np.arange(15), contrast=np.ones(1))

    assert -1 < found.low < 0 < found.estimate < found.high


def test_the_t_statistic_of_darwins_maize_is_the_one_that_fisher_prints() -> None:
    """Source: the same, section 17: t = 2.148 with 14 degrees of freedom."""
    found = ordinary(np.ones((15, 1)), DARWIN)

    assert found.statistic == pytest.approx([2.148], abs=5e-4)
    assert found.freedom == [14]
    assert found.p == pytest.approx([ttest_1samp(DARWIN, 0).pvalue], rel=1e-9)


@pytest.mark.parametrize(("right", "p"), [(4, 2 / 70), (3, 34 / 70), (2, 1.0)])
def test_the_lady_who_tastes_tea_is_judged_as_fisher_judged_her(right: int, p: float) -> None:
    """Source: Fisher, chapter 2: of 70 ways to choose 4 cups of 8, one is all right, 16 have one wrong pair.

    The test is two-sided here: all cups wrong would be as astonishing as all cups right.
    """
    guessed = np.array([1.0] * right + [0.0] * (4 - right) + [1.0] * (4 - right) + [0.0] * right)

    found = randomisation_test(lambda milk: (milk - 0.5) @ guessed, np.array([1.0] * 4 + [0.0] * 4))

    assert found.deals == 70
    assert found.p == pytest.approx(p)


@pytest.mark.parametrize("clusters", [(5, 5), (4, 9), (2, 12)])
def test_cr2_of_two_arms_of_equal_clusters_is_welchs_error_of_cluster_means(clusters: tuple[int, int]) -> None:
    fixed, response, site = two_arms(sum(clusters), clusters, 6)
    means = np.array([response[site == one].mean() for one in range(sum(clusters))])
    first, second = means[: clusters[0]], means[clusters[0] :]
    welch = np.sqrt(first.var(ddof=1) / len(first) + second.var(ddof=1) / len(second))

    found = cluster_robust(fixed, response, site)

    assert found.estimate[1] == pytest.approx(first.mean() - second.mean())
    assert found.standard_error[1] == pytest.approx(welch, rel=1e-9)


@pytest.mark.parametrize("clusters", [(5, 5), (4, 9), (2, 12)])
def test_the_degrees_of_freedom_of_two_arms_have_their_closed_form(clusters: tuple[int, int]) -> None:
    """Source: Bell and McCaffrey 2002: Satterthwaite's formula, with both variances taken as equal."""
    fixed, response, site = two_arms(1, clusters, 6)
    g, h = clusters
    expected = (1 / g + 1 / h) ** 2 / (1 / (g**2 * (g - 1)) + 1 / (h**2 * (h - 1)))

    assert cluster_robust(fixed, response, site).freedom[1] == pytest.approx(expected, rel=1e-9)


def test_equal_arms_have_two_degrees_of_freedom_fewer_than_clusters() -> None:
    fixed, response, site = two_arms(1, (6, 6), 4)

    assert cluster_robust(fixed, response, site).freedom[1] == pytest.approx(10)


def test_cr3_is_what_leaving_out_one_cluster_at_a_time_shows() -> None:
    fixed, response, site = uneven(3)
    whole = np.linalg.lstsq(fixed, response, rcond=None)[0]
    without = np.array(
        [np.linalg.lstsq(fixed[site != one], response[site != one], rcond=None)[0] - whole for one in range(7)]
    )

    found = robust(clustered_least_squares(fixed, response, site), "CR3").covariance

    assert found == pytest.approx(without.T @ without, rel=1e-9)


def test_cr1s_is_what_statsmodels_and_stata_call_clustered() -> None:
    fixed, response, site = uneven(4)
    expected = OLS(response, fixed).fit(cov_type="cluster", cov_kwds={"groups": site})

    found = cluster_robust(fixed, response, site, kind="CR1S")

    assert found.estimate == pytest.approx(expected.params, rel=1e-9)
    assert found.standard_error == pytest.approx(expected.bse, rel=1e-9)


def test_cr1_is_cr0_times_the_factor_of_its_clusters() -> None:
    fixed, response, site = uneven(5)

    plain, larger = (cluster_robust(fixed, response, site, kind=kind) for kind in ("CR0", "CR1"))

    assert larger.standard_error == pytest.approx(plain.standard_error * np.sqrt(7 / 6), rel=1e-12)
    assert larger.freedom == pytest.approx(plain.freedom, rel=1e-9)


@pytest.mark.parametrize(("kind", "name"), [("CR0", "HC0"), ("CR2", "HC2"), ("CR3", "HC3")])
def test_clusters_of_one_row_give_the_errors_named_after_white(kind: str, name: str) -> None:
    fixed, response, _ = uneven(6)

    found = cluster_robust(fixed, response, np.arange(len(response)), kind=kind)

    assert found.standard_error == pytest.approx(OLS(response, fixed).fit(cov_type=name).bse, rel=1e-9)


def test_weighted_least_squares_has_statsmodels_clustered_error() -> None:
    fixed, response, site = uneven(7)
    weights = np.random.default_rng(7).uniform(0.5, 3, len(site))
    expected = WLS(response, fixed, weights=weights).fit(
        cov_type="cluster", cov_kwds={"groups": site, "use_correction": False}
    )

    found = robust(clustered_least_squares(fixed, response, site, weights=weights), "CR0").inference()

    assert found.estimate == pytest.approx(expected.params, rel=1e-9)
    assert found.standard_error == pytest.approx(expected.bse, rel=1e-9)


@pytest.mark.parametrize("family", ["binomial", "poisson"])
def test_generalised_fits_have_statsmodels_estimates_and_clustered_errors(family: str) -> None:
    fixed, latent, site = uneven(8)
    response = (latent > 1).astype(float) if family == "binomial" else np.round(np.exp(latent / 2))
    model = GLM(response, fixed, family=families.Binomial() if family == "binomial" else families.Poisson())
    expected = model.fit(tol=1e-14, cov_type="cluster", cov_kwds={"groups": site, "use_correction": False})

    found = robust(clustered_generalised(fixed, response, site, family=family), "CR0").inference()

    assert found.estimate == pytest.approx(expected.params, rel=1e-7)
    assert found.standard_error == pytest.approx(expected.bse, rel=1e-6)


def test_the_plain_joint_test_is_statsmodels_wald_test() -> None:
    fixed, response, site = uneven(9)
    fit = OLS(response, fixed).fit(cov_type="cluster", cov_kwds={"groups": site, "use_correction": False})
    expected = fit.wald_test(np.eye(3)[1:], use_f=False, scalar=True)

    found = wald_tests(robust(clustered_least_squares(fixed, response, site), "CR0"), np.eye(3)[1:])["chi-sq"]

    assert 2 * found.statistic == pytest.approx(float(expected.statistic), rel=1e-8)
    assert found.p == pytest.approx(float(expected.pvalue), rel=1e-8)


def test_the_joint_test_of_arms_of_equal_clusters_is_turned_into_an_f_of_cluster_means() -> None:
    draws = np.random.default_rng(10)
    site = np.repeat(np.arange(12), 5)
    arms = (site[:, None] % 3 == np.arange(3)).astype(float)
    fit = robust(clustered_least_squares(arms, draws.standard_normal(60) + draws.standard_normal(12)[site], site))

    found = wald_tests(fit, np.array([[1.0, -1, 0], [0, 1, -1]]))

    assert found["HTZ"].numerator == 2
    assert found["HTZ"].scaling == pytest.approx(found["HTZ"].denominator / (found["HTZ"].denominator + 1))
    assert found["Naive-F"].denominator == 11
    assert found["chi-sq"].p < found["Naive-F"].p < found["HTZ"].p


def test_a_joint_wild_test_of_two_means_is_that_of_every_pair_of_signs_by_hand() -> None:
    """Clusters of two rows, one of each outcome: turning a cluster turns both, Hotelling's statistics compared."""
    draws = np.random.default_rng(11)
    values = draws.standard_normal((7, 2)) + np.array([0.8, 0.1])
    site = np.repeat(np.arange(7), 2)
    fixed = np.tile(np.eye(2), (7, 1))

    def hotelling(pairs: Numbers) -> float:
        apart = pairs - pairs.mean(axis=0)
        return float(pairs.sum(axis=0) @ np.linalg.solve(apart.T @ apart, pairs.sum(axis=0)))

    signs = np.array(np.meshgrid(*[[1, -1]] * 7)).reshape(7, -1).T
    expected = np.mean([hotelling(values * own[:, None]) >= hotelling(values) - 1e-9 for own in signs])

    found = wild_joint_test(fixed, values.ravel(), site, contrasts=np.eye(2))

    assert found.p == pytest.approx(float(expected), abs=1e-12)
    assert found.statistic == pytest.approx(hotelling(values) / 2, rel=1e-9)


@pytest.mark.parametrize("places", [np.array([0, 0, 0, 0, 1, 1, 1, 1]), None])
def test_as_many_deals_are_tried_as_the_binomial_coefficients_say(places: Levels | None) -> None:
    starts = np.array([1.0, 1, 2, 2, 1, 1, 2, 2])

    found = randomisation_test(lambda dates: dates @ np.arange(8.0), starts, lottery=Lottery(strata=places))

    assert found.deals == (70 if places is None else 36)


def test_all_clusters_on_one_side_give_the_smallest_p_there_is() -> None:
    found = wild_cluster_test(
        np.ones((8, 1)), np.arange(1.0, 9), np.arange(8), contrast=np.ones(1), rule=WildRule(interval=False)
    )

    assert found.p == found.floor == 2 / 2**8
