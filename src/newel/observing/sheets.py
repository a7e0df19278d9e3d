"""Compares the sheets of two people who sat in the same meeting and could not see each other's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Ratings = Mapping[str, int | None]
"""Step of each rated item; None where it could not be seen."""


@dataclass(frozen=True)
class Difference:
    """One item that two people rated unlike, or that one of them could not see."""

    item: str
    first: int | None
    second: int | None


def differences(first: Ratings, second: Ratings, items: Sequence[str]) -> tuple[Difference, ...]:
    """Return what two people have to talk about, in the order of the items."""
    pairs = ((item, first.get(item), second.get(item)) for item in items)
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def agreed(
    first: Ratings, second: Ratings, decided: Ratings, *, items: Sequence[str]
) -> dict[str, int | None]:
    """Return the sheet that both stand for: what they have in common, and what they decided of the rest.

    Raises KeyError for an item in which they differ and that is not decided.
    """
    open_items = {difference.item for difference in differences(first, second, items)}
    return {item: decided[item] if item in open_items else first.get(item) for item in items}


def same_events(first: Sequence[int], second: Sequence[int], *, apart: int) -> list[tuple[int, int]]:
    """Pair the moments of two people, in seconds, that lie at most `apart` from each other.

    Each moment is in one pair at most. Going through both in order of time and taking the earliest partner that fits
    gives as many pairs as there can be, since the windows are all of one width.
    """
    one, other = sorted(first), sorted(second)
    pairs, at = [], 0
    for moment in one:
        while at < len(other) and other[at] < moment - apart:
            at += 1
        if at < len(other) and other[at] <= moment + apart:
            pairs.append((moment, other[at]))
            at += 1
    return pairs
