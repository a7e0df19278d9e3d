"""How much a result hangs on one assumption at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scipy.optimize import brentq

Model = Callable[[Mapping[str, float]], float]
"""A result as a function of named assumptions."""


@dataclass(frozen=True)
class Range:
    """An assumption and how low and high it may be."""

    name: str
    base: float
    low: float
    high: float


@dataclass(frozen=True)
class Swing:
    """What a result becomes at the low and the high end of one assumption."""

    name: str
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far apart the two results are."""
        return abs(self.at_high - self.at_low)


def tornado(model: Model, ranges: Sequence[Range]) -> tuple[Swing, ...]:
    """Move one assumption at a time, and return the widest swing first; swings alike keep their order."""
    base = {each.name: each.base for each in ranges}
    swings = [
        Swing(each.name, model(base | {each.name: each.low}), model(base | {each.name: each.high})) for each in ranges
    ]
    return tuple(sorted(swings, key=lambda swing: -swing.width))


def threshold_of(model: Model, ranges: Sequence[Range], name: str, *, target: float = 0.0) -> float | None:
    """Return the value of one assumption at which the result is `target`; None where its range does not reach that.

    The result must rise or fall all along the range; only its ends are looked at.
    """
    base = {each.name: each.base for each in ranges}
    moved = next(each for each in ranges if each.name == name)

    def miss(at: float) -> float:
        return model(base | {name: at}) - target

    low, high = miss(moved.low), miss(moved.high)
    if low == 0 or high == 0:
        return moved.low if low == 0 else moved.high
    return float(brentq(miss, moved.low, moved.high, xtol=1e-12, rtol=1e-12)) if low * high < 0 else None
