"""Reliability, agreement, exploration, effects and families against psych, irr, effectsize and published tables."""

import numpy as np
import pytest
from scipy.stats import nct

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import (
    agreement_test,
    cohen_kappa,
    cohens_d,
    explore,
    fleiss_kappa,
    gwet_ac1,
    hedges_g,
    intraclass,
    krippendorff_alpha,
    omega,
    omega_total,
    ordinal_alpha,
    polychoric,
    reliability,
)
from newel.statistics.multiplicity import METHODS, adjust
from tests.support.oracles import oracle
from tests.support.quantitative import data, reference
from tests.support.questionnaire import groups, numeric, ordered, with_gaps
from tests.support.shared import needs_shared

TURNED = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")
_ = np.nan
FOUR_OBSERVERS = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]).T
"""Krippendorff K. Computing Krippendorff's alpha-reliability, 2011, example C; also Gwet's `cac.raw4raters`."""
SHROUT_FLEISS = np.array([
    [9.0, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7],
])
"""Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428, table 2."""


def bfi(items: list[str]) -> Numbers:
    """Return answers of the shared Big Five data, all items of a scale pointing the same way."""
    table = data("bfi").select(items).cast(float).fill_null(float("nan"))
    values = np.array(table.to_numpy())
    turned = [place for place, item in enumerate(items) if item in TURNED]
    values[:, turned] = 7 - values[:, turned]
    return values


def test_reliability_is_that_of_psych() -> None:
    expected = oracle("measurement")["alpha"]

    found, pairs = reliability(numeric()), reliability(with_gaps(), missing="pairwise")

    assert found.alpha == pytest.approx(expected["raw"], rel=1e-9)
    assert found.standardised_alpha == pytest.approx(expected["std"], rel=1e-9)
    assert found.lambda_6 == pytest.approx(expected["g6"], rel=1e-9)
    assert found.average_correlation == pytest.approx(expected["r"], rel=1e-9)
    assert found.alpha_if_dropped == pytest.approx(expected["drop"], rel=1e-9)
    assert found.item_rest == pytest.approx(expected["rest"], rel=1e-9)
    assert [found.low, found.high] == pytest.approx(expected["feldt"], rel=1e-9)
    assert pairs.alpha == pytest.approx(expected["raw_pairwise"], rel=1e-9)
    assert pairs.standardised_alpha == pytest.approx(expected["std_pairwise"], rel=1e-9)


def test_polychoric_correlations_are_those_of_lavaan() -> None:
    expected = np.array(oracle("measurement")["polychoric"]["value"])

    assert polychoric(ordered()).correlations == pytest.approx(expected, abs=1e-6)


def test_a_two_by_two_table_with_an_empty_cell_is_treated_as_lavaan_does() -> None:
    first, second = np.repeat([0.0, 1.0], [20, 30]), np.repeat([0.0, 1.0], [35, 15])
    third = np.tile([0.0, 1, 1, 0, 1], 10)

    found = polychoric(np.column_stack([first, second, third]))

    assert found.correlations == pytest.approx(np.array(oracle("measurement")["tetrachoric"]["value"]), abs=1e-5)


def test_omega_of_two_group_factors_is_that_of_psych() -> None:
    expected = oracle("measurement")["omega"]

    found = omega(numeric(), 2)

    assert found.total == pytest.approx(expected["total"], abs=1e-5)
    assert found.hierarchical == pytest.approx(expected["h"], abs=2e-4)  # psych's rotation stops early


@needs_shared
def test_omega_of_nine_tests_is_that_of_psych() -> None:
    tests = data("HolzingerSwineford1939").select([f"x{number}" for number in range(1, 10)])

    found = omega(np.array(tests.cast(float).to_numpy()), 3)

    # psych 2.2.9: omega(d, nfactors = 3), R 4.2.2
    assert [found.total, found.hierarchical] == pytest.approx([0.850835073, 0.449242434], abs=1e-5)
    assert not found.notes


def test_omega_total_of_one_factor_is_that_of_psych() -> None:
    assert omega_total(numeric()) == pytest.approx(oracle("measurement")["omega1"]["value"], abs=1e-6)


def test_exploratory_factors_are_those_of_psych() -> None:
    expected = oracle("measurement")["efa"]

    found = explore(numeric(), 2)

    assert found.converged
    assert found.uniquenesses == pytest.approx(expected["u"], abs=1e-5)
    assert found.loadings == pytest.approx(np.array(expected["l"]), abs=1e-4)
    assert found.correlations == pytest.approx(np.array(expected["phi"]), abs=1e-4)
    assert found.root_mean_square == pytest.approx(expected["rms"], abs=1e-6)
    assert found.chi_square == pytest.approx(expected["chi"], abs=1e-3)
    assert found.freedom == expected["dof"]


def test_the_six_intraclass_correlations_are_those_of_psych() -> None:
    expected = oracle("measurement")["icc"]

    for name, found in intraclass(numeric()[:, :3]).items():
        figures = [found.value, found.statistic, *found.freedom, found.p, found.low, found.high]
        assert figures == pytest.approx(expected[name], rel=1e-8)


def test_the_published_table_of_shrout_and_fleiss_is_reached() -> None:
    found = intraclass(SHROUT_FLEISS)

    values = [round(found[form].value, 2) for form in ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")]
    assert values == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]


@pytest.mark.parametrize(
    ("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_worked_example_is_reached(level: str, value: float) -> None:
    assert krippendorff_alpha(FOUR_OBSERVERS, level=level).value == pytest.approx(value, abs=5e-4)


def test_gwets_published_errors_are_reached() -> None:
    # Gwet KL. irrCAC, vignette "benchmarking and coefficients", data set cac.raw4raters.
    ac1, kappa, alpha = gwet_ac1(FOUR_OBSERVERS), fleiss_kappa(FOUR_OBSERVERS), krippendorff_alpha(FOUR_OBSERVERS)

    assert [ac1.value, ac1.standard_error] == pytest.approx([0.77544, 0.14295], abs=5e-6)
    assert [kappa.value, kappa.standard_error] == pytest.approx([0.76117, 0.15302], abs=5e-6)
    assert [alpha.value, alpha.standard_error] == pytest.approx([0.74342, 0.14548], abs=5e-6)
    assert [round(kappa.low, 3), kappa.high] == [0.424, 1.0]


def test_cohens_kappa_and_its_error_are_those_of_psych() -> None:
    expected = oracle("measurement")["kappa"]
    first, second = ordered()[:, 0], ordered()[:, 1]

    plain, weighted = cohen_kappa(first, second), cohen_kappa(first, second, weights="quadratic")

    assert plain.value == pytest.approx(expected["plain"], rel=1e-9)
    assert plain.standard_error**2 == pytest.approx(expected["plain_var"], rel=1e-9)
    assert weighted.value == pytest.approx(expected["weighted"], rel=1e-9)


def test_standardised_differences_are_those_of_effectsize() -> None:
    expected = oracle("measurement")
    night = np.array([group == "night" for group in groups()])
    scores = numeric()[:, 0]

    d, g = cohens_d(scores[night], scores[~night]), hedges_g(scores[night], scores[~night])

    assert d.value == pytest.approx(expected["d"]["Cohens_d"], rel=1e-9)
    assert g.value == pytest.approx(expected["g"]["Hedges_g"], rel=1e-9)  # the exact factor
    assert [d.low, d.high] == pytest.approx([expected["d"]["CI_low"], expected["d"]["CI_high"]], abs=1e-6)
    assert [g.low, g.high] == pytest.approx([expected["g"]["CI_low"], expected["g"]["CI_high"]], abs=1e-6)


def test_the_noncentral_t_that_intervals_rest_on_is_that_of_r() -> None:
    expected = oracle("measurement")["nct"]

    assert nct.cdf(expected["q"], expected["df"], expected["ncp"]) == pytest.approx(expected["p"], rel=1e-9)


P = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]
"""Benjamini Y, Hochberg Y. JRSS B 1995;57:289-300, table 1."""


def test_the_published_example_of_false_discovery_has_four_findings() -> None:
    assert int((adjust(np.array(P), "bh") <= 0.05).sum()) == 4
    assert int((adjust(np.array(P), "bonferroni") <= 0.05).sum()) == 3


@needs_shared
def test_every_method_adjusts_as_r_does() -> None:
    expected = reference("effects")["p_adjust"]
    names = {"bh": "BH", "by": "BY"}

    for method in METHODS:
        assert adjust(np.array(expected["p"]), method) == pytest.approx(expected[names.get(method, method)], rel=1e-9)


@needs_shared
@pytest.mark.parametrize("scale", ["agree", "consc", "neuro"])
def test_a_stored_scale_has_the_reliability_psych_gives(scale: str) -> None:
    figures = reference("psychometrics")[f"alpha_{scale}"]
    answers = bfi(figures["items"])

    found, pairs = reliability(answers), reliability(answers, missing="pairwise")

    assert found.people == figures["n_complete"]
    assert [pairs.alpha, pairs.standardised_alpha] == pytest.approx(
        [figures["raw_alpha_pairwise"], figures["std_alpha_pairwise"]], rel=1e-9
    )
    assert [found.alpha, found.standardised_alpha, found.lambda_6, found.average_correlation] == pytest.approx(
        [figures[name] for name in ("raw_alpha_complete", "std_alpha_complete", "G6", "average_r")], rel=1e-9
    )
    assert found.alpha_if_dropped == pytest.approx(figures["alpha_if_dropped"], rel=1e-9)
    assert found.item_rest == pytest.approx(figures["r_drop"], rel=1e-9)
    assert [found.low, found.high] == pytest.approx(figures["feldt"], rel=1e-9)
    assert omega_total(answers) == pytest.approx(figures["omega_total_1f_minres"], abs=1e-4)


@needs_shared
@pytest.mark.parametrize("scale", ["agree", "consc", "neuro"])
def test_a_stored_scale_has_the_polychoric_correlations_psych_gives(scale: str) -> None:
    figures = reference("psychometrics")[f"alpha_{scale}"]
    answers = bfi(figures["items"])

    found = polychoric(answers[~np.isnan(answers).any(axis=1)])

    assert found.correlations == pytest.approx(np.array(figures["polychoric"]), abs=1e-4)
    assert np.array(found.thresholds) == pytest.approx(np.array(figures["thresholds"]), rel=1e-9)
    assert ordinal_alpha(answers) == pytest.approx(figures["ordinal_alpha"], abs=1e-4)


@needs_shared
def test_the_stored_exploration_is_reached() -> None:
    figures = reference("psychometrics")["efa_bfi_minres"]
    items = [f"{scale}{number}" for scale in "ACENO" for number in range(1, 6)]

    found = explore(bfi(items), 5)

    assert found.uniquenesses == pytest.approx(figures["uniquenesses"], abs=1e-5)
    assert found.root_mean_square == pytest.approx(figures["rms"], abs=1e-6)
    assert found.chi_square == pytest.approx(figures["chi"], abs=1e-3)
    assert found.freedom == figures["dof"]
    expected = np.array(figures["loadings"])
    # The stored columns are ordered by name: match each with the nearest column, up to sign.
    for column in expected.T:
        apart = [min(np.abs(own - column).max(), np.abs(own + column).max()) for own in found.loadings.T]
        assert min(apart) < 1e-3


@needs_shared
def test_the_stored_agreement_of_raters_is_reached() -> None:
    figures = reference("psychometrics")
    stored = {row["type"]: row for row in figures["icc_shrout_fleiss"]["icc"]}
    two_way = agreement_test(np.array(data("irr_anxiety").cast(float).to_numpy()))
    names = np.array(data("irr_diagnoses").to_numpy())
    kappa = fleiss_kappa(np.unique(names, return_inverse=True)[1].reshape(names.shape).astype(float))

    for form, found in intraclass(SHROUT_FLEISS).items():
        row = stored[form]
        assert [found.value, found.statistic, found.p, found.low, found.high] == pytest.approx(
            [row["ICC"], row["F"], row["p"], row["lower.bound"], row["upper.bound"]], rel=1e-9
        )
    expected = figures["icc_anxiety_2way_agreement"]
    assert [two_way.value, two_way.statistic, two_way.p, two_way.low, two_way.high] == pytest.approx(
        [expected[name] for name in ("value", "Fvalue", "p.value", "lbound", "ubound")], rel=1e-9
    )
    fleiss = figures["kappa_fleiss_diagnoses"]
    assert [kappa.value, kappa.z] == pytest.approx([fleiss["value"], fleiss["statistic"]], rel=1e-9)
    assert kappa.p < 1e-15


@needs_shared
def test_the_stored_effect_sizes_are_reached() -> None:
    figures = reference("effects")
    cars = data("mtcars")
    manual = cars["am"].to_numpy() == 1
    miles = cars["mpg"].to_numpy().astype(float)

    d, g = cohens_d(miles[manual], miles[~manual]), hedges_g(miles[manual], miles[~manual])

    assert d.value == pytest.approx(figures["cohens_d"]["Cohens_d"], rel=1e-9)
    assert g.value == pytest.approx(figures["hedges_g"]["Hedges_g"], rel=1e-9)
    assert [d.low, d.high] == pytest.approx([figures["cohens_d"][end] for end in ("CI_low", "CI_high")], abs=1e-6)
    assert [g.low, g.high] == pytest.approx([figures["hedges_g"][end] for end in ("CI_low", "CI_high")], abs=1e-6)
