"""How well our figure agrees with a reference: in digits, beside the digits that are required."""

from dataclasses import dataclass
from math import log10

import numpy as np
import numpy.typing as npt

from newel.verification.tolerances import Tolerance

BEST = 16.0
"""More digits than that a number of the machine does not hold."""


@dataclass(frozen=True)
class Comparison:
    """One quantity of one case."""

    case: str
    quantity: str
    digits: float
    """-log10 of the difference over the size of the reference, of the element that comes out worst."""
    required: float
    reason: str = ""
    """Why there is no figure, or none that agrees."""

    @property
    def passed(self) -> bool:
        """Whether it agrees as well as is required."""
        return self.digits >= self.required


@dataclass(frozen=True)
class Judge:
    """Compares the quantities of one case."""

    case: str

    def compare(
        self,
        quantity: str,
        ours: npt.ArrayLike,
        theirs: npt.ArrayLike,
        *,
        tolerance: Tolerance,
        scale: npt.ArrayLike = 1,
    ) -> Comparison:
        """Compare numbers one by one, and report the one that falls furthest below what is required.

        `scale` is what the tolerance is a share of, where it is one of standard errors.
        """
        mine, reference, unit = np.broadcast_arrays(_flat(ours), _flat(theirs), _flat(scale))
        if not len(mine):
            return self.failed(quantity, "there is nothing to compare")
        found = [
            (_digits(abs(one - other), tolerance.unit(other, size)), tolerance.digits(other, size))
            for one, other, size in zip(mine, reference, unit, strict=True)
        ]
        digits, required = min(found, key=lambda pair: pair[0] - pair[1])
        reason = "" if digits >= required else "the two differ by more"
        if np.isnan(mine).any():
            reason = "ours is not a number"
        return Comparison(self.case, quantity, digits, required, reason)

    def same(self, quantity: str, ours: object, theirs: object) -> Comparison:
        """Compare two things that are equal or not."""
        agrees = ours == theirs
        return Comparison(self.case, quantity, BEST if agrees else 0.0, BEST, "" if agrees else f"{ours}, not {theirs}")

    def converged(self, settled: bool) -> Comparison:  # noqa: FBT001 - it is what is judged
        """Compare whether a fit says of itself that it converged; the reference's did."""
        return self.same("converged", settled, True)  # noqa: FBT003 - it is compared

    def failed(self, quantity: str, reason: str) -> Comparison:
        """Return what is said of a quantity that could not be worked out."""
        return Comparison(self.case, quantity, 0.0, BEST, reason)


def record(comparison: Comparison) -> dict[str, object]:
    """Return a comparison as plain data; the reason only where there is one."""
    entry: dict[str, object] = {
        "case": comparison.case,
        "quantity": comparison.quantity,
        "digits": round(comparison.digits, 2),
        "required": round(comparison.required, 2),
    }
    return entry | ({"reason": comparison.reason} if comparison.reason else {})


def _flat(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return np.atleast_1d(np.asarray(values, dtype=np.float64)).ravel()


def _digits(difference: float, unit: float) -> float:
    """Return the digits in which two numbers agree; none where one is not a number."""
    if difference != difference:  # noqa: PLR0124 - only nan differs from itself
        return 0.0
    return BEST if difference == 0 else float(min(BEST, max(0.0, -log10(difference / unit))))
