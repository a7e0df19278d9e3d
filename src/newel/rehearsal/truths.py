"""The declared truths of a rehearsal: what is planted, as typed values a study's authors can edit in `rehearsal.toml`.

Defaults marked `published` come from published figures of the estate; the others are guesses for synthetic data only.
Shares are between 0 and 1; rates are per 100 children per year; ratios multiply.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from newel.coding import Codebook, read_codebook
from newel.faults import Fault, Refused
from newel.instruments import Instrument, Scale
from newel.protocol import Part, read_toml
from newel.rehearsal.cost_truths import CostTruth
from newel.rehearsal.word_truths import WordTruth

FILE = "rehearsal.toml"
CODEBOOKS = "codebooks"
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
    """Half of the returns come later than this many days after the month."""
    share_over_60_days: float = 0.10
    """Share that comes more than sixty days after the month."""
    share_missing: float = 0.08
    """Share that never comes."""
    share_missing_interrupted: float = 0.25
    """The same, in months of an interruption."""
    share_corrected: float = 0.06
    """Share that is sent again."""
    share_cell_not_known: float = 0.02
    """Share of counts that a site does not know."""


class StaffTruth(Part):
    """Who works there and how many are trained."""

    per_place: float = 2.6
    """Staff in post for each place."""
    yearly_turnover: float = 0.32
    """Share of staff who leave in a year."""
    role_shares: dict[str, float] = Field(
        default_factory=dict, description="Share of the posts, by role; the roles share alike where none is given."
    )
    trained_at_start: float = 0.10
    """Share trained before the study."""
    monthly_training: float = Field(
        default=0.06, description="Share of the untrained in post who are trained in a month of delivery."
    )
    share_unfinished: float = Field(
        default=0.08, description="Share of those who begin a course of more than one module and miss its last."
    )
    share_covered: float = Field(default=0.6, description="Share of training days for which cover was paid.")
    share_cover_not_known: float = 0.1
    rating_before: float = 2.7
    """Mean self-rating before training, 1 to 5."""
    rating_gain: float = 0.9
    """What training adds to it."""
    rating_spread: float = 0.7
    """Standard deviation of a rating."""


class ChildrenTruth(Part):
    """Who lives there and what their needs are."""

    occupancy: dict[str, float] = Field(
        default_factory=dict, description="Share of places filled, by site type; 0.68 if not given."
    )
    median_stay_days: float = 105.0
    """Half of the stays are longer."""
    stay_spread: float = Field(default=0.7, description="Standard deviation of the log stay.")
    need: dict[str, float] = Field(
        default_factory=dict, description="Share with the need, by domain; 0.4 where not given."
    )
    assessed: float = Field(default=0.72, description="Share of domains assessed without delivery.")
    assessed_gain: float = Field(default=0.16, description="What full delivery adds to that share.")
    child_takes_part: float = 0.55
    """Share of assessed domains in which the young person takes part."""
    others_take_part: dict[str, float] = Field(
        default_factory=lambda: {"family": 0.25, "staff": 0.8, "health": 0.7, "education": 0.5, "home_area": 0.3},
        description="Share of assessed domains in whose assessment the others took part.",
    )


class StepTruth(Part):
    """How often one step of the pathway is taken as the framework asks."""

    share: float = Field(ge=0, le=1, description="Without delivery.")
    delivery_gain: float = Field(default=0.0, description="What full delivery adds to the share.")


class PathwayTruth(Part):
    """How faithfully the care pathway is walked, and how far young people have their own part in it."""

    site_spread: float = Field(default=0.04, ge=0, description="Standard deviation of the sites' shares.")
    assessed_in_time: StepTruth = StepTruth(share=0.55, delivery_gain=0.25)
    formulated_in_time: StepTruth = StepTruth(share=0.45, delivery_gain=0.30)
    child_present: StepTruth = StepTruth(share=0.40, delivery_gain=0.25)
    child_agrees: StepTruth = StepTruth(share=0.35, delivery_gain=0.20)
    reviewed_in_time: StepTruth = StepTruth(share=0.50, delivery_gain=0.20)
    need_answered: StepTruth = StepTruth(share=0.50, delivery_gain=0.20)
    target_set_together: StepTruth = StepTruth(share=0.45, delivery_gain=0.25)
    transition_planned: StepTruth = StepTruth(share=0.40, delivery_gain=0.15)


class ActivityTruth(Part):
    """How often the other things happen that sites report one by one."""

    separations: float = Field(default=60.0, description="Per 100 children per year.")
    contacts: float = Field(default=2.0, description="Planned contacts with the health team, per child and month.")
    share_minutes_not_known: float = 0.05


class AnswerTruth(Part):
    """How one scale is answered, as shares of its range from lowest to highest."""

    position: float = 0.55
    """Mean place on the scale, from 0 to 1."""
    spread: float = 0.20
    """Standard deviation of that place."""
    site_correlation: float = Field(default=0.08, ge=0, lt=1, description="Intraclass correlation of sites.")
    person_correlation: float = Field(
        default=0.5, ge=0, lt=1, description="Share of the rest that is a person's own over the waves, where linked."
    )
    delivery_gain: float = Field(
        default=0.0, description="Shift of the position under full delivery, in the better direction."
    )
    gain: float = Field(
        default=0.0, description="Shift from the reference wave to the first follow-up, in the better direction."
    )
    lasting: float = Field(default=1.0, description="Share of that shift which is still there in the last wave.")
    gain_spread: float = Field(default=0.0, ge=0, description="Standard deviation of the sites' shifts.")
    wave_spread: float = Field(
        default=0.0, ge=0, description="Standard deviation of what moves a site in a wave for reasons of its own."
    )
    training_gain: float = Field(
        default=0.0, description="Shift where all staff in post are trained, in the better direction."
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
    stay: dict[str, float] = Field(
        default_factory=dict,
        description="Share of the people who can be followed that answers in the next wave, by linked group; else 0.6.",
    )
    share_unsent: float = 0.05
    """Share of those who agree who stop before the end."""
    share_withdrawn: float = 0.01
    """Share of those who agree who take it back."""
    share_item_missing: float = 0.03
    """Share of answers that are skipped."""
    scales: dict[str, AnswerTruth] = Field(
        default_factory=dict, description="By `instrument.scale`; the default otherwise."
    )
    any_scale: AnswerTruth = AnswerTruth()
    """Truth of every scale that has none of its own."""

    def of(self, instrument: Instrument, scale: Scale) -> AnswerTruth:
        """Return the truth of one scale."""
        return self.scales.get(f"{instrument.id}.{scale.id}", self.any_scale)


class FieldworkTruth(Part):
    """Interviews, focus groups and observed meetings at the focus sites."""

    staff_interviews: int = 50
    """Interviews with staff."""
    young_person_interviews: int = 25
    """Interviews with young people."""
    carer_interviews: int = 7
    """Interviews with parents and carers."""
    focus_groups: int = 1
    """Focus groups with young people."""
    focus_group_size: int = 3
    """People in a focus group."""
    observations: int = 22
    """Meetings observed."""
    needs_discussed: float = 0.6
    """Share of meetings in which needs are talked about."""
    child_present: float = 0.3
    """Share of meetings, handovers apart, with a young person there."""


def _published_incidents() -> dict[IncidentName, IncidentTruth]:
    """Return about what was published for early 2022: assaults 394 and self-harm 315 per 100 children a year."""
    return {
        "assaults": IncidentTruth(rate=400.0),
        "self_harm": IncidentTruth(rate=315.0),
        "restraints": IncidentTruth(rate=385.0),
    }


class ObservingTruth(Part):
    """What two people see in observed meetings, as shares of an item's steps from the first to the last."""

    level: float = Field(default=0.45, ge=0, le=1, description="Mean place of a meeting.")
    spread: float = Field(default=0.25, ge=0, description="Standard deviation of meetings.")
    observer_spread: float = Field(default=0.12, ge=0, description="Standard deviation of one person about a meeting.")
    second_higher: float = Field(default=0.0, description="How much higher the second person rates at the beginning.")
    second_drifts: float = Field(default=0.0, description="How much higher the second person rates after each year.")
    share_not_seen: float = Field(default=0.05, ge=0, le=1, description="Share of items that could not be seen.")
    events_per_hour: float = Field(default=4.0, ge=0, description="Events of each timed item in an hour.")
    share_timed: float = Field(default=0.85, ge=0, le=1, description="Share of the events that one person times.")
    seconds_off: float = Field(default=8.0, ge=0, description="Standard deviation of a moment that is timed.")


class Truths(Part):
    """Everything a rehearsal plants."""

    incidents: dict[IncidentName, IncidentTruth] = Field(default_factory=_published_incidents)
    returns: ReturnTruth = ReturnTruth()
    staff: StaffTruth = StaffTruth()
    children: ChildrenTruth = ChildrenTruth()
    pathway: PathwayTruth = PathwayTruth()
    activity: ActivityTruth = ActivityTruth()
    questionnaires: QuestionnaireTruth = QuestionnaireTruth()
    fieldwork: FieldworkTruth = FieldworkTruth()
    costs: CostTruth = CostTruth()
    words: WordTruth = WordTruth()
    observing: ObservingTruth = ObservingTruth()
    codebook: SkipJsonSchema[Codebook | None] = Field(default=None, exclude=True)
    """The codebook that `words` names, once it is read; never written in the file."""


def read_truths(study: Path) -> Truths:
    """Read the truths of a study folder; the defaults where it has no `rehearsal.toml`."""
    path = study / FILE
    truths = read_toml(path, Truths, reference="rehearsal") if path.is_file() else Truths()
    return truths.model_copy(update={"codebook": _codebook(study, truths.words)})


def _codebook(study: Path, words: WordTruth) -> Codebook | None:
    """Read the codebook whose codes are planted. Raises Refused where a planted code is not one of it."""
    if words.codebook is None:
        return None
    codebook = read_codebook(study / CODEBOOKS / f"{words.codebook}.toml")
    known = [code.id for code in codebook.in_use()]
    remedy = f"Correct the id, or add the code to {CODEBOOKS}/{words.codebook}.toml."
    faults = [
        Fault(FILE, f"words, codes, {code}", f"`{code}`", f"one of {', '.join(known)}", remedy)
        for code in words.codes
        if code not in known
    ]
    if faults:
        raise Refused(faults)
    return codebook
