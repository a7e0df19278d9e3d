"""The four verdicts at their borders: each rule is tried just inside and just outside."""

import pytest
from scipy.special import stdtrit

from newel.analysis._verdicts import Ruling, Shift, Verdict, ruling

NORMAL = float("inf")
HALF = float(stdtrit(30, 0.95))
"""Half the 90 % interval of a change with standard error 1 and 30 degrees of freedom."""
BOUND = 0.2
TINY = 1e-9


def gain(estimate: float = 0.5, error: float = 0.1, *, p: float = 0.001) -> Shift:
    return Shift(estimate, error, 30, p)


def later(estimate: float, error: float = 0.05) -> Shift:
    return Shift(estimate, error, 30)


def decided(first: Shift | None, then: Shift | None) -> Verdict:
    found: Ruling = ruling(first, then, worthwhile=BOUND, decay_bound=BOUND)
    assert found.sentence.endswith(".")
    assert not any(letter.isdigit() for letter in found.sentence)
    return found.verdict


@pytest.mark.parametrize(
    ("end", "verdict"),
    [(-BOUND + TINY, Verdict.SUSTAINED), (-BOUND - TINY, Verdict.FADED)],
)
def test_a_gain_is_sustained_while_the_largest_loss_that_fits_is_within_the_bound(end: float, verdict: Verdict) -> None:
    error = 0.05
    estimate = end + HALF * error

    assert decided(gain(), later(estimate, error)) is verdict


@pytest.mark.parametrize(("end", "verdict"), [(-TINY, Verdict.FADED), (TINY, Verdict.CANNOT_TELL)])
def test_a_gain_has_faded_only_where_a_loss_is_shown(end: float, verdict: Verdict) -> None:
    error = 0.2
    estimate = end - HALF * error

    assert decided(gain(), later(estimate, error)) is verdict


def test_a_small_loss_within_the_bound_is_no_fading_although_it_is_shown() -> None:
    assert decided(gain(), later(-0.1, 0.01)) is Verdict.SUSTAINED


@pytest.mark.parametrize(("p", "verdict"), [(0.05 - TINY, Verdict.SUSTAINED), (0.05, Verdict.CANNOT_TELL)])
def test_it_moved_where_the_corrected_p_value_is_below_five_per_cent(p: float, verdict: Verdict) -> None:
    assert decided(gain(p=p), later(0.0)) is verdict


def test_a_change_for_the_worse_is_no_gain_however_sure_it_is() -> None:
    assert decided(gain(-0.5), later(0.0)) is Verdict.NEVER_MOVED
    assert "worse" in ruling(gain(-0.5), None, worthwhile=BOUND, decay_bound=BOUND).sentence


@pytest.mark.parametrize(("end", "verdict"), [(BOUND - TINY, Verdict.NEVER_MOVED), (BOUND, Verdict.CANNOT_TELL)])
def test_it_never_moved_where_a_change_worth_having_is_ruled_out(end: float, verdict: Verdict) -> None:
    error = 0.05
    half = float(stdtrit(30, 0.975)) * error

    assert decided(gain(end - half, error, p=0.4), later(0.0)) is verdict


def test_what_no_model_could_estimate_cannot_be_told() -> None:
    assert decided(None, None) is Verdict.CANNOT_TELL
    assert decided(None, later(0.0)) is Verdict.CANNOT_TELL
    assert decided(gain(), None) is Verdict.CANNOT_TELL


def test_a_further_gain_is_no_fault() -> None:
    assert decided(gain(), later(0.6, 0.3)) is Verdict.SUSTAINED
