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

    model_config = ConfigDict(extra="forbid", frozen=True)


class Study(Part):
    """What is evaluated, for whom and when."""

    id: Identifier
    title: str
    short_title: str
    commissioner: str
    evaluators: str
    starts: date
    ends: date
    contact: str = Field(description="Who a participant or a reader can write to; never a person's own address.")


class Element(Part):
    """One element of the framework under evaluation: the study's own editable vocabulary."""

    key: str
    letter: str
    label: str
    about: str


class SiteType(Part):
    """A kind of setting, for example a secure children's home."""

    id: Identifier
    label: str
    plural: str


class Site(Part):
    """One setting, under a pseudonym. `rollout_month` is when its delivery of the framework began."""

    id: SiteId
    pseudonym: str
    type: Identifier
    places: int = Field(gt=0, description="Children the site is built for.")
    rollout: Literal["full", "partial"]
    rollout_month: Month
    focus: bool = Field(default=False, description="One of the sites visited for interviews and observations.")
    closed_month: Month | None = Field(default=None, description="The first month with no more returns.")


class Wave(Part):
    """A planned period of questionnaire collection."""

    id: Identifier
    label: str
    opens: date
    closes: date


class Group(Part):
    """A respondent group: who is asked, and what the number of people who could be asked is read from."""

    id: Identifier
    label: str
    plural: str
    denominator: Literal["staff_in_post", "young_people_resident", "unknown"]
    minutes: int = Field(gt=0, description="Minutes the questions take; printed on the information sheet.")


class Measure(Part):
    """A row of the measures schedule: what is asked, of whom, when."""

    id: Identifier
    name: str
    voices: tuple[Identifier, ...]
    waves: tuple[Identifier, ...] = ()
    coverage: str = Field(default="", description="Who is asked, where it is not everyone of the group.")
    every: str = Field(default="", description="The interval, as the protocol prints it: 6-monthly.")
    submitted: bool = Field(default=False, description="Sites hold it and send it; it is not asked live.")
    topics: str = Field(default="", description="What a conversation covers, for interviews.")
    note: str = Field(default="", description="Printed in brackets after the name.")
    instruments: tuple[Identifier, ...] = ()
    added: bool = Field(default=False, description="Added by this study to the published schedule it follows.")


class Consent(Part):
    """What a person is asked to agree to, and from which age alone."""

    purposes: tuple[Identifier, ...] = Field(min_length=1)
    own_consent_from_age: int = 16
    younger_rule: Literal["gillick_competence", "parental_consent"] = "gillick_competence"
    document_version: str
    kept_elsewhere: str = Field(
        default="",
        description="Where consent is on record if not in Newel; without it a person with no consent is left out.",
    )


class Question(Part):
    """An evaluation question, answered by exactly one analysis in exactly one section of the report."""

    id: Identifier
    asks: str
    strand: Literal["quantitative", "qualitative", "economic", "synthesis"]
    analysis: Identifier
    section: str
    options: dict[str, str | int | list[str]] = Field(default_factory=dict)


class Disclosure(Part):
    """The rule every number passes before it is printed."""

    rule: Identifier = "nhs_hes"
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
    price_year: int
    currency: Literal["GBP"]
    value_set: str = Field(description="`none` is legal: it turns quality-adjusted life years off, with this reason.")
    value_set_reason: str


class Interruption(Part):
    """Something outside the study that changed life in some sites for a time, and so confounds what happened then."""

    id: Identifier
    label: str
    starts_month: Month
    ends_month: Month
    site_types: tuple[Identifier, ...] = Field(min_length=1)
    source: str


class Returns(Part):
    """When a month's service-activity return is due and when the month is closed for good."""

    due_days_after_month: int = 15
    closes_days_after_month: int = 180


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
