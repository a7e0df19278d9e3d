"""Apportioning: one amount divided by weights, so that the parts add up to it."""

from collections.abc import Mapping
from math import fsum
from typing import TypeVar

Key = TypeVar("Key")


def shares(weights: Mapping[Key, float]) -> dict[Key, float]:
    """Return each one's share of the whole. Raises ValueError for a negative weight, or where all are 0."""
    negative = [key for key, weight in weights.items() if not weight >= 0]
    if negative:
        raise ValueError(f"{negative[0]} has the weight {weights[negative[0]]:g}: a weight is 0 or more")
    whole = fsum(weights.values())
    if not whole:
        raise ValueError("nobody has a weight, so there is nobody to bear the cost")
    return {key: weight / whole for key, weight in weights.items()}


def apportioned(amount: float, weights: Mapping[Key, float]) -> dict[Key, float]:
    """Return an amount divided in proportion to weights: child-days, staff, or 1 for each."""
    return {key: amount * share for key, share in shares(weights).items()}
