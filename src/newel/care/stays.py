"""The pathway's records of a study, and which of them can count as a case that was kept or missed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from newel.care.needs import assessed_domains
from newel.care.observed import last_day
from newel.protocol import Care, Protocol

HAPPENED = {
    "admission": ("admitted_on", "left_on"),
    "assessment": ("assessed_on",),
    "formulation": ("held_on",),
    "target": ("rated_on",),
    "intervention": ("started_on", "ended_on"),
    "review": ("held_on",),
    "transition": ("planned_on",),
}
"""Kinds of record of the pathway, and their days on which something has happened."""


@dataclass(frozen=True)
class Pathway:
    """The pathway's records, what the protocol asks of it, and the first and last day on which a case can fall due."""

    care: Care
    domains: tuple[str, ...]
    starts: date
    until: date
    records: Mapping[str, pl.DataFrame]

    def there_after(self, days: int) -> pl.DataFrame:
        """Return the stays that lasted so many days; `due` is the day on which these had passed."""
        stays = self.records["admission"].with_columns(due=pl.col("admitted_on") + pl.duration(days=days))
        return stays.filter(still_there_on("due"))

    def in_study(self, due: pl.DataFrame) -> pl.DataFrame:
        """Return the rows whose day `due` came in the study and before the records end, with its `month`."""
        inside = due.filter(pl.col("due").is_between(self.starts, self.until))
        return inside.with_columns(month=pl.col("due").dt.strftime("%Y-%m"))

    def cases(self, due: pl.DataFrame, kept: pl.Expr) -> pl.DataFrame:
        """Return the rows that count as cases: site_id, month, child_id, kept. What is not known to be kept is not."""
        counted = self.in_study(due).select("site_id", "month", "child_id", kept=kept.fill_null(value=False))
        return counted.sort("site_id", "month", "child_id")


def still_there_on(day: str) -> pl.Expr:
    """Return whether a stay had not ended before the day in this column. A stay without a last day goes on."""
    return pl.col("left_on").is_null() | (pl.col("left_on") >= pl.col(day))


def read_pathway(protocol: Protocol, frame: Callable[[str], pl.DataFrame]) -> Pathway:
    """Return the pathway of a study, where `frame` gives the records of a kind."""
    records = {kind: frame(kind) for kind in HAPPENED}
    until = last_day(protocol, (records[kind][day] for kind, days in HAPPENED.items() for day in days))
    domains = tuple(assessed_domains(protocol, records["assessment"]))
    return Pathway(protocol.care, domains, protocol.study.starts, until, records)
