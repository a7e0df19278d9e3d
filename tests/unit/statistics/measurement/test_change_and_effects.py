"""Reliable change, standardised effects and families of outcomes: published examples and edges."""

from math import inf, pi, sqrt

import numpy as np
import pytest

from newel.statistics.measurement import (
    Arms,
    Components,
    Estimated,
    Norms,
    cluster_difference,
    cohens_d,
    hedges_g,
    reliable_change,
    standardised,
    threshold_between,
)
from newel.statistics.measurement.effects import noncentral_interval, small_sample_factor
from newel.statistics.multiplicity import adjust, adjust_family

COUPLES = Norms(spread=7.5, reliability=0.8, lower_is_better=False, threshold=50)
"""Jacobson NS, Truax P. J Consult Clin Psychol 1991;59:12-19: marital satisfaction, means 40 and 60, SD 7.5."""


def test_the_published_couple_changed_reliably_and_did_not_recover() -> None:
    found = reliable_change(np.array([32.5]), np.array([47.5]), COUPLES)

    assert round(COUPLES.error_of_difference, 2) == 4.74
    assert found.index == pytest.approx([3.16], abs=0.005)
    assert found.categories == ("improved",)
    assert threshold_between((40, 7.5), (60, 7.5)) == 50


def test_people_are_sorted_into_four_categories() -> None:
    before, after = np.array([45.0, 38, 45, 45, 60]), np.array([58.0, 48, 46, 30, 75])

    found = reliable_change(before, after, COUPLES)

    assert found.categories == ("recovered", "improved", "unchanged", "deteriorated", "improved")
    assert dict(found.counts) == {"recovered": 1, "improved": 2, "unchanged": 1, "deteriorated": 1}
    assert found.smallest_reliable == pytest.approx(1.96 * COUPLES.error_of_difference)


def test_lower_may_be_better() -> None:
    norms = Norms(spread=7.5, reliability=0.8, lower_is_better=True, threshold=50)

    found = reliable_change(np.array([60.0, 40.0]), np.array([45.0, 55.0]), norms)

    assert found.categories == ("recovered", "deteriorated")


def test_a_score_on_the_threshold_is_on_the_worse_side() -> None:
    found = reliable_change(np.array([50.0, 40.0]), np.array([60.0, 50.0]), COUPLES)

    assert found.categories == ("recovered", "improved")


def test_without_a_threshold_nobody_is_called_recovered() -> None:
    norms = Norms(spread=7.5, reliability=0.8, lower_is_better=False)

    assert reliable_change(np.array([30.0]), np.array([80.0]), norms).counts["recovered"] == 0


def test_the_threshold_lies_nearer_to_the_group_that_varies_less() -> None:
    assert threshold_between((40, 5), (60, 10)) == pytest.approx(40 + 20 / 3)
    with pytest.raises(ValueError, match="above 0"):
        threshold_between((40, 0), (60, 10))


@pytest.mark.parametrize(("spread", "reliability"), [(0, 0.8), (5, 1), (5, -0.1)])
def test_norms_that_no_instrument_has_are_refused(spread: float, reliability: float) -> None:
    with pytest.raises(ValueError, match="needed"):
        Norms(spread, reliability, lower_is_better=True)


def test_scores_of_other_people_or_missing_ones_are_refused() -> None:
    with pytest.raises(ValueError, match="same people"):
        reliable_change(np.array([1.0]), np.array([1.0, 2.0]), COUPLES)
    with pytest.raises(ValueError, match="missing"):
        reliable_change(np.array([1.0]), np.array([np.nan]), COUPLES)


def test_the_exact_factor_is_below_the_approximate_one() -> None:
    assert small_sample_factor(2) == pytest.approx(1 / sqrt(pi))
    assert small_sample_factor(4) == pytest.approx(sqrt(2 / pi))
    assert small_sample_factor(30) < small_sample_factor(30, exact=False)
    assert small_sample_factor(inf) == 1
    assert np.isnan(small_sample_factor(1))


def test_an_interval_of_the_noncentral_t_holds_the_statistic_at_its_quantiles() -> None:
    from scipy.stats import nct

    low, high = noncentral_interval(2.5, 20)

    assert [nct.cdf(2.5, 20, low), nct.cdf(2.5, 20, high)] == pytest.approx([0.975, 0.025], abs=1e-9)


def test_hedges_g_is_smaller_than_cohens_d_and_names_its_basis() -> None:
    first, second = np.array([3.0, 4, 5, 6]), np.array([1.0, 2, 3, 4])

    d, g = cohens_d(first, second), hedges_g(first, second)

    assert d.value == pytest.approx(2 / sqrt(5 / 3))
    assert g.value == pytest.approx(d.value * small_sample_factor(6))
    assert d.low < d.value < d.high
    assert (d.basis, g.basis) == ("pooled within groups", "pooled within groups")
    assert hedges_g(first, second, exact=False).value > g.value


@pytest.mark.parametrize("first", [np.array([1.0, 1.0]), np.array([]), np.array([1.0, np.nan])])
def test_groups_without_spread_or_with_gaps_are_refused(first: "np.typing.NDArray[np.float64]") -> None:
    with pytest.raises(ValueError, match=r"standard deviation|without gaps"):
        cohens_d(first, np.array([1.0, 1.0]))


COMPONENTS = Components(site=0.2, residual=0.5, person=0.25, site_by_wave=0.05)


def test_variance_components_give_correlations_within_sites_waves_and_people() -> None:
    assert COMPONENTS.total == pytest.approx(1)
    assert COMPONENTS.intraclass == pytest.approx(0.25)
    assert COMPONENTS.cluster_autocorrelation == pytest.approx(0.8)
    assert COMPONENTS.individual_autocorrelation == pytest.approx(1 / 3)


def test_a_site_without_variance_has_no_autocorrelation() -> None:
    flat = Components(site=0, residual=1)

    assert flat.intraclass == 0
    assert np.isnan(flat.cluster_autocorrelation)
    assert np.isnan(Components(0, 0).intraclass)
    assert np.isnan(Components(1, 0).individual_autocorrelation)


@pytest.mark.parametrize(("basis", "variance"), [("total", 1.0), ("within", 0.75), ("between", 0.25)])
def test_an_effect_is_measured_in_the_variance_that_is_named(basis: str, variance: float) -> None:
    found = standardised(Estimated(0.3, 0.1), COMPONENTS, basis=basis)

    assert found.value == pytest.approx(0.3 / sqrt(variance))
    assert found.standard_error == pytest.approx(0.1 / sqrt(variance))
    assert found.high - found.value == pytest.approx(1.959964 * found.standard_error, rel=1e-6)
    assert found.basis.startswith(basis)


def test_few_sites_shrink_the_effect_and_widen_its_interval() -> None:
    many, few = standardised(Estimated(0.3, 0.1), COMPONENTS), standardised(Estimated(0.3, 0.1, 8), COMPONENTS)

    assert few.value == pytest.approx(many.value * small_sample_factor(8))
    assert few.high - few.low > many.high - many.low
    plain = standardised(Estimated(0.3, 0.1, 8), COMPONENTS, corrected=False)
    assert (plain.value, plain.name) == (pytest.approx(0.3), "standardised difference")


def test_an_effect_cannot_be_measured_in_a_variance_of_nothing() -> None:
    with pytest.raises(ValueError, match="between clusters is estimated as 0"):
        standardised(Estimated(0.3, 0.1), Components(site=0, residual=1), basis="between")
    with pytest.raises(ValueError, match="not a variance to measure in"):
        standardised(Estimated(0.3, 0.1), COMPONENTS, basis="everything")


ARMS = Arms(clusters=(10, 10), people=(200, 200), intraclass=0.1)


def test_clusters_without_anything_in_common_give_the_plain_difference() -> None:
    alone = Arms(clusters=(100, 100), people=(100, 100), intraclass=0.0)

    found = cluster_difference(5, 10, alone)

    assert found.value == pytest.approx(0.5)
    assert found.standard_error**2 == pytest.approx(2 / 100 + 0.25 / (2 * 198))


def test_clusters_inflate_the_variance_by_the_design_effect() -> None:
    found = cluster_difference(0, 10, ARMS)

    assert found.standard_error**2 == pytest.approx(2 / 200 * (1 + 19 * 0.1))


def test_the_three_bases_tell_of_one_difference() -> None:
    # Of a total variance of 1, clusters make 0.1 and people 0.9: cluster means of 20 people vary by 0.1 + 0.9 / 20.
    total = cluster_difference(0.3, sqrt(1 - 2 * 19 * 0.1 / 398), ARMS)
    within = cluster_difference(0.3, sqrt(0.9), ARMS, basis="within")
    between = cluster_difference(0.3, sqrt(0.1 + 0.9 / 20), ARMS, basis="between")

    assert total.value == pytest.approx(0.3)
    assert within.value == pytest.approx(0.3 / sqrt(0.9))
    assert between.value == pytest.approx(0.3 / sqrt(0.1))
    ratios = [found.value / found.standard_error for found in (total, within, between)]
    assert ratios == pytest.approx([ratios[0]] * 3, rel=0.1)


def test_the_variance_within_clusters_is_hedges_formula_16() -> None:
    found = cluster_difference(0.3, 1.0, ARMS, basis="within")

    assert found.standard_error**2 == pytest.approx(0.01 * 2.9 / 0.9 + 0.09 / (2 * 380))


@pytest.mark.parametrize(
    ("difference", "spread", "arms", "basis"),
    [
        (1, 0, ARMS, "total"), (1, 1, Arms((1, 1), (5, 5), 0.1), "total"), (1, 1, Arms((5, 5), (50, 50), 1.0), "total"),
        (1, 1, ARMS, "nothing"), (1, 1, Arms((5, 5), (50, 50), 0.0), "between"),
    ],
)
def test_arms_that_cannot_be_compared_are_refused(difference: float, spread: float, arms: Arms, basis: str) -> None:
    with pytest.raises(ValueError, match=r"needed|not a variance|do not differ"):
        cluster_difference(difference, spread, arms, basis=basis)


def test_a_family_is_named_and_adjusted_outcome_by_outcome() -> None:
    family = adjust_family("staff wellbeing", {"climate": 0.01, "burnout": 0.04, "turnover": 0.03})

    assert family.adjusted_p("climate", "holm") == pytest.approx(0.03)
    assert family.adjusted_p("burnout", "holm") == pytest.approx(0.06)
    assert family.adjusted_p("burnout", "bh") == pytest.approx(0.04)
    assert family.name == "staff wellbeing"
    with pytest.raises(ValueError, match="sickness is not in the family staff wellbeing"):
        family.adjusted_p("sickness", "holm")


def test_an_outcome_that_could_not_be_tested_still_counts() -> None:
    family = adjust_family("staff", {"climate": 0.01, "burnout": float("nan")})

    assert family.adjusted_p("climate", "holm") == pytest.approx(0.02)
    assert np.isnan(family.adjusted_p("burnout", "holm"))
    assert family.notes == ("burnout could not be tested; it still counts in the family staff.",)


def test_p_values_that_are_none_and_methods_unknown_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjust(np.array([1.2]))
    with pytest.raises(ValueError, match="sidak is not"):
        adjust(np.array([0.2]), "sidak")
    with pytest.raises(ValueError, match="no outcome"):
        adjust_family("empty", {})
    assert len(adjust(np.array([]))) == 0
