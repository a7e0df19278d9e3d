"""Laws of agreement between coders: nothing for coders who have nothing to do with each other, all for the same."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import (
    brennan_prediger,
    character_alpha,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    masi_alpha,
    masi_distance,
    percent_agreement,
    u_alpha,
    u_alpha_binary,
)

few = settings(max_examples=25, deadline=None, derandomize=True)
seeds = st.integers(0, 10_000)
ROTATIONS = 200
UNITS = 600


def two_coders(seed: int, *, share: float = 0.3) -> Numbers:
    """Return what one coder applied in runs of units, and what another applied in other runs."""
    generator = np.random.default_rng(seed)
    columns = []
    for _ in range(2):
        runs = generator.integers(1, 8, UNITS)
        columns.append(np.repeat((generator.random(UNITS) < share).astype(float), runs)[:UNITS])
    return np.column_stack(columns)


def rotated(ratings: Numbers, by: int) -> Numbers:
    """Turn the second coder's decisions around the text, so that they have nothing to do with the first's."""
    return np.column_stack([ratings[:, 0], np.roll(ratings[:, 1], by)])


def as_line(ratings: Numbers) -> Any:
    """Return units as characters: every run of 1 is one stretch."""
    coders = []
    for column in ratings.T:
        steps = np.diff(np.concatenate([[0.0], column, [0.0]]))
        ends = zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True)
        coders.append([(start, end, 0) for start, end in ends])
    return len(ratings), coders


def as_sets(ratings: Numbers) -> list[list[frozenset[str]]]:
    """Return pairs of units as sets of two codes."""
    halves = zip(ratings[::2], ratings[1::2], strict=True)
    return [
        [frozenset(code for code, on in (("a", one[n]), ("b", other[n])) if on) for n in range(2)]
        for one, other in halves
    ]


COEFFICIENTS: dict[str, Callable[[Numbers], float]] = {
    "alpha": lambda ratings: krippendorff_alpha(ratings).value,
    "kappa": lambda ratings: cohen_kappa(*ratings.T).value,
    "Conger": lambda ratings: conger_kappa(ratings).value,
    "Fleiss": lambda ratings: fleiss_kappa(ratings).value,
    "characters": lambda ratings: character_alpha([as_line(ratings)]).value,
    "u-alpha": lambda ratings: u_alpha([as_line(ratings)]).value,
    "sets": lambda ratings: masi_alpha(as_sets(ratings)).value,
}


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_coders_who_have_nothing_to_do_with_each_other_agree_no_more_than_by_chance(name: str) -> None:
    ratings = two_coders(3)
    turns = np.random.default_rng(4).choice(UNITS, ROTATIONS, replace=False)

    mean = np.mean([COEFFICIENTS[name](rotated(ratings, int(by))) for by in turns])

    assert abs(mean) <= 0.02


@few
@given(seed=seeds)
def test_congers_kappa_of_two_is_cohens(seed: int) -> None:
    ratings = np.random.default_rng(seed).integers(0, 3, (30, 2)).astype(float)

    found, wanted = conger_kappa(ratings), cohen_kappa(*ratings.T)

    assert (found.value, found.observed, found.expected) == pytest.approx(
        (wanted.value, wanted.observed, wanted.expected)
    )


@few
@given(seed=seeds, categories=st.integers(4, 9))
def test_more_categories_to_choose_from_leave_less_to_chance(seed: int, categories: int) -> None:
    ratings = np.random.default_rng(seed).integers(0, 3, (30, 3)).astype(float)

    plain, wider = brennan_prediger(ratings), brennan_prediger(ratings, categories=categories)

    assert wider.observed == plain.observed == percent_agreement(ratings).value
    assert wider.value > plain.value
    assert wider.expected == 1 / categories


@few
@given(seed=seeds)
def test_the_order_of_coders_and_texts_changes_nothing(seed: int) -> None:
    generator = np.random.default_rng(seed)
    lines = [as_line((generator.random((50, 3)) < 0.4).astype(float)) for _ in range(3)]
    turned = [(length, coders[::-1]) for length, coders in lines[::-1]]

    for coefficient in (character_alpha, u_alpha, u_alpha_binary):
        assert coefficient(turned).value == pytest.approx(coefficient(lines).value, abs=1e-12)


@few
@given(seed=seeds)
def test_one_code_has_the_same_u_alpha_whether_or_not_codes_are_told_apart(seed: int) -> None:
    line = as_line((np.random.default_rng(seed).random((60, 2)) < 0.4).astype(float))

    assert u_alpha([line]).value == pytest.approx(u_alpha_binary([line]).value, abs=1e-12)


@few
@given(seed=seeds)
def test_the_alpha_of_characters_is_the_alpha_of_units_one_character_long(seed: int) -> None:
    ratings = (np.random.default_rng(seed).random((60, 3)) < 0.4).astype(float)

    assert character_alpha([as_line(ratings)]).value == pytest.approx(krippendorff_alpha(ratings).value, abs=1e-12)


@few
@given(seed=seeds)
def test_sets_of_one_code_agree_as_plain_categories_do(seed: int) -> None:
    ratings = np.random.default_rng(seed).integers(0, 3, (30, 3)).astype(float)
    sets = [[frozenset({value}) for value in row] for row in ratings]

    found, wanted = masi_alpha(sets), krippendorff_alpha(ratings)

    assert (found.value, found.standard_error) == pytest.approx((wanted.value, wanted.standard_error))


@few
@given(one=st.frozensets(st.integers(0, 5)), other=st.frozensets(st.integers(0, 5)))
def test_sets_are_apart_between_nothing_and_one_and_alike_only_if_the_same(
    one: frozenset[int], other: frozenset[int]
) -> None:
    apart = masi_distance(one, other)

    assert 0 <= apart <= 1
    assert (apart == 0) == (one == other)
    assert (apart == 1) == (one != other and not one & other)
