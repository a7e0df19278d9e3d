"""What a rehearsal is drawn from, and what the framework and the world outside do to a site in a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from newel.instruments import Instrument
from newel.protocol import Protocol, Site
from newel.rehearsal.truths import Truths


@dataclass(frozen=True)
class Plan:
    """The protocol, its instruments and the truths to plant."""

    protocol: Protocol
    instruments: Mapping[str, Instrument]
    truths: Truths

    def dose(self, site: Site, month: str) -> float:
        """Return how far a site delivers the framework: 0 before its start, then 1 (full) or 0.5 (partial)."""
        if month < site.rollout_month:
            return 0.0
        return 1.0 if site.rollout == "full" else 0.5

    def interrupted(self, site: Site, month: str) -> bool:
        """Return whether an interruption of the protocol touches this site in this month."""
        return any(
            site.type in interruption.site_types and interruption.starts_month <= month <= interruption.ends_month
            for interruption in self.protocol.interruptions
        )

    def occupancy(self, site: Site) -> float:
        """Return the share of a site's places that is filled on average."""
        return self.truths.children.occupancy.get(site.type, 0.68)


def month_of(day: date) -> str:
    """Return a day's month as YYYY-MM."""
    return f"{day.year:04d}-{day.month:02d}"


def pseudonym(rng: np.random.Generator) -> str:
    """Return 12 hex digits that stand for nobody."""
    return f"{int(rng.integers(0, 2**48)):012x}"
