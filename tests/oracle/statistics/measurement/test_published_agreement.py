"""Agreement, reliability and effects in worked examples that textbooks and manuals print."""

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import (
    cohen_kappa,
    cohens_d,
    fleiss_kappa,
    gwet_ac1,
    hedges_g,
    intraclass,
    krippendorff_alpha,
)
from newel.statistics.measurement.reliability import alpha_of
from tests.support.naive_scales import standardised_exactly

SKIN = np.array([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]])
"""SAS/STAT User's Guide, the FREQ procedure, "Agreement study": two dermatologists judge 88 skins, worst first."""
FLEISS = np.array([
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
])  # fmt: skip
"""Fourteen raters put ten things into five categories: the worked example of Wikipedia's article on Fleiss' kappa."""
SHROUT_FLEISS = np.array([
    [9.0, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7],
])  # fmt: skip
"""Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428, table 2."""


def ratings_of(table: Numbers) -> tuple[Numbers, Numbers]:
    """Return both raters' ratings, a row per thing, from the table of how often each pair of ratings was given."""
    first, second = np.indices(table.shape)
    return np.repeat(first.ravel(), table.ravel()).astype(float), np.repeat(second.ravel(), table.ravel()).astype(float)


def test_the_kappa_of_two_dermatologists_is_the_one_that_sas_prints() -> None:
    found = cohen_kappa(*ratings_of(SKIN))

    assert [found.value, found.standard_error] == pytest.approx([0.3449, 0.0724], abs=5e-5)
    assert [found.low, found.high] == pytest.approx([0.2030, 0.4868], abs=5e-5)


def test_the_test_of_two_dermatologists_against_chance_is_the_one_that_sas_prints() -> None:
    found = cohen_kappa(*ratings_of(SKIN))

    assert found.null_standard_error == pytest.approx(0.0612, abs=5e-5)
    assert found.z == pytest.approx(5.6366, abs=5e-5)
    assert found.p < 0.0001


def test_the_weighted_kappa_of_two_dermatologists_is_the_one_that_sas_prints() -> None:
    found = cohen_kappa(*ratings_of(SKIN), weights="linear")

    assert [found.value, found.standard_error] == pytest.approx([0.5082, 0.0655], abs=5e-5)
    assert [found.low, found.high] == pytest.approx([0.3798, 0.6366], abs=5e-5)
    assert found.name == "Cohen's kappa, linear weights"


@pytest.mark.parametrize(
    ("table", "observed", "expected", "value"),
    [
        ([[20, 5], [10, 15]], 0.70, 0.50, 0.40),
        ([[45, 15], [25, 15]], 0.60, 0.54, 0.1304),
        ([[25, 35], [5, 35]], 0.60, 0.46, 0.2593),
    ],
)
def test_the_same_share_of_agreement_is_worth_more_where_chance_brings_less(
    table: list[list[int]], observed: float, expected: float, value: float
) -> None:
    """Source: the three worked tables of Wikipedia's article on Cohen's kappa."""
    found = cohen_kappa(*ratings_of(np.array(table)))

    assert [found.observed, found.expected] == pytest.approx([observed, expected])
    assert found.value == pytest.approx(value, abs=5e-5)


def test_the_kappa_of_fourteen_raters_is_that_of_the_worked_example() -> None:
    ratings = np.array([np.repeat(np.arange(5.0), row) for row in FLEISS])

    found = fleiss_kappa(ratings)

    assert [found.observed, found.expected] == pytest.approx([0.378, 0.213], abs=5e-4)
    assert found.value == pytest.approx(0.210, abs=5e-4)


def test_ac1_does_not_fall_for_the_paradox_that_kappa_falls_for() -> None:
    """Source: Gwet KL. Stat Methods Inter-Rater Reliability Assess 2002;1:1-6: 123 of 125 things agreed nearly."""
    first, second = ratings_of(np.array([[118, 5], [2, 0]]))

    assert cohen_kappa(first, second).value == pytest.approx(-0.0234, abs=5e-5)
    assert gwet_ac1(np.column_stack([first, second])).value == pytest.approx(0.9408, abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
)
def test_krippendorffs_two_observers_are_reached(first: str, second: str, value: float) -> None:
    """Source: Krippendorff K. Computing Krippendorff's alpha-reliability, 2011, examples A and B."""
    ratings = np.array([[ord(letter) for letter in own] for own in (first, second)], dtype=float).T

    assert krippendorff_alpha(ratings).value == pytest.approx(value, abs=5e-4)


def test_the_intervals_of_shrout_and_fleiss_are_those_of_the_manual_of_psych() -> None:
    """Source: Revelle W. psych, documentation of `ICC`, the table of Shrout and Fleiss."""
    printed = {
        "ICC1": (1.8, 5, 18, 0.16477, -0.133, 0.72), "ICC2": (11.0, 5, 15, 0.00013, 0.019, 0.76),
        "ICC3": (11.0, 5, 15, 0.00013, 0.342, 0.95), "ICC1k": (1.8, 5, 18, 0.16477, -0.884, 0.91),
        "ICC2k": (11.0, 5, 15, 0.00013, 0.071, 0.93), "ICC3k": (11.0, 5, 15, 0.00013, 0.676, 0.99),
    }  # fmt: skip

    for form, found in intraclass(SHROUT_FLEISS).items():
        statistic, first, second, p, low, high = printed[form]
        assert found.statistic == pytest.approx(statistic, abs=0.05)
        assert found.freedom == (first, second)
        assert found.p == pytest.approx(p, abs=5e-6)
        assert [found.low, found.high] == pytest.approx([low, high], abs=5e-3)


def test_the_alpha_of_the_hand_questionnaire_is_the_one_that_bland_and_altman_print() -> None:
    """Source: Bland JM, Altman DG. BMJ 1997;314:572: ten items, variances of items 11.16 in all, of the sum 77.44."""
    shared = (77.44 - 11.16) / 90
    covariance = np.full((10, 10), shared)
    np.fill_diagonal(covariance, 1.116)

    assert round(alpha_of(covariance), 2) == 0.95


def test_the_difference_of_two_classes_is_the_one_that_borenstein_prints() -> None:
    """Source: Borenstein M et al. Introduction to meta-analysis, 2009, chapter 4: means 103 and 100, 50 in each."""
    draws = np.random.default_rng(1)
    first = standardised_exactly(draws.standard_normal(50), mean=103, spread=5.5)
    second = standardised_exactly(draws.standard_normal(50), mean=100, spread=4.5)

    d, g = cohens_d(first, second), hedges_g(first, second, exact=False)

    assert [d.value, d.standard_error**2] == pytest.approx([0.5970, 0.0418], abs=5e-5)
    assert g.value == pytest.approx(0.5924, abs=5e-5)
    # The book divides d squared by twice the people, we by twice the degrees of freedom.
    assert g.standard_error == pytest.approx(0.2028, abs=2e-4)
