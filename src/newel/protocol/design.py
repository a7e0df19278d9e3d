"""What is evaluated, where, when and with whom: the design of a study."""

from datetime import date
from typing import Literal

from pydantic import Field

from newel.protocol.parts import Identifier, Month, Part, SiteId


class Study(Part):
    """What is evaluated, for whom and when."""

    id: Identifier
    """Short name of the study; names its build folder."""
    title: str
    """Title of the report."""
    short_title: str
    """Title in the running foot of the report and on every page of the web shell."""
    commissioner: str
    """Who asked for the evaluation."""
    evaluators: str
    """Who carries it out."""
    starts: date
    """First day of the study."""
    ends: date
    """Last day of the study; returns are expected for every month from the first to this."""
    contact: str = Field(description="Who a participant or a reader can write to; never a person's own address.")


class Element(Part):
    """One element of the framework under evaluation: the study's own editable vocabulary."""

    key: str
    """Key the element is known by, for example stairs.3."""
    letter: str
    """Letter of the acronym."""
    label: str
    """What the element says, in the words of the study."""
    about: str
    """What it speaks of: staff, system or pathway."""


class SiteType(Part):
    """A kind of setting, for example a secure children's home."""

    id: Identifier
    """Short name, used by sites and in the ids of rows."""
    label: str
    """One of them, in words."""
    plural: str
    """Several of them, in words."""


class Site(Part):
    """One setting, under a pseudonym. `rollout_month` is when its delivery of the framework began."""

    id: SiteId
    """Short id that every record of the site carries."""
    pseudonym: str
    """Name the report uses."""
    type: Identifier
    """One of the site types."""
    places: int = Field(gt=0, description="Children the site is built for.")
    rollout: Literal["full", "partial"]
    """Full or partial delivery of the framework."""
    rollout_month: Month
    """First month of delivery."""
    focus: bool = Field(default=False, description="One of the sites visited for interviews and observations.")
    closed_month: Month | None = Field(default=None, description="The first month with no more returns.")


class Wave(Part):
    """A planned period of questionnaire collection."""

    id: Identifier
    """Short name, used by measures and records."""
    label: str
    """Name in words."""
    opens: date
    """First day on which people can answer."""
    closes: date
    """Last day on which people can answer."""


class Group(Part):
    """A respondent group: who is asked, and what the number of people who could be asked is read from."""

    id: Identifier
    """Short name, used by measures, records and the names of information sheets."""
    label: str
    """One person of the group, in words."""
    plural: str
    """Several of them, in words."""
    denominator: Literal["staff_in_post", "young_people_resident", "unknown"]
    """Where the number of people who could be asked is read from: `staff_in_post` and `young_people_resident` from
    the monthly returns; `unknown` gives no response rate."""
    minutes: int = Field(gt=0, description="Minutes the questions take; printed on the information sheet.")
    linked: bool = Field(
        default=False,
        description="A person carries the same pseudonym in every wave, so that change can be followed in persons.",
    )


class Measure(Part):
    """A row of the measures schedule: what is asked, of whom, when."""

    id: Identifier
    """Short name of the row."""
    name: str
    """What is asked, as the schedule prints it."""
    voices: tuple[Identifier, ...]
    """The groups that answer."""
    waves: tuple[Identifier, ...] = ()
    """The waves in which they are asked."""
    coverage: str = Field(default="", description="Who is asked, where it is not everyone of the group.")
    every: str = Field(default="", description="The interval, as the protocol prints it: 6-monthly.")
    submitted: bool = Field(default=False, description="Sites hold it and send it; it is not asked live.")
    topics: str = Field(default="", description="What a conversation covers, for interviews.")
    note: str = Field(default="", description="Printed in brackets after the name.")
    instruments: tuple[Identifier, ...] = ()
    """The instruments that are asked, by the names of their files."""
    added: bool = Field(default=False, description="Added by this study to the published schedule it follows.")


class Interruption(Part):
    """Something outside the study that changed life in some sites for a time, and so confounds what happened then."""

    id: Identifier
    """Short name."""
    label: str
    """Name in words; printed in notes."""
    starts_month: Month
    """First month it touched."""
    ends_month: Month
    """Last month it touched."""
    site_types: tuple[Identifier, ...] = Field(min_length=1)
    """The types of site it touched."""
    source: str
    """Where this is known from."""
