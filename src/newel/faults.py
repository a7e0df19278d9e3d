"""What is wrong with something we were given, in words a person can act on.

A fault names the value, the place, the rule and the remedy. It never holds more of a record than the cell at fault.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one place of one file."""

    file: str
    place: str
    found: str
    expected: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        at = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{at}: {self.place}\n  found     {self.found}\n  expected  {self.expected}\n  remedy    {self.remedy}"


class Refused(Exception):
    """Input that was refused whole: nothing of it was kept, and every fault in it is listed."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    @classmethod
    def because(cls, file: str, place: str, *, found: str, expected: str, remedy: str) -> "Refused":
        """Refuse for one fault."""
        return cls([Fault(file, place, found, expected, remedy)])
