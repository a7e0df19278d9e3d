"""What agreement of coders cannot be said of, and intervals that draw whole sources."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import (
    Agreement,
    Unitized,
    brennan_prediger,
    character_alpha,
    conger_kappa,
    jaccard_distance,
    krippendorff_alpha,
    masi_alpha,
    percent_agreement,
    resampled_interval,
    u_alpha,
    u_alpha_1995,
    u_alpha_2013,
    u_alpha_binary,
)

FAMILY = (character_alpha, u_alpha, u_alpha_binary, lambda lines: u_alpha_1995(lines, 0), u_alpha_2013)
family = pytest.mark.parametrize("coefficient", FAMILY)
Coefficient = Callable[[Any], Unitized]


def clustered(seed: int, *, sources: int, spread: float) -> tuple[Numbers, list[str]]:
    """Return ratings of two coders who agree more in some sources than in others, twenty units a source."""
    generator = np.random.default_rng(seed)
    rows, names = [], []
    for number in range(sources):
        agree = np.clip(0.7 + spread * generator.standard_normal(), 0, 1)
        first = generator.integers(0, 2, 20)
        second = np.where(generator.random(20) < agree, first, 1 - first)
        rows.append(np.column_stack([first, second]))
        names += [f"s{number}"] * 20
    return np.concatenate(rows).astype(float), names


def alpha_of(ratings: Numbers) -> Callable[[Any], float]:
    return lambda rows: krippendorff_alpha(ratings[rows]).value


@pytest.mark.parametrize("coefficient", [conger_kappa, brennan_prediger, krippendorff_alpha])
def test_one_category_only_says_nothing_beyond_chance(coefficient: Callable[[Numbers], Agreement]) -> None:
    with pytest.raises(ValueError, match="one category"):
        coefficient(np.zeros((5, 2)))


def test_the_share_of_agreement_is_known_even_of_one_category() -> None:
    assert percent_agreement(np.zeros((5, 2))).value == 1


def test_a_rater_without_ratings_is_refused_by_congers_kappa() -> None:
    ratings = np.array([[1.0, 2.0, np.nan], [2.0, 2.0, np.nan], [1.0, 1.0, np.nan]])

    with pytest.raises(ValueError, match="has rated nothing"):
        conger_kappa(ratings)


def test_fewer_categories_than_were_used_are_refused() -> None:
    with pytest.raises(ValueError, match="3 categories were used"):
        brennan_prediger(np.array([[0.0, 1], [1, 2], [2, 2]]), categories=2)


@family
def test_a_text_that_nobody_coded_says_nothing(coefficient: Coefficient) -> None:
    with pytest.raises(ValueError, match="agreement"):
        coefficient([(10, [[], []])])


@family
def test_one_coder_agrees_with_nobody(coefficient: Coefficient) -> None:
    with pytest.raises(ValueError, match="needs two coders"):
        coefficient([(10, [[(0, 5, 0)]])])


@family
@pytest.mark.parametrize("wrong", [[(0, 5, 0), (4, 8, 0)], [(3, 3, 0)], [(5, 12, 0)], [(-1, 3, 0)]])
def test_stretches_that_overlap_or_leave_the_text_are_refused(coefficient: Coefficient, wrong: Any) -> None:
    with pytest.raises(ValueError, match="Take one code at a time"):
        coefficient([(10, [wrong, [(0, 2, 0)]])])


def test_texts_need_the_same_coders() -> None:
    with pytest.raises(ValueError, match="the same coders"):
        u_alpha_2013([(10, [[(0, 2, 0)], []]), (10, [[(0, 2, 0)], [], []])])


@family
def test_coders_who_mark_the_same_agree_whole(coefficient: Coefficient) -> None:
    own = [(0, 4, 0), (6, 9, 0)]

    assert coefficient([(12, [own, own]), (5, [[(1, 2, 0)], [(1, 2, 0)]])]).value == pytest.approx(1)


def test_a_gap_ends_where_its_text_ends() -> None:
    """Two texts of five characters are not one of ten: a stretch of six would fit into no gap of theirs."""
    apart = [(5, [[(0, 1, 0)], []]), (5, [[], [(4, 5, 0)]])]
    joined = [(10, [[(0, 1, 0)], [(9, 10, 0)]])]

    assert u_alpha_1995(apart, 0).observed == u_alpha_1995(joined, 0).observed
    assert u_alpha_1995(apart, 0).expected == u_alpha_1995(joined, 0).expected  # stretches of one fit everywhere
    longer = [(5, [[(0, 3, 0)], []]), (5, [[], [(2, 5, 0)]])]
    assert u_alpha_1995(longer, 0).expected < u_alpha_1995([(10, [[(0, 3, 0)], [(7, 10, 0)]])], 0).expected


def test_only_the_code_asked_for_is_looked_at() -> None:
    lines = [(10, [[(0, 3, 0), (5, 8, 1)], [(0, 3, 0), (8, 10, 1)]])]

    assert u_alpha_1995(lines, 0).value == 1
    assert u_alpha_1995(lines, 1).value < 1


def test_sets_may_be_compared_by_another_distance() -> None:
    sets = [[{"a"}, {"a", "b"}], [{"b"}, {"b"}], [set(), {"a"}]]

    found = masi_alpha(sets, distance=jaccard_distance)

    assert found.name == "Krippendorff's alpha, jaccard distance"
    assert masi_alpha(sets).name == "Krippendorff's alpha, MASI"
    assert found.value > masi_alpha(sets).value


def test_units_that_one_coder_left_out_are_left_out() -> None:
    sets: Any = [[{"a"}, {"a"}], [{"b"}, {"b"}], [{"a"}, {"b"}]]

    assert masi_alpha([*sets, [{"a"}, None]]).value == masi_alpha(sets).value


def test_an_interval_holds_its_value_and_repeats_with_its_seed() -> None:
    ratings, names = clustered(1, sources=12, spread=0.15)

    found = resampled_interval(alpha_of(ratings), names, seed=7, draws=300)

    assert found.low < found.value < found.high
    assert found.value == krippendorff_alpha(ratings).value
    assert (found.clusters, found.draws, found.undefined) == (12, 300, 0)
    assert resampled_interval(alpha_of(ratings), names, seed=7, draws=300) == found
    assert resampled_interval(alpha_of(ratings), names, seed=8, draws=300) != found


def test_sources_that_differ_make_the_interval_wider_than_units_would() -> None:
    ratings, names = clustered(2, sources=15, spread=0.3)

    by_source = resampled_interval(alpha_of(ratings), names, seed=1, draws=300)
    by_unit = resampled_interval(alpha_of(ratings), range(len(names)), seed=1, draws=300)

    assert by_source.high - by_source.low > 1.5 * (by_unit.high - by_unit.low)


def test_without_differences_between_sources_the_interval_is_that_of_the_formula() -> None:
    ratings, names = clustered(3, sources=60, spread=0.0)

    found = resampled_interval(alpha_of(ratings), names, seed=1, draws=600)

    wide = krippendorff_alpha(ratings)
    assert found.high - found.low == pytest.approx(wide.high - wide.low, rel=0.25)


def test_one_source_has_no_interval() -> None:
    ratings, _ = clustered(1, sources=1, spread=0.1)

    with pytest.raises(ValueError, match="at least two sources"):
        resampled_interval(alpha_of(ratings), ["s1"] * len(ratings), seed=1)


def test_a_code_that_most_draws_lack_has_no_interval() -> None:
    ratings = np.zeros((40, 2))
    ratings[:3] = 1
    names = [f"s{row // 10}" for row in range(40)]

    with pytest.raises(ValueError, match="draws only"):
        resampled_interval(alpha_of(ratings), names, seed=1, draws=200)


def test_draws_in_which_a_code_is_missing_are_counted() -> None:
    ratings = np.zeros((80, 2))
    ratings[::25] = 1
    names = [f"s{row // 10}" for row in range(80)]

    found = resampled_interval(alpha_of(ratings), names, seed=1, draws=200)

    assert 0 < found.undefined < 20
