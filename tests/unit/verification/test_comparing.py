"""Digits: how many agree, and how many have to."""

import math

import pytest

from newel.verification.comparing import BEST, Judge, record
from newel.verification.tolerances import CLASSES, Of, Tolerance, exact, tolerance

JUDGE = Judge("a case")


def test_digits_are_counted_from_the_size_of_the_reference() -> None:
    figure = JUDGE.compare("mean", 1000.1, 1000.0, tolerance=Tolerance(1e-3))

    assert figure.digits == pytest.approx(4)
    assert figure.required == pytest.approx(3)
    assert figure.passed


def test_an_absolute_tolerance_asks_more_digits_of_a_larger_figure() -> None:
    close = Tolerance(1e-7, Of.ONE)

    assert JUDGE.compare("logLik", -100.0, -100.0, tolerance=close).required == pytest.approx(9)
    assert JUDGE.compare("logLik", -1e5, -1e5, tolerance=close).required == pytest.approx(12)


def test_effects_are_judged_by_their_standard_errors() -> None:
    figure = JUDGE.compare("effects", [0.0, 3.00002], [0.0, 3.0], tolerance=Tolerance(1e-5, Of.ERROR), scale=[1, 0.5])

    assert figure.digits == pytest.approx(-math.log10(4e-5), rel=1e-5)
    assert not figure.passed
    assert figure.reason == "the two differ by more"


def test_of_several_figures_the_one_furthest_below_counts() -> None:
    close = Tolerance(1e-6, Of.ONE)
    figure = JUDGE.compare("two", [1.00001, 1000.0], [1.0, 1000.0], tolerance=close)

    assert figure.digits == pytest.approx(5)


def test_what_is_promised_is_asked_for_and_no_more_than_was_ever_seen() -> None:
    assert Tolerance(1e-3, promised=8).digits(1, 1) == pytest.approx(8)
    assert Tolerance(1e-3, promised=8, seen=1e-6).digits(1, 1) == pytest.approx(6)
    assert Tolerance(1e-3, promised=2).digits(1, 1) == pytest.approx(3)


def test_equal_figures_have_all_digits_even_at_zero() -> None:
    assert JUDGE.compare("zero", 0.0, 0.0, tolerance=Tolerance(1e-9)).digits == BEST
    assert JUDGE.compare("zero", 1e-3, 0.0, tolerance=Tolerance(1e-9)).digits == pytest.approx(3)


def test_what_is_no_number_never_agrees() -> None:
    figure = JUDGE.compare("p", [0.5, math.nan], [0.5, 0.5], tolerance=Tolerance(1.0))
    nothing = JUDGE.compare("p", [], [], tolerance=Tolerance(1.0))

    assert (figure.digits, figure.reason) == (0.0, "ours is not a number")
    assert not nothing.passed


def test_a_record_holds_a_reason_only_where_there_is_one() -> None:
    agreed = JUDGE.same("singular", ours=True, theirs=True)
    differs = JUDGE.same("singular", ours=False, theirs=True)

    assert record(agreed) == {"case": "a case", "quantity": "singular", "digits": 16.0, "required": 16.0}
    assert record(differs)["reason"] == "False, not True"


def test_a_class_is_looked_up_by_its_first_part_and_an_unknown_one_is_strict() -> None:
    assert tolerance("closed-form + polychoric", "coefficients") == CLASSES["closed-form"]["everything"]
    assert tolerance("lmm", "spread").size == 2e-5
    assert tolerance("of another kind", "standard errors").size == 1e-6
    assert exact("closed-form", "df").promised == 12
    assert exact("lmm", "spread") == tolerance("lmm", "spread")
