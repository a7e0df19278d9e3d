"""What becomes of one number under a rule, looked at by itself."""

from dataclasses import dataclass
from enum import Enum, auto

from newel.disclosure.rule import Rule
from newel.findings import Estimate

DAYS_IN_A_YEAR = 365.25


class Verdict(Enum):
    """What may be printed of a number."""

    MISSING = auto()
    """There is no number; the reader is told why."""
    EXACT = auto()
    """National, where the study is, or not about people."""
    ROUNDED = auto()
    WITHHELD = auto()
    """Too small."""
    COVERING = auto()
    """Withheld to keep another number from being worked out by subtraction."""


WITHHELD = frozenset({Verdict.WITHHELD, Verdict.COVERING})


class UnableToProtect(ValueError):
    """An estimate does not carry what its protection is worked out from."""


@dataclass(frozen=True)
class Judge:
    """A rule with the protocol's reading of it."""

    rule: Rule
    zero_is_withheld: bool
    study_is_national: bool

    def verdict(self, estimate: Estimate) -> Verdict:
        """Return what may be printed of `estimate`. Raises UnableToProtect for a percentage or rate without parts."""
        if estimate.value is None:
            return Verdict.MISSING
        if (estimate.national and self.study_is_national) or not _is_about_people(estimate):
            return Verdict.EXACT
        too_small = any(self.withholds(count) for count in _counts_behind(estimate)) or self._too_short(estimate)
        return Verdict.WITHHELD if too_small else Verdict.ROUNDED

    def withholds(self, count: float) -> bool:
        """Whether a count is too small to print, with the protocol's reading of zero."""
        return self.rule.withholds(count) or (self.zero_is_withheld and count == 0)

    def is_secret(self, verdict: Verdict, count: float) -> bool:
        """Whether a count is one that nobody may work out: withheld for its own size, not for the company it keeps."""
        return verdict is Verdict.WITHHELD and self.withholds(count)

    def band(self, verdict: Verdict, count: float) -> tuple[float, float]:
        """Return the lowest and highest whole count that a reader who knows the rule may think of.

        A count that covers another, or is withheld for another number's sake, may be any to the reader.
        """
        if verdict is Verdict.EXACT:
            return (count, count)
        if verdict is Verdict.ROUNDED:
            return self.rule.band(self.rule.rounded(count))
        if self.is_secret(verdict, count):
            return (0 if self.zero_is_withheld else 1, self.rule.smallest - 1)
        return (min(1, count), float("inf"))

    def _too_short(self, estimate: Estimate) -> bool:
        if estimate.kind != "rate" or estimate.denominator is None:
            return False
        return estimate.denominator * DAYS_IN_A_YEAR < self.rule.smallest_bed_days


def printed_count(estimate: Estimate) -> float | None:
    """Return the whole count that a reader learns from this number: itself, or a percentage's or rate's numerator."""
    if not _is_about_people(estimate) or estimate.value is None:
        return None
    counts = {"count": estimate.value, "percentage": estimate.numerator, "rate": estimate.numerator}
    count = counts.get(estimate.kind)
    return count if count is not None and float(count).is_integer() else None


def _is_about_people(estimate: Estimate) -> bool:
    """What happened to people is about people, even where nobody knows to how many: so every rate is."""
    return estimate.people is not None or estimate.kind == "rate"


def _counts_behind(estimate: Estimate) -> tuple[float, ...]:
    """Return every count that the number speaks of and that must not be small."""
    parts: tuple[float | None, ...] = ()
    if estimate.kind == "count":
        parts = (estimate.value,)
    if estimate.kind == "percentage":
        parts = (_part(estimate, "numerator"), _part(estimate, "denominator"))
    if estimate.kind == "rate":
        parts = (_part(estimate, "numerator"),)
    return tuple(count for count in (*parts, estimate.people) if count is not None)


def _part(estimate: Estimate, name: str) -> float:
    part: float | None = getattr(estimate, name)
    if part is None:
        raise UnableToProtect(
            f"A {estimate.kind} about people came without its {name}, so it cannot be worked out from protected "
            "counts. The analysis must give it."
        )
    return part
