"""Builds the cells of a table, so that each carries its unit, its people and its interval, or says why it is empty."""

from math import fsum

import polars as pl

from newel.findings import Estimate
from newel.findings.model import Kind
from newel.statistics import Interval, Numbers, clustered_percentage
from newel.statistics import percentage as percentage_of


def of_people(number: int, unit: str = "people", *, national: bool = False) -> Estimate:
    """Return a count of people."""
    return Estimate("count", number, unit, people=number, national=national)


def things(number: int, unit: str, *, national: bool = False) -> Estimate:
    """Return a count of what is not people: sites, months, meetings."""
    return Estimate("count", number, unit, people=None, national=national)


def empty(kind: Kind, unit: str, why: str, *, national: bool = False) -> Estimate:
    """Return a cell without a number, and why."""
    return Estimate(kind, None, unit, people=None, national=national, why_missing=why)


def part_of(
    part: float, whole: float, *, why_missing: str, about_people: bool = True, national: bool = False
) -> Estimate:
    """Return `part` in 100 of `whole`, without an interval: a description of what was counted, not a sample."""
    if not whole:
        return empty("percentage", "%", why_missing, national=national)
    behind = round(whole) if about_people else None
    return Estimate("percentage", percentage_of(part, whole), "%", behind, part, whole, national=national)


def share(by_site: pl.DataFrame, part: str, whole: str, *, why_missing: str, national: bool = False) -> Estimate:
    """Return column `part` in 100 of column `whole`, people over people, one row a site, with a clustered interval."""
    parts, wholes = numbers(by_site, part), numbers(by_site, whole)
    if not fsum(wholes):
        return empty("percentage", "%", why_missing, national=national)
    found = clustered_percentage(parts, wholes)
    part_total, whole_total = fsum(parts), fsum(wholes)
    return Estimate(
        "percentage", found.value, "%", int(whole_total), part_total, whole_total, found.low, found.high, national
    )


def mean(found: Interval, unit: str, number: int, *, national: bool = False) -> Estimate:
    """Return the mean over `number` people."""
    return Estimate("mean", found.value, unit, number, low=found.low, high=found.high, national=national)


def within(found: Interval, lowest: float, highest: float) -> Interval:
    """Cut an interval to what a scale can be: no mean lies outside it, and few sites give wide intervals."""
    if found.low is None or found.high is None:
        return found
    return Interval(found.value, max(found.low, lowest), min(found.high, highest))


def numbers(frame: pl.DataFrame, column: str) -> Numbers:
    """Return one column as an array of numbers."""
    return frame[column].cast(pl.Float64).to_numpy()


def total(frame: pl.DataFrame, column: str) -> int:
    """Return the sum of a column of counts."""
    return int(frame[column].sum())


def says(text: str) -> Estimate:
    """Return a cell of words that are about nobody; `text` holds no count of people."""
    return Estimate("words", 0.0, "", people=None, says=text)


def pointer(address: str, otherwise: str = "") -> Estimate:
    """Return a cell that prints another finding's number or words, as they were released, at their address.

    `otherwise` is printed where nothing was released there; without it, that is said.
    """
    return Estimate("words", 0.0, "", people=None, says=otherwise or address, points_at=address)
