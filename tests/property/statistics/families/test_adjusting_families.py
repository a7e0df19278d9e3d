"""Families of outcomes: adjusted p values are those of trying every sub-family, and what they promise holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.arrays import Numbers
from newel.statistics.multiplicity import METHODS, adjust, adjust_family
from tests.support import naive_closure as naive

few = settings(max_examples=25, deadline=None, derandomize=True)
p_values = st.lists(st.floats(1e-6, 1), min_size=1, max_size=7).map(np.array)
seeds = st.integers(0, 10_000)
ERRORWISE = ("bonferroni", "holm", "hochberg", "hommel")
SHARES = ("bh", "by")


@few
@given(p=p_values)
def test_holm_is_bonferroni_in_every_sub_family(p: Numbers) -> None:
    assert adjust(p, "holm") == pytest.approx(naive.closed(p, naive.bonferroni_of_a_family), rel=1e-12)


@few
@given(p=p_values)
def test_hommel_is_simes_in_every_sub_family(p: Numbers) -> None:
    assert adjust(p, "hommel") == pytest.approx(naive.closed(p, naive.simes_of_a_family), rel=1e-12)


@few
@given(p=p_values)
def test_hochberg_is_that_of_going_through_the_list_from_the_largest(p: Numbers) -> None:
    assert adjust(p, "hochberg") == pytest.approx(naive.hochberg(p), rel=1e-12)


@few
@given(p=p_values)
def test_benjamini_and_yekutieli_is_that_of_going_through_the_list_from_the_largest(p: Numbers) -> None:
    assert adjust(p, "by") == pytest.approx(naive.benjamini_yekutieli(p), rel=1e-12)


@few
@given(p=p_values, method=st.sampled_from(sorted(METHODS)), seed=seeds)
def test_the_order_in_which_outcomes_are_named_changes_nothing(p: Numbers, method: str, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(p))

    assert adjust(p[order], method) == pytest.approx(adjust(p, method)[order], rel=1e-12)


@few
@given(p=st.floats(0, 1), method=st.sampled_from(sorted(METHODS)))
def test_a_family_of_one_needs_no_adjusting(p: float, method: str) -> None:
    assert adjust(np.array([p]), method) == pytest.approx([p])


@few
@given(p=st.floats(0, 1), count=st.integers(2, 9), method=st.sampled_from(["hochberg", "hommel", "bh", "none"]))
def test_outcomes_that_all_agree_are_not_punished_for_being_many(p: float, count: int, method: str) -> None:
    assert adjust(np.full(count, p), method) == pytest.approx(np.full(count, p))


@few
@given(p=p_values, method=st.sampled_from(ERRORWISE), extra=st.floats(0, 1))
def test_a_larger_family_never_makes_an_outcome_look_better(p: Numbers, method: str, extra: float) -> None:
    longer = adjust(np.append(p, extra), method)[: len(p)]

    assert np.all(longer >= adjust(p, method) - 1e-12)


@few
@given(p=p_values, method=st.sampled_from(sorted(METHODS)), place=st.integers(0, 6), share=st.floats(0, 1))
def test_a_smaller_p_value_never_makes_anything_in_its_family_look_worse(
    p: Numbers, method: str, place: int, share: float
) -> None:
    better = p.copy()
    better[place % len(p)] *= share

    assert np.all(adjust(better, method) <= adjust(p, method) + 1e-12)


@few
@given(p=p_values, method=st.sampled_from(sorted(METHODS)))
def test_an_outcome_that_could_not_be_tested_counts_as_a_p_value_of_one(p: Numbers, method: str) -> None:
    untested = adjust(np.append(p, np.nan), method)

    assert np.isnan(untested[-1])
    assert untested[:-1] == pytest.approx(adjust(np.append(p, 1.0), method)[:-1], rel=1e-12)


@few
@given(p=p_values)
def test_adjusting_leaves_the_p_values_it_was_given_alone(p: Numbers) -> None:
    before = p.copy()

    for method in METHODS:
        adjusted = adjust(p, method)
        adjusted[:] = 0

    assert np.array_equal(p, before)


@pytest.mark.parametrize("method", ERRORWISE)
def test_where_nothing_is_going_on_a_family_has_a_finding_in_one_of_twenty_studies(method: str) -> None:
    draws = np.random.default_rng(3)

    found = [(adjust(draws.uniform(size=5), method) <= 0.05).any() for _ in range(1500)]

    assert np.mean(found) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 1500)


@pytest.mark.parametrize("method", SHARES)
def test_no_more_than_one_in_twenty_findings_is_false_on_average(method: str) -> None:
    draws, shares = np.random.default_rng(4), []

    for _ in range(800):
        p = np.concatenate([draws.uniform(size=6), 1e-3 * draws.uniform(size=4)])
        found = adjust(p, method) <= 0.05
        shares.append(found[:6].sum() / max(found.sum(), 1))

    assert np.mean(shares) <= 0.05


def test_without_adjusting_a_family_of_five_finds_something_in_nearly_a_quarter_of_studies() -> None:
    draws = np.random.default_rng(3)

    found = [(adjust(draws.uniform(size=5), "none") <= 0.05).any() for _ in range(1500)]

    assert np.mean(found) == pytest.approx(1 - 0.95**5, abs=0.04)


def test_a_family_keeps_its_outcomes_in_the_order_in_which_they_were_declared() -> None:
    family = adjust_family("young people", {"safety": 0.2, "anger": 0.01, "hope": 0.03}, methods=("holm",))

    assert family.outcomes == ("safety", "anger", "hope")
    assert family.p.tolist() == [0.2, 0.01, 0.03]
    assert family.adjusted["holm"] == pytest.approx([0.2, 0.03, 0.06])
    assert tuple(family.adjusted) == ("holm",)


def test_a_family_in_which_nothing_could_be_tested_says_so_of_every_outcome() -> None:
    family = adjust_family("staff", {"climate": float("nan"), "burnout": float("nan")})

    assert np.isnan(family.adjusted["holm"]).all()
    assert [note.split()[0] for note in family.notes] == ["climate", "burnout"]


@pytest.mark.parametrize("p", [-0.01, 1.01, np.inf])
def test_a_number_that_is_no_p_value_is_refused_and_shown(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1, but one of these does not"):
        adjust(np.array([0.2, p]), "bh")
