"""How a formula is refused: the word at fault, what may stand there, and what to write instead."""

from typing import NoReturn

from newel.faults import Refused


def refuse(place: str, *, found: str, expected: str, remedy: str) -> NoReturn:
    """Refuse a formula for one fault."""
    raise Refused.because("the formula", place, found=found, expected=expected, remedy=remedy)
