"""What a rehearsal is drawn from, and what the framework and the world outside do to a site in a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from newel.care import delivery_phase
from newel.instruments import Instrument
from newel.protocol import Course, Module, Protocol, ServiceUse, Site, StaffRole
from newel.rehearsal.truths import Truths

Days = npt.NDArray[np.datetime64]
Whole = npt.NDArray[np.int64]
Yes = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

ROLES = (
    StaffRole(id="residential", label="Residential"),
    StaffRole(id="health", label="Health"),
    StaffRole(id="education", label="Education"),
    StaffRole(id="management", label="Management"),
)
"""Roles of a study whose protocol names none."""
COURSE = Course(
    id="trauma_informed_practice",
    label="Trauma informed practice",
    core=True,
    modules=(
        Module(id="attachment_and_trauma", label="Attachment and developmental trauma", hours=12),
        Module(id="understanding_behaviour", label="Understanding complex behaviour", hours=6),
        Module(id="trauma_informed_care", label="Trauma informed care", hours=12),
    ),
)
"""The course of a study whose protocol names none."""
BEFORE, AFTER = 36, 12
"""Months before the study and after it that a drawn day may fall in."""


@dataclass(frozen=True)
class Plan:
    """The protocol, its instruments and the truths to plant."""

    protocol: Protocol
    instruments: Mapping[str, Instrument]
    truths: Truths

    @property
    def roles(self) -> tuple[StaffRole, ...]:
        """Return the roles staff have."""
        return self.protocol.staff_roles or ROLES

    @property
    def service_use(self) -> ServiceUse | None:
        """Return what people are asked to count of the services they had, if they are."""
        return self.protocol.economics.service_use if self.protocol.economics else None

    @property
    def courses(self) -> tuple[Course, ...]:
        """Return the courses staff go to."""
        return self.protocol.courses or (COURSE,)

    @cached_property
    def month_starts(self) -> Days:
        """Return the first day of every month of the study."""
        return np.array(self.protocol.months(), dtype="datetime64[M]").astype("datetime64[D]")

    @cached_property
    def month_ends(self) -> Days:
        """Return the last day of every month of the study."""
        following = np.array(self.protocol.months(), dtype="datetime64[M]") + 1
        return following.astype("datetime64[D]") - 1

    @cached_property
    def last_days(self) -> Days:
        """Return each site's last day in the study: the study's, or the one before the month it closed."""
        closed = np.array([site.closed_month or "9999-01" for site in self.protocol.sites], dtype="datetime64[M]")
        found: Days = np.minimum(closed.astype("datetime64[D]") - 1, self.month_ends[-1])
        return found

    def dose(self, site: Site, month: str) -> float:
        """Return how far a site delivers the framework: 0 before its start, then 1 (full) or 0.5 (partial)."""
        return delivery_phase(site, month)

    def doses(self, sites: Whole, days: Days) -> Numbers:
        """Return how far each of these sites, by its place in the protocol, delivers the framework on each day."""
        month = days.astype("datetime64[M]") - self._phase_months[0]
        found: Numbers = self._phases[sites, np.clip(month.astype(np.int64), 0, self._phases.shape[1] - 1)]
        return found

    @cached_property
    def _phase_months(self) -> Days:
        months = np.array(self.protocol.months(), dtype="datetime64[M]")
        padded: Days = np.arange(months[0] - BEFORE, months[-1] + AFTER)
        return padded

    @cached_property
    def _phases(self) -> Numbers:
        return np.array(
            [[delivery_phase(site, str(month)) for month in self._phase_months] for site in self.protocol.sites]
        )

    def interrupted(self, site: Site, month: str) -> bool:
        """Return whether an interruption of the protocol touches this site in this month."""
        return any(
            site.type in interruption.site_types and interruption.starts_month <= month <= interruption.ends_month
            for interruption in self.protocol.interruptions
        )

    def occupancy(self, site: Site) -> float:
        """Return the share of a site's places that is filled on average."""
        return self.truths.children.occupancy.get(site.type, 0.68)

    def site_ids(self, places: Whole) -> npt.NDArray[np.str_]:
        """Return the ids of sites given by their place in the protocol."""
        return np.array([site.id for site in self.protocol.sites])[places]


def month_of(day: date) -> str:
    """Return a day's month as YYYY-MM."""
    return f"{day.year:04d}-{day.month:02d}"


def pseudonym(rng: np.random.Generator) -> str:
    """Return 12 hex digits that stand for nobody."""
    return f"{int(rng.integers(0, 2**48)):012x}"


def pseudonyms(rng: np.random.Generator, number: int) -> npt.NDArray[np.str_]:
    """Return as many of them, each once."""
    drawn = np.unique(rng.integers(0, 2**48, number + 8))
    return np.array([f"{number:012x}" for number in rng.permutation(drawn)[:number].tolist()], dtype="U12")


def known(where: Yes, values: npt.NDArray[np.generic]) -> pl.Series:
    """Return values as a column, with nothing where they are not known."""
    return pl.select(pl.when(pl.Series(where)).then(pl.Series(values))).to_series()


def lengths(days: Whole) -> pl.Series:
    """Return whole numbers as a column of lengths of time in days."""
    return pl.Series(days.astype("timedelta64[D]").astype("timedelta64[ms]"))
