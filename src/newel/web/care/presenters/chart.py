"""The ratings of one target as a line over time: places in a picture, and the same in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from newel.web.care.models import Rating

WIDTH, HEIGHT = 400, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 388, 18, 180
HIGHEST = 10


@dataclass(frozen=True)
class Point:
    """One rating in the picture."""

    x: float
    y: float
    rating: int


@dataclass(frozen=True)
class Chart:
    """The picture: the points from left to right, the line through them, the grid, and the days below it."""

    points: tuple[Point, ...]
    line: str
    grid: tuple[tuple[float, int], ...]
    days: tuple[tuple[float, date, str], ...]


def chart_of(ratings: Sequence[Rating]) -> Chart:
    """Draw the ratings, the earliest first. Each point stands at its day, so that a long gap looks long."""
    points = tuple(Point(_across(rating.rated_on, ratings), _up(rating.rating), rating.rating) for rating in ratings)
    ends = [(ratings[0].rated_on, "start"), (ratings[-1].rated_on, "end")] if ratings else []
    return Chart(
        points,
        " ".join(f"{point.x:g},{point.y:g}" for point in points),
        tuple((_up(value), value) for value in (0, 5, HIGHEST)),
        tuple((_across(day, ratings), day, anchor) for day, anchor in (ends if len(ratings) > 1 else ends[:1])),
    )


def in_words(number: int, ratings: Sequence[Rating]) -> str:
    """Return what the picture shows, for those who do not see it."""
    if not ratings:
        return f"Target {number} has no rating yet."
    first, last = ratings[0], ratings[-1]
    if len(ratings) == 1:
        return f"Target {number} was rated {first.rating} of 10 on {_day(first)}."
    went = {-1: "fell", 0: "is the same", 1: "rose"}[(last.rating > first.rating) - (last.rating < first.rating)]
    return (
        f"The rating of target {number} {went}: from {first.rating} of 10 on {_day(first)} "
        f"to {last.rating} on {_day(last)}, over {len(ratings)} ratings."
    )


def _across(day: date, ratings: Sequence[Rating]) -> float:
    first, last = ratings[0].rated_on, ratings[-1].rated_on
    share = (day - first).days / ((last - first).days or 1)
    return round(LEFT + 20 + share * (RIGHT - LEFT - 40), 1)


def _up(rating: int) -> float:
    return round(BOTTOM - rating / HIGHEST * (BOTTOM - TOP), 1)


def _day(rating: Rating) -> str:
    return f"{rating.rated_on:%-d %B %Y}"
