"""The economic numbers that the publication prints, from its own list of printed numbers; no other number is used."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from newel.protocol import Protocol
from newel.web.public.publication import shelf
from newel.web.synthesis.queries.numbers import Number, released_numbers

ALL = "all"
ANALYSES = ("delivery_costs", "break_even")
"""The analyses whose findings hold what is needed."""
INCIDENTS: Mapping[str, str] = {
    "restraints": "restrictive physical interventions",
    "assaults": "assaults",
    "self_harm": "incidents of self-harm",
}
"""What can be prevented, in words."""
_NUMBER = re.compile(r"(-?)£?([0-9][0-9,]*(?:\.[0-9]+)?)%?")


@dataclass(frozen=True)
class ReleasedNumber:
    """A released number that can be worked with: as printed, and as a number. No ends where it has no interval."""

    number: Number
    value: float
    low: float | None
    high: float | None

    @property
    def address(self) -> str:
        """Where it comes from, for `newel why`."""
        return self.number.address


@dataclass(frozen=True)
class DecisionNumbers:
    """What the publication says of one kind of incident and whoever pays: all that a decision is worked out from."""

    per_place: ReleasedNumber
    per_child: ReleasedNumber
    unit_cost: ReleasedNumber
    prevented: ReleasedNumber
    happening: ReleasedNumber | None
    verdict: Number | None

    @property
    def children(self) -> float:
        """Children who live in a place on average: what a place costs, over what a child costs."""
        return self.per_place.value / self.per_child.value


@dataclass(frozen=True)
class Printed:
    """The economic numbers of the publication, by address. `cost` and `even` are the findings they belong to."""

    cost: str
    even: str
    by_address: Mapping[str, Number]
    freeze: str
    why_none: str = ""

    def of(self, incident: str, payer: str) -> DecisionNumbers | None:
        """Return the numbers for one kind of incident and one payer; None where one that is needed is not released."""
        cost, row = f"{self.cost}.by_perspective.{payer}", f"{incident}_{payer}"
        place, child = self._at(f"{cost}.yearly_per_place"), self._at(f"{cost}.yearly_per_child")
        price, fewer = self._at(f"{self.even}.needed.{row}.unit_cost"), self._at(f"{self.even}.against.{row}.prevented")
        if place is None or child is None or price is None or fewer is None or fewer.low is None or not child.value:
            return None
        happening = self._at(f"{self.even}.against.{row}.happening")
        return DecisionNumbers(
            place, child, price, fewer, happening, self.by_address.get(f"{self.even}.against.{row}.verdict")
        )

    def choices(self, payers: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return {kind of incident: who may pay} of everything that can be worked out."""
        some = tuple(payers)
        found = {incident: tuple(payer for payer in some if self.of(incident, payer)) for incident in INCIDENTS}
        return {incident: paying for incident, paying in found.items() if paying}

    def _at(self, address: str) -> ReleasedNumber | None:
        return estimate_of(self.by_address.get(address))


NOTHING_PUBLISHED = "Nothing is published yet."
CANNOT_BE_SHOWN = "The report cannot be shown just now. We are putting it right."
NO_QUESTION = "This study does not ask what delivery costs and how many incidents would pay for it."
NO_NUMBERS = (
    "The published report does not hold the numbers this page works with: what a place costs in a year, what one "
    "incident costs, and how many incidents were prevented. They are not there, or they are withheld so that nobody "
    "can be recognised."
)


def printed(protocol: Protocol) -> Printed:
    """Return what the publication that is shown prints of costs and incidents; `why_none` says why there is nothing."""
    numbers = released_numbers()
    findings = [question.id for name in ANALYSES for question in protocol.questions if question.analysis == name]
    if not numbers.by_address:
        return Printed("", "", {}, "", _why_no_number())
    if len(findings) < len(ANALYSES):
        return Printed("", "", {}, numbers.freeze, NO_QUESTION)
    found = Printed(findings[0], findings[-1], numbers.by_address, numbers.freeze)
    return found if found.choices(payers(protocol)) else replace(found, why_none=NO_NUMBERS)


def _why_no_number() -> str:
    now = shelf()
    if now.shown is not None:
        return NO_NUMBERS
    return CANNOT_BE_SHOWN if now.damaged else NOTHING_PUBLISHED


def payers(protocol: Protocol) -> tuple[str, ...]:
    """Return who may pay: all together, and each perspective of the protocol."""
    return (ALL, *(protocol.economics.perspectives if protocol.economics else ()))


def estimate_of(number: Number | None) -> ReleasedNumber | None:
    """Read a printed number. None for one that is withheld, missing, or no number."""
    value = None if number is None else as_number(number.shown)
    if number is None or value is None:
        return None
    low, _, high = number.interval.partition(" to ")
    ends = as_number(low), as_number(high)
    return ReleasedNumber(number, value, *(ends if None not in ends else (None, None)))


def as_number(printed: str) -> float | None:
    """Read what a report prints: £1,234, -98.4 or 63%. None for anything else."""
    found = _NUMBER.fullmatch(printed.strip())
    return float(found[1] + found[2].replace(",", "")) if found else None
