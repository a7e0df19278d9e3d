"""Agreement of coders written out as the textbooks have it: every pair of ratings, every character, every stretch."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

Values = Sequence[Any]


def alpha(units: Sequence[Values], distance: Callable[[Any, Any], float]) -> float:
    """Return Krippendorff's alpha from all ordered pairs of values; None is a value that is missing."""
    rated = [[value for value in unit if value is not None] for unit in units]
    rated = [unit for unit in rated if len(unit) > 1]
    values = [value for unit in rated for value in unit]
    seen = sum(sum(distance(*pair) for pair in permutations(unit, 2)) / (len(unit) - 1) for unit in rated)
    chance = sum(distance(*pair) for pair in permutations(values, 2))
    return 1 - seen / len(values) / (chance / (len(values) * (len(values) - 1)))


def nominal(one: Any, other: Any) -> float:
    """Return 0 for equal values, else 1."""
    return float(one != other)


def conger(units: Sequence[Values]) -> float:
    """Return Conger's kappa of complete ratings: the mean share that pairs of raters agree by chance is taken off."""
    raters = range(len(units[0]))
    pairs = list(combinations(raters, 2))
    seen = sum(sum(unit[a] == unit[b] for a, b in pairs) / len(pairs) for unit in units) / len(units)
    chance = 0.0
    for a, b in pairs:
        categories = {unit[a] for unit in units} | {unit[b] for unit in units}
        for category in categories:
            shares = [sum(unit[rater] == category for unit in units) / len(units) for rater in (a, b)]
            chance += shares[0] * shares[1] / len(pairs)
    return (seen - chance) / (1 - chance)


def characters(length: int, coders: Sequence[Sequence[tuple[int, int, int]]]) -> list[list[int]]:
    """Return the value of each character for each coder; -1 where nothing is coded."""
    table = [[-1] * len(coders) for _ in range(length)]
    for coder, stretches in enumerate(coders):
        for start, end, code in stretches:
            for place in range(start, end):
                table[place][coder] = code
    return table


def u_alpha(length: int, coders: Sequence[Sequence[tuple[int, int, int]]], *, binary: bool = False) -> float:
    """Return the u-alpha of 2016 from pairs of characters: those of one coder's same stretch are not paired by chance.

    A character in a gap is only kept from being paired with itself.
    """
    table = characters(length, coders)
    if binary:
        table = [[min(value, 0) for value in row] for row in table]
    pairs = [pair for row in table for pair in permutations(row, 2)]
    seen = Fraction(sum(one != other for one, other in pairs), len(coders) - 1)
    marks = []
    for coder, stretches in enumerate(coders):
        for place in range(length):
            at = next((n for n, (start, end, _) in enumerate(stretches) if start <= place < end), None)
            marks.append((table[place][coder], (coder, "gap", place) if at is None else (coder, "coded", at)))
    apart = different = 0
    for one in marks:
        for other in marks:
            if one[1] != other[1]:
                apart += 1
                different += one[0] != other[0]
    total = length * len(coders)
    return float(1 - (seen / total) / Fraction(different, apart))
