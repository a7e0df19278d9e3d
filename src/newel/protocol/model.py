"""The protocol as types. Its JSON Schema is what an editor completes `protocol.toml` from.

Every list is ordered as the study's authors wrote it; every identifier is short, stable and used by later records.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
SiteId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]
Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class Part(BaseModel):
    """A block of the protocol. A misspelt key is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


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


class Consent(Part):
    """What a person is asked to agree to, and from which age alone."""

    purposes: tuple[Identifier, ...] = Field(min_length=1)
    """What a person agrees to, each by itself. The first is taking part."""
    own_consent_from_age: int = 16
    """From this age a person consents alone."""
    younger_rule: Literal["gillick_competence", "parental_consent"] = "gillick_competence"
    """Below that age: a member of staff confirms competence, or a parent has agreed."""
    document_version: str
    """Version of the information sheets; recorded with every word of consent."""
    kept_elsewhere: str = Field(
        default="",
        description="Where consent is on record if not in Newel; without it a person with no consent is left out.",
    )


class Question(Part):
    """An evaluation question, answered by exactly one analysis in exactly one section of the report."""

    id: Identifier
    """Short name; also the id of the finding that answers it."""
    asks: str
    """The question, as the report prints it."""
    strand: Literal["quantitative", "qualitative", "economic", "synthesis"]
    """Strand of the evaluation that answers it."""
    analysis: Identifier
    """The analysis that answers it; docs/reference/plug-ins.md lists them."""
    section: str
    """File of the report folder that prints the answer."""
    options: dict[str, str | int | list[str]] = Field(default_factory=dict)
    """What the analysis needs to know, for example the group and the instruments."""


class Disclosure(Part):
    """The rule every number passes before it is printed."""

    rule: Identifier = "nhs_hes"
    """The rule, by id."""
    zero_is_withheld: bool = Field(
        default=False, description="Read the rule's threshold literally, so that a count of zero is withheld too."
    )
    study_is_national: bool = Field(
        default=False,
        description="The study is of every site of the nation, so that the rule's exemption of national numbers holds "
        "for numbers of the whole study. Otherwise these are protected like all others.",
    )


class Economics(Part):
    """The header of the economic evaluation."""

    perspectives: tuple[Identifier, ...]
    """Who bears costs."""
    price_year: int
    """The year whose prices amounts are in."""
    currency: Literal["GBP"]
    """Currency of all amounts."""
    value_set: str = Field(description="`none` is legal: it turns quality-adjusted life years off, with this reason.")
    value_set_reason: str
    """Why this value set, or none; printed in the report."""


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


class Care(Part):
    """What the framework asks of a site, as times that can be kept or missed."""

    assessment_days: int = Field(
        default=10, gt=0, description="Every domain of the needs assessment is due this many days after admission."
    )
    formulation_days: int = Field(default=42, gt=0, description="The first formulation is due this many days after.")
    review_weeks: int = Field(default=6, gt=0, description="A plan is reviewed this many weeks after the one before.")


class Module(Part):
    """One part of a course."""

    id: Identifier
    """Short name, as training records write it."""
    label: str
    """Name in words."""
    hours: float = Field(gt=0)
    """Hours it takes."""


class Course(Part):
    """A course of the framework's training."""

    id: Identifier
    """Short name, as training records write it."""
    label: str
    """Name in words."""
    core: bool = Field(default=False, description="Who has done every module of it counts as trained.")
    modules: tuple[Module, ...] = Field(min_length=1)
    """Its parts, in order."""


class StaffRole(Part):
    """A role that staff have in a site."""

    id: Identifier
    """Short name, as staff and training records write it."""
    label: str
    """Name in words."""


class Chaser(Part):
    """One rung of the ladder: what is said, and to whom, when a return is this many days late."""

    days_late: int = Field(gt=0, description="Days after the day the return was due.")
    to: Literal["site_lead", "lead"] = Field(description="Who is written to: the site's lead, or the evaluation lead.")
    says: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] = Field(
        description="The words to send; the sites' months that are late are listed below them."
    )


class Returns(Part):
    """When a month's returns are due, when somebody is chased, and when the month is closed for good."""

    due_days_after_month: int = 15
    """A return is due this many days after its month."""
    closes_days_after_month: int = 180
    """After this many days a month takes no return any more."""
    chasers: tuple[Chaser, ...] = Field(default=(), description="The ladder of chasers, from the first to the last.")


class Protocol(Part):
    """The whole protocol of one study."""

    study: Study
    elements: tuple[Element, ...] = ()
    site_types: tuple[SiteType, ...] = Field(min_length=1)
    sites: tuple[Site, ...] = Field(min_length=1)
    waves: tuple[Wave, ...] = Field(min_length=1)
    groups: tuple[Group, ...] = Field(min_length=1)
    measures: tuple[Measure, ...] = ()
    consent: Consent
    questions: tuple[Question, ...] = Field(min_length=1)
    disclosure: Disclosure = Disclosure()
    returns: Returns = Returns()
    interruptions: tuple[Interruption, ...] = ()
    care: Care = Care()
    courses: tuple[Course, ...] = ()
    staff_roles: tuple[StaffRole, ...] = ()
    needs: tuple[Identifier, ...] = Field(default=(), description="Domains of the shared needs assessment.")
    economics: Economics | None = None

    def site(self, site_id: str) -> Site:
        """Return one site. Raises KeyError for an unknown one."""
        return {site.id: site for site in self.sites}[site_id]

    def group(self, group_id: str) -> Group:
        """Return one respondent group. Raises KeyError for an unknown one."""
        return {group.id: group for group in self.groups}[group_id]

    def instruments_for(self, group_id: str, wave_id: str) -> tuple[str, ...]:
        """Return the instruments a group is asked in a wave, in schedule order, each once."""
        asked = [
            instrument
            for measure in self.measures
            if group_id in measure.voices and wave_id in measure.waves and not measure.submitted
            for instrument in measure.instruments
        ]
        return tuple(dict.fromkeys(asked))

    def months(self) -> tuple[str, ...]:
        """Return every calendar month of the study as YYYY-MM."""
        first = self.study.starts.year * 12 + self.study.starts.month - 1
        last = self.study.ends.year * 12 + self.study.ends.month - 1
        return tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1))
