"""The declared truths of a rehearsal: what is planted, as typed values a study's authors can edit in `rehearsal.toml`.

Defaults marked `published` come from published figures of the estate; the others are guesses for synthetic data only.
Shares are between 0 and 1; rates are per 100 children per year; ratios multiply.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field

from newel.protocol import read_toml
from newel.protocol.model import Part

FILE = "rehearsal.toml"
IncidentName = Literal["assaults", "self_harm", "restraints"]


class IncidentTruth(Part):
    """How often one kind of incident happens."""

    rate: float = Field(gt=0, description="Per 100 children per year, in a young offender institution before delivery.")
    type_ratio: dict[str, float] = Field(
        default_factory=dict, description="Rate ratio by site type; 1 where not given."
    )
    delivery_ratio: float = Field(default=1.0, gt=0, description="Rate ratio of full delivery of the framework.")
    interruption_ratio: float = Field(
        default=1.0, gt=0, description="Rate ratio inside an interruption of the protocol."
    )
    site_spread: float = Field(default=0.3, ge=0, description="Standard deviation of the sites' log rates.")
    dispersion: float = Field(default=1.0, gt=0, description="Negative binomial size: the smaller, the burstier.")


class ReturnTruth(Part):
    """How returns really arrive."""

    median_days_late: float = 21.0
    share_over_60_days: float = 0.10
    share_missing: float = 0.08
    share_missing_interrupted: float = 0.25
    share_corrected: float = 0.06
    share_cell_not_known: float = 0.02


class StaffTruth(Part):
    """Who works there and how many are trained."""

    per_place: float = 2.6
    yearly_turnover: float = 0.32
    trained_at_start: float = 0.10
    monthly_training: float = Field(
        default=0.06, description="Share of the untrained in post who are trained in a month of delivery."
    )
    rating_before: float = 2.7
    rating_gain: float = 0.9
    rating_spread: float = 0.7


class ChildrenTruth(Part):
    """Who lives there and what their needs are."""

    occupancy: dict[str, float] = Field(
        default_factory=dict, description="Share of places filled, by site type; 0.68 if not given."
    )
    median_stay_days: float = 105.0
    stay_spread: float = Field(default=0.7, description="Standard deviation of the log stay.")
    need: dict[str, float] = Field(
        default_factory=dict, description="Share with the need, by domain; 0.4 where not given."
    )
    assessed: float = Field(default=0.72, description="Share of domains assessed without delivery.")
    assessed_gain: float = Field(default=0.16, description="What full delivery adds to that share.")
    child_takes_part: float = 0.55


class AnswerTruth(Part):
    """How one scale is answered, as shares of its range from lowest to highest."""

    position: float = 0.55
    spread: float = 0.20
    site_correlation: float = Field(default=0.08, ge=0, lt=1, description="Intraclass correlation of sites.")
    delivery_gain: float = Field(
        default=0.0, description="Shift of the position under full delivery, in the better direction."
    )


class QuestionnaireTruth(Part):
    """Who answers."""

    asked: dict[str, float] = Field(
        default_factory=dict, description="Share asked of those who could be, by group; else 1."
    )
    asked_per_site: dict[str, float] = Field(
        default_factory=dict, description="People asked a site where nobody knows how many there are."
    )
    agree: dict[str, float] = Field(
        default_factory=dict, description="Share agreeing of those asked, by group; else 0.5."
    )
    share_unsent: float = 0.05
    share_withdrawn: float = 0.01
    share_item_missing: float = 0.03
    scales: dict[str, AnswerTruth] = Field(
        default_factory=dict, description="By `instrument.scale`; the default otherwise."
    )
    any_scale: AnswerTruth = AnswerTruth()


class FieldworkTruth(Part):
    """Interviews, focus groups and observed meetings at the focus sites, and what things cost."""

    staff_interviews: int = 50
    young_person_interviews: int = 25
    carer_interviews: int = 7
    focus_groups: int = 1
    focus_group_size: int = 3
    observations: int = 22
    needs_discussed: float = 0.6
    child_present: float = 0.3
    yearly_cost_per_place: dict[str, float] = Field(
        default_factory=lambda: {"health": 2600.0, "justice": 1900.0, "local_authority": 700.0},
        description="By perspective, in pounds of the protocol's price year.",
    )


def _published_incidents() -> dict[IncidentName, IncidentTruth]:
    """Return about what was published for early 2022: assaults 394 and self-harm 315 per 100 children a year."""
    return {
        "assaults": IncidentTruth(rate=400.0),
        "self_harm": IncidentTruth(rate=315.0),
        "restraints": IncidentTruth(rate=385.0),
    }


class Truths(Part):
    """Everything a rehearsal plants."""

    incidents: dict[IncidentName, IncidentTruth] = Field(default_factory=_published_incidents)
    returns: ReturnTruth = ReturnTruth()
    staff: StaffTruth = StaffTruth()
    children: ChildrenTruth = ChildrenTruth()
    questionnaires: QuestionnaireTruth = QuestionnaireTruth()
    fieldwork: FieldworkTruth = FieldworkTruth()


def read_truths(study: Path) -> Truths:
    """Read the truths of a study folder; the defaults where it has no `rehearsal.toml`."""
    path = study / FILE
    return read_toml(path, Truths, reference="rehearsal") if path.is_file() else Truths()
