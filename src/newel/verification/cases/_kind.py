"""What one kind of case is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from newel.verification.comparing import Comparison
from newel.verification.reference import Case


@dataclass(frozen=True)
class Kind:
    """A kind of case."""

    recognises: Callable[[Case], bool]
    """Says from the entry's fields whether it is of this kind."""
    compare: Callable[[Case], Iterator[Comparison]]
    """Works it out and yields one comparison a quantity."""
