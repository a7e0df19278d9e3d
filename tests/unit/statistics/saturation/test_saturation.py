"""Saturation: new codes by run, what was missed, and the curve, each beside a figure worked by hand or a twin."""

from fractions import Fraction
from math import comb, exp, log, sqrt

import numpy as np
import pytest

from newel.statistics.saturation import Run, accumulation, chao2, saturation

INTERVIEWS = [set("abcd"), set("aef"), set("bg"), set("ahij"), set("ak"), set("ab"), set("cd"), set("al"), set("a")]
"""Nine interviews: ten codes in the first four, one more in the fifth, one more in the eighth."""


def test_each_run_is_compared_with_the_base_and_the_next_begins_one_later() -> None:
    found = saturation(INTERVIEWS, base=4, run=2)

    assert found.in_base == 10
    assert found.runs == (
        Run(5, 6, 1, 0.1), Run(6, 7, 0, 0.0), Run(7, 8, 1, 0.1), Run(8, 9, 1, 0.1),
    )  # fmt: skip


def test_saturation_is_written_as_its_authors_write_it() -> None:
    """The first run of two with at most 5 % new is of interviews 6 and 7: 5 were enough, and 2 bore it out."""
    assert saturation(INTERVIEWS, base=4, run=2, threshold=0.05).notation == "5+2"
    assert saturation(INTERVIEWS, base=4, run=2, threshold=0.1).notation == "4+2"


def test_a_longer_run_asks_for_more() -> None:
    found = saturation(INTERVIEWS, base=4, run=3, threshold=0.05)

    assert (found.reached, found.notation) == (None, "not reached")


def test_interviews_that_keep_bringing_codes_do_not_saturate() -> None:
    assert saturation([{number} for number in range(12)]).reached is None


@pytest.mark.parametrize(
    ("codes", "message"),
    [([{"a"}] * 5, "need 6 sources; there are 5"), ([set(), set(), set(), set(), {"a"}, {"b"}], "have no code")],
)
def test_too_few_interviews_and_an_empty_base_say_nothing(codes: list[set[str]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        saturation(codes)


def test_what_was_missed_follows_from_codes_found_once_and_twice() -> None:
    """Worked by hand: 12 codes in 9 interviews, 8 once (e f g h i j k l), 2 twice (c, d)."""
    found = chao2(INTERVIEWS)

    scale = Fraction(8, 9)
    missing = scale * 64 / 4
    variance = 2 * (scale * 16 / 2 + scale**2 * 64 + scale**2 * 256 / 4)
    factor = exp(1.959963984540054 * sqrt(log(1 + float(variance) / float(missing) ** 2)))
    assert (found.observed, found.once, found.twice, found.sources) == (12, 8, 2, 9)
    assert found.estimate == pytest.approx(12 + float(missing))
    assert found.standard_error == pytest.approx(sqrt(variance))
    assert (found.low, found.high) == pytest.approx((12 + float(missing) / factor, 12 + float(missing) * factor))


def test_coverage_is_what_is_left_of_appearances_beside_codes_found_once() -> None:
    """Worked by hand: 22 appearances, 8 of codes found once: 1 - 8/22 x 8 x 8 / (8 x 8 + 2 x 2)."""
    appearances = sum(map(len, INTERVIEWS))

    assert appearances == 22
    assert chao2(INTERVIEWS).coverage == pytest.approx(1 - 8 / 22 * 64 / 68)


def test_codes_that_are_all_found_often_leave_nothing_missing() -> None:
    found = chao2([set("abc")] * 4)

    assert (found.estimate, found.low, found.high, found.standard_error, found.coverage) == (3, 3, 3, 0, 1)


def test_codes_found_once_and_never_twice_have_an_estimate_too() -> None:
    """Worked by hand with the form for no code found twice: scale 3/4 of 3 x 2 / 2 more than the 4 found."""
    found = chao2([{"a", "x"}, {"a", "y"}, {"a", "z"}, {"a"}])

    scale = Fraction(3, 4)
    estimate = 4 + scale * 3
    variance = scale * 3 + scale**2 * 3 * 25 / 4 - scale**2 * 81 / (4 * estimate)
    assert found.estimate == pytest.approx(float(estimate))
    assert found.standard_error == pytest.approx(sqrt(variance))
    assert found.coverage == pytest.approx(1 - 3 / 7 * (3 * 2) / (3 * 2 + 2))


def test_one_code_found_once_is_no_sign_of_others() -> None:
    found = chao2([{"a", "x"}, {"a"}, {"a"}])

    assert (found.estimate, found.high, found.coverage) == (2, 2, 1)


@pytest.mark.parametrize("codes", [[{"a"}], [set(), set()]])
def test_one_interview_or_none_with_a_code_estimates_nothing(codes: list[set[str]]) -> None:
    with pytest.raises(ValueError, match="at least two sources and a code"):
        chao2(codes)


def test_the_curve_is_that_of_all_orders() -> None:
    """The mean over orders is known: a code is missed by k of n sources if all k are among those without it."""
    found = accumulation(INTERVIEWS, seed=5, orders=4000)

    number = len(INTERVIEWS)
    times = [sum(code in each for each in INTERVIEWS) for code in set().union(*INTERVIEWS)]
    exact = [sum(1 - comb(number - n, k) / comb(number, k) for n in times) for k in range(1, number + 1)]
    assert found.mean == pytest.approx(exact, abs=0.1)
    assert found.mean[-1] == 12
    assert (np.diff(found.mean) >= 0).all()
    assert ((found.low <= found.mean) & (found.mean <= found.high)).all()


def test_the_curve_is_the_same_for_the_same_seed_only() -> None:
    first, again, other = (accumulation(INTERVIEWS, seed=seed, orders=50) for seed in (1, 1, 2))

    assert (first.mean == again.mean).all()
    assert (first.mean != other.mean).any()
