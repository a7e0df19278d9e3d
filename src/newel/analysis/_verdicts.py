"""Sustained, faded, never moved, cannot tell: the rules, written once, that turn two intervals into a verdict.

Everything here is in standard deviations of the reference wave, turned so that more is better.

1. It moved, where the change to the first follow-up is positive and its p value, corrected in its family, is below 5 %.
2. A change that moved is *sustained* where the loss from there to the last wave is shown to be smaller than the bound:
   the lower end of the 90 % interval of the later change lies above minus the bound. That is one half of the two
   one-sided tests at 5 % (Schuirmann DJ. J Pharmacokinet Biopharm 1987;15:657): a further gain is no fault.
3. It has *faded* where that is not so and a loss is shown: the upper end of the same interval lies below zero.
4. It *never moved* where it did not move and a change worth having is ruled out: the upper end of the 95 % interval of
   the change to the first follow-up lies below the smallest change worth having. Who became worse never moved either.
5. In every other case nobody *can tell*, and that is what is printed.
"""

from dataclasses import dataclass
from enum import Enum

from scipy.special import stdtrit

LEVEL = 0.05


class Verdict(Enum):
    """What is said of an outcome over the whole study."""

    SUSTAINED = "Sustained"
    FADED = "Faded"
    NEVER_MOVED = "Never moved"
    CANNOT_TELL = "Cannot tell"


@dataclass(frozen=True)
class Shift:
    """A change in standard deviations, positive where it is for the better, with its t degrees of freedom."""

    estimate: float
    error: float
    freedom: float
    p: float = float("nan")
    """Two-sided, corrected in its family where it has one."""

    def low(self, confidence: float = 0.95) -> float:
        """Return the lower end of the interval."""
        return self.estimate - self._margin(confidence)

    def high(self, confidence: float = 0.95) -> float:
        """Return the upper end of the interval."""
        return self.estimate + self._margin(confidence)

    def _margin(self, confidence: float) -> float:
        return float(stdtrit(self.freedom, 0.5 + confidence / 2)) * self.error


@dataclass(frozen=True)
class Ruling:
    """A verdict and the sentence that gives its ground. The sentence holds no number."""

    verdict: Verdict
    sentence: str


def ruling(gain: Shift | None, later: Shift | None, *, worthwhile: float, decay_bound: float) -> Ruling:
    """Return the verdict on an outcome. `gain` is up to the first follow-up, `later` from there to the last wave.

    None stands for a change that no model could estimate.
    """
    if gain is None:
        return Ruling(Verdict.CANNOT_TELL, "The change up to the first follow-up could not be estimated.")
    if gain.p < LEVEL and gain.estimate > 0:
        return _after_gain(later, decay_bound)
    return _without_gain(gain, worthwhile)


def _after_gain(later: Shift | None, decay_bound: float) -> Ruling:
    if later is None:
        return Ruling(Verdict.CANNOT_TELL, "It improved, but what became of it afterwards could not be estimated.")
    if later.low(1 - 2 * LEVEL) > -decay_bound:
        return Ruling(Verdict.SUSTAINED, "It improved, and any later loss is smaller than the bound set beforehand.")
    if later.high(1 - 2 * LEVEL) < 0:
        return Ruling(Verdict.FADED, "It improved, and by the last wave some or all of that was lost again.")
    return Ruling(
        Verdict.CANNOT_TELL, "It improved, but the last wave fits both a gain that lasted and one that was lost."
    )


def _without_gain(gain: Shift, worthwhile: float) -> Ruling:
    if gain.p < LEVEL and gain.high() < 0:
        return Ruling(Verdict.NEVER_MOVED, "It did not improve. It was worse at the first follow-up than before.")
    if gain.high() < worthwhile:
        return Ruling(Verdict.NEVER_MOVED, "It did not improve: a change worth having is ruled out.")
    return Ruling(Verdict.CANNOT_TELL, "The answers fit both no improvement and one worth having.")
