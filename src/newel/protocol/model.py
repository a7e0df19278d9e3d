"""The protocol as types. Its JSON Schema is what an editor completes `protocol.toml` from.

Every list is ordered as the study's authors wrote it; every identifier is short, stable and used by later records.
"""

from pydantic import Field

from newel.protocol.answering import Consent, Disclosure, Question
from newel.protocol.coding import CodingPlan
from newel.protocol.delivery import Care, Course, StaffRole
from newel.protocol.design import Element, Group, Interruption, Measure, Site, SiteType, Study, Wave
from newel.protocol.economics import Economics
from newel.protocol.impact import Family, Impact, Outcome
from newel.protocol.observing import Observing
from newel.protocol.parts import Identifier, Part
from newel.protocol.returning import Returns


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
    impact: Impact | None = None
    outcomes: tuple[Outcome, ...] = ()
    families: tuple[Family, ...] = ()
    coding: CodingPlan | None = None
    observing: Observing | None = None

    def site(self, site_id: str) -> Site:
        """Return one site. Raises KeyError for an unknown one."""
        return {site.id: site for site in self.sites}[site_id]

    def group(self, group_id: str) -> Group:
        """Return one respondent group. Raises KeyError for an unknown one."""
        return {group.id: group for group in self.groups}[group_id]

    def outcomes_of(self, role: str) -> tuple[Outcome, ...]:
        """Return the outcomes of one role, in the protocol's order."""
        return tuple(outcome for outcome in self.outcomes if outcome.role == role)

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
