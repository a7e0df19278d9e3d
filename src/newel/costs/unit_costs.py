"""One unit cost: what one unit of a thing costs one perspective, with the source that says so."""

from collections.abc import Callable, Iterator
from datetime import date
from math import sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from newel.protocol import Currency, Identifier, Part, Perspective
from newel.protocol.parts import Words

Uncertainty = Literal["fixed", "gamma", "lognormal", "uniform", "triangular"]
Numbers = npt.NDArray[np.float64]

_NEEDED: dict[Uncertainty, tuple[str, ...]] = {
    "fixed": (),
    "gamma": ("standard_error",),
    "lognormal": ("standard_error",),
    "uniform": ("low", "high"),
    "triangular": ("low", "high"),
}


class UnitCost(Part):
    """What one unit of a thing costs one perspective. Where several bear a part of it, each has a unit cost."""

    id: Identifier
    """Short name of the unit cost."""
    item: Identifier
    """What is priced. Unit costs of one item for several perspectives are added."""
    label: Words
    """The item in words."""
    unit: Identifier
    """What a quantity of it counts: hour, session, meeting, incident."""
    amount: float = Field(ge=0, description="Cost of one unit, as the source has it.")
    currency: Currency
    """Currency of the amount. Pounds only: no rate of exchange is built in."""
    price_year: int = Field(ge=1990, le=2100, description="Year whose prices the amount is in.")
    perspective: Perspective
    """Who bears it."""
    owner: Words
    """Who keeps the figure up to date; a role, never a person."""
    series: Identifier
    """The series of `indices.toml` that converts it into another year's prices."""
    source: Words
    """Title of the source, with its year."""
    source_table: str = ""
    """Table of the source."""
    source_page: str = ""
    """Page of the source."""
    uncertainty: Uncertainty
    """`fixed`, or the distribution it is drawn from where the uncertainty of costs is shown."""
    standard_error: float | None = Field(default=None, gt=0, description="For `gamma` and `lognormal`.")
    low: float | None = Field(default=None, ge=0, description="For `uniform` and `triangular`.")
    high: float | None = Field(default=None, ge=0, description="For `uniform` and `triangular`.")
    valid_from: date | None = None
    """First day it holds."""
    valid_to: date | None = None
    """Last day it holds."""
    site_type: Identifier | None = None
    """Site type it holds for; all where nothing is said."""

    @model_validator(mode="after")
    def _agrees(self) -> "UnitCost":
        for problem in self._problems():
            raise ValueError(problem)
        return self

    def _problems(self) -> Iterator[str]:
        for name in ("standard_error", "low", "high"):
            needed, given = name in _NEEDED[self.uncertainty], getattr(self, name) is not None
            if needed != given:
                yield f"{'a' if needed else 'no'} {name} beside the uncertainty {self.uncertainty}"
        if self.low is not None and self.high is not None and not self.low <= self.amount <= self.high:
            yield f"an amount between low and high, which {self.amount:g} is not"
        if self.uncertainty in ("gamma", "lognormal") and self.amount == 0:
            yield f"an amount above 0, because the uncertainty is {self.uncertainty}"
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            yield "a valid_to that is not before valid_from"

    @property
    def cites(self) -> str:
        """The source with its table and page, as it is printed."""
        table = f"table {self.source_table}" if self.source_table else ""
        page = f"page {self.source_page}" if self.source_page else ""
        return ", ".join(filter(None, [self.source, table, page]))

    def holds(self, on: date, site_type: str) -> bool:
        """Return whether it holds on a day at a site of this type."""
        in_time = (self.valid_from or on) <= on <= (self.valid_to or on)
        return in_time and self.site_type in (None, site_type)

    @property
    def spread(self) -> float:
        """The standard deviation of the amount, in its own price year; 0 where it is fixed."""
        return _SPREAD[self.uncertainty](self)

    def draws(self, number: int, rng: np.random.Generator) -> Numbers:
        """Return as many draws of the amount, in its own price year.

        Gamma and lognormal have the amount as their mean and the standard error as their standard deviation (Briggs,
        Claxton and Sculpher, Decision modelling for health economic evaluation, 2006, chapter 4); of a triangular one
        the amount is the mode.
        """
        return _DRAWN[self.uncertainty](self, number, rng)


def _fixed(cost: UnitCost, number: int, _: np.random.Generator) -> Numbers:
    return np.full(number, cost.amount)


def _gamma(cost: UnitCost, number: int, rng: np.random.Generator) -> Numbers:
    scale = _error(cost) ** 2 / cost.amount
    return rng.gamma(cost.amount / scale, scale, number)


def _lognormal(cost: UnitCost, number: int, rng: np.random.Generator) -> Numbers:
    variance = float(np.log1p((_error(cost) / cost.amount) ** 2))
    return rng.lognormal(np.log(cost.amount) - variance / 2, np.sqrt(variance), number)


def _uniform(cost: UnitCost, number: int, rng: np.random.Generator) -> Numbers:
    return rng.uniform(*_limits(cost), number)


def _triangular(cost: UnitCost, number: int, rng: np.random.Generator) -> Numbers:
    low, high = _limits(cost)
    return rng.triangular(low, cost.amount, high, number) if low < high else np.full(number, low)


def _error(cost: UnitCost) -> float:
    return cost.standard_error or 0.0


def _limits(cost: UnitCost) -> tuple[float, float]:
    return cost.low or 0.0, cost.high or 0.0


def _uniform_spread(cost: UnitCost) -> float:
    low, high = _limits(cost)
    return (high - low) / sqrt(12)


def _triangular_spread(cost: UnitCost) -> float:
    low, high = _limits(cost)
    sides = ((high - low), (cost.amount - low), (high - cost.amount))
    return sqrt(sum(side**2 for side in sides) / 36)


_SPREAD: dict[Uncertainty, Callable[[UnitCost], float]] = {
    "fixed": lambda _: 0.0,
    "gamma": _error,
    "lognormal": _error,
    "uniform": _uniform_spread,
    "triangular": _triangular_spread,
}
_DRAWN: dict[Uncertainty, Callable[[UnitCost, int, np.random.Generator], Numbers]] = {
    "fixed": _fixed,
    "gamma": _gamma,
    "lognormal": _lognormal,
    "uniform": _uniform,
    "triangular": _triangular,
}
