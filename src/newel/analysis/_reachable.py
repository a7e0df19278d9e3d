"""How many people a respondent group had when a wave opened, where anybody knows."""

from dataclasses import dataclass
from math import fsum

import polars as pl

from newel.care import latest_returns
from newel.protocol import Group, Protocol, Wave

COLUMNS = {"staff_in_post": "staff_in_post", "young_people_resident": "children"}
"""A group's denominator: the column of the monthly return that holds it."""


@dataclass(frozen=True)
class Reachable:
    """The people who could be asked, and the sites that number is known for."""

    people: int
    sites: tuple[str, ...]
    why_unknown: str = ""


def reachable(protocol: Protocol, returns: pl.DataFrame, *, group: Group, wave: Wave) -> Reachable:
    """Add up each open site's last known number for a month before the wave opened."""
    if group.denominator not in COLUMNS:
        return Reachable(0, (), f"nobody knows how many {group.plural.lower()} there were")
    opens = f"{wave.opens:%Y-%m}"
    is_open = [site.id for site in protocol.sites if site.closed_month is None or site.closed_month > opens]
    column = COLUMNS[group.denominator]
    last = (
        latest_returns(returns)
        .filter((pl.col("month") < opens) & pl.col("site_id").is_in(is_open))
        .drop_nulls(column)
        .unique("site_id", keep="last", maintain_order=True)
    )
    people = round(fsum(last[column]))
    why = "" if people else "no return from before the wave opened says how many there were"
    return Reachable(people, tuple(last["site_id"]), why)
