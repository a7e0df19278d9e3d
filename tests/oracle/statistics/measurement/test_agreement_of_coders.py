"""Agreement of coders beside the figures that others published, and beside slow twins that look at every pair."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.measurement import (
    Agreement,
    brennan_prediger,
    character_alpha,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    intraclass,
    krippendorff_alpha,
    masi_alpha,
    masi_distance,
    percent_agreement,
    u_alpha,
    u_alpha_1995,
    u_alpha_2013,
    u_alpha_binary,
)
from tests.support import naive_agreement as naive
from tests.support.oracles import oracle

FIGURES = oracle("coder_agreement")
SEVERAL = (gwet_ac1, fleiss_kappa, conger_kappa, brennan_prediger, percent_agreement)
seeds = pytest.mark.parametrize("seed", range(5))


def four_raters(*, last_by: int = 2) -> Numbers:
    """Return the published ratings; the last unit has one rating, which `last_by` gave."""
    rows = FIGURES["raw4raters"]["ratings"]
    table = np.array([[np.nan if mark == "." else float(mark) for mark in row] for row in rows]).T
    lone = table[-1, 2]
    table[-1] = np.nan
    table[-1, last_by] = lone
    return table


def stretches(seed: int, *, length: int = 40, codes: int = 3, coders: int = 2) -> Any:
    """Return a text's length and stretches of coders who mark at random without overlap."""
    generator = np.random.default_rng(seed)
    found = []
    for _ in range(coders):
        ends = sorted(generator.choice(length + 1, size=8, replace=False).tolist())
        found.append([(a, b, int(generator.integers(codes))) for a, b in zip(ends[::2], ends[1::2], strict=True)])
    return length, found


def line_of(rows: list[str]) -> Any:
    """Return drawn lines as stretches of code 0: `--1-1` is coded at 2 and at 4."""
    coders = []
    for row in rows:
        runs, place = [], 0
        while place < len(row):
            end = place
            while end < len(row) and row[end] == row[place]:
                end += 1
            runs += [(place, end, 0)] if row[place] == "1" else []
            place = end
        coders.append(runs)
    return len(rows[0]), coders


@pytest.mark.parametrize("coefficient", SEVERAL)
def test_coefficients_of_four_raters_are_the_published_ones(coefficient: Callable[[Numbers], Agreement]) -> None:
    found = coefficient(four_raters())

    assert found.value == pytest.approx(FIGURES["raw4raters"][found.name], abs=1e-5)
    assert found.standard_error == pytest.approx(FIGURES["raw4raters"]["standard_error"][found.name], abs=1e-5)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_the_alphas_of_four_raters_are_the_published_ones(level: str) -> None:
    assert krippendorff_alpha(four_raters(), level=level).value == pytest.approx(FIGURES["raw4raters"][level], abs=5e-5)


def test_only_congers_kappa_asks_who_rated_a_unit_alone() -> None:
    figures = FIGURES["raw4raters"]

    assert conger_kappa(four_raters(last_by=1)).value == pytest.approx(
        figures["conger_if_the_second_rated_the_last_unit"], abs=1e-5
    )
    for coefficient in (gwet_ac1, fleiss_kappa, brennan_prediger, krippendorff_alpha):
        assert coefficient(four_raters(last_by=1)).value == coefficient(four_raters()).value


def test_a_unit_that_one_rater_rated_still_counts_for_what_chance_brings() -> None:
    without = four_raters()[:-1]

    assert gwet_ac1(without).value == pytest.approx(FIGURES["raw4raters"]["ac1_without_the_last_unit"], abs=1e-5)
    assert fleiss_kappa(without).value == pytest.approx(FIGURES["raw4raters"]["fleiss_without_the_last_unit"], abs=1e-5)


def test_the_kappa_of_two_abstractors_is_the_published_one_and_congers_is_the_same() -> None:
    table = np.array(FIGURES["abstractors"]["table"])
    first, second = (np.repeat(axis.ravel(), table.ravel()).astype(float) for axis in np.indices(table.shape))

    wanted = pytest.approx(FIGURES["abstractors"]["Cohen's kappa"], abs=1e-7)
    assert cohen_kappa(first, second).value == wanted
    assert conger_kappa(np.column_stack([first, second])).value == wanted


def test_the_six_intraclass_correlations_are_the_published_ones() -> None:
    found = intraclass(np.array(FIGURES["shrout_fleiss"]["ratings"], dtype=float))

    for form, each in found.items():
        assert each.value == pytest.approx(FIGURES["shrout_fleiss"][form], abs=5.01e-4)
        assert each.low < each.value < each.high


def test_the_three_coefficients_called_u_alpha_are_those_of_their_programs() -> None:
    figures = FIGURES["two_lines"]
    lines = [line_of(figures["coders"])]

    oldest = u_alpha_1995(lines, 0)
    assert (oldest.value, oldest.observed, oldest.expected) == pytest.approx(
        (figures["u_1995"], figures["u_1995_observed"], figures["u_1995_expected"]), abs=1e-4
    )
    assert u_alpha_2013(lines).value == pytest.approx(figures["u_2013"], abs=5e-4)
    assert u_alpha(lines).value == pytest.approx(figures["u_2016"], abs=5e-4)
    assert [each.variant for each in (oldest, u_alpha_2013(lines), u_alpha(lines))] == ["1995", "2013", "2016"]


def test_the_u_alphas_of_three_observers_are_those_of_the_book() -> None:
    figures = FIGURES["three_observers"]
    lines = [(figures["length"], [[tuple(each) for each in coder] for coder in figures["coders"]])]

    assert u_alpha(lines).value == pytest.approx(figures["nominal"], abs=5e-4)
    assert u_alpha_binary(lines).value == pytest.approx(figures["binary"], abs=1e-3)
    assert u_alpha(lines).experimental


@pytest.mark.parametrize("pair", FIGURES["masi"]["pairs"])
def test_sets_are_as_far_apart_as_worked_by_hand(pair: Any) -> None:
    one, other, apart = pair

    assert masi_distance(set(one), set(other)) == pytest.approx(apart, abs=1e-7)
    assert masi_distance(set(other), set(one)) == masi_distance(set(one), set(other))


@seeds
def test_congers_kappa_is_that_of_all_pairs_of_raters(seed: int) -> None:
    units = np.random.default_rng(seed).integers(0, 3, (30, 3)).astype(float)

    assert conger_kappa(units).value == pytest.approx(naive.conger(units.tolist()), abs=1e-12)


@seeds
def test_the_alpha_of_sets_is_that_of_all_pairs_of_sets(seed: int) -> None:
    generator = np.random.default_rng(seed)
    sets = [
        [None if generator.random() < 0.1 else frozenset("abc"[n] for n in range(3) if generator.random() < 0.5)
         for _ in range(3)]
        for _ in range(25)
    ]  # fmt: skip

    assert masi_alpha(sets).value == pytest.approx(naive.alpha(sets, masi_distance), abs=1e-12)


@seeds
@pytest.mark.parametrize("coders", [2, 3])
def test_the_alpha_of_characters_is_that_of_all_pairs_of_characters(seed: int, coders: int) -> None:
    length, marked = stretches(seed, coders=coders)

    slow = naive.alpha(naive.characters(length, marked), naive.nominal)
    assert character_alpha([(length, marked)]).value == pytest.approx(slow, abs=1e-12)


@seeds
@pytest.mark.parametrize("coders", [2, 3])
def test_u_alpha_is_that_of_all_pairs_of_characters_outside_one_stretch(seed: int, coders: int) -> None:
    length, marked = stretches(seed, coders=coders)

    assert u_alpha([(length, marked)]).value == pytest.approx(naive.u_alpha(length, marked), abs=1e-12)
    binary = naive.u_alpha(length, marked, binary=True)
    assert u_alpha_binary([(length, marked)]).value == pytest.approx(binary, abs=1e-12)
