"""Where observed meetings stand, as far as one person may know: another's sheet is not there before both are closed."""

from dataclasses import dataclass
from datetime import date

from newel.web.accounts.permissions import Person, sites_of
from newel.web.observations.models import Meeting, Sheet
from newel.web.observations.models.sheet import AGREED, FIRST


@dataclass(frozen=True)
class Standing:
    """One meeting for one person. `own` is their sheet; `pair` both own sheets, once both are closed."""

    meeting: Meeting
    own: Sheet | None
    pair: tuple[Sheet, Sheet] | None
    agreed: Sheet | None
    observers: int
    closed: int
    first_closed: bool

    @property
    def state(self) -> str:
        """Where the meeting is: one word for each step of the way."""
        if self.agreed:
            return "settled"
        if self.pair:
            return "to_settle"
        if self.closed == self.observers == 1:
            return "one_sheet"
        return "observed"

    @property
    def tells_numbers(self) -> bool:
        """Whether the numbers of the meeting may be shown: those of a first sheet that is open are its observer's."""
        return self.first_closed or (self.own is not None and self.own.place == FIRST)

    @property
    def held_on(self) -> date:
        """The day of the meeting."""
        return self.meeting.held_on


def meetings_for(user: Person, observer: str) -> list[Standing]:
    """Return every meeting at a person's sites, the latest first."""
    meetings = Meeting.objects.filter(site_id__in=sites_of(user)).order_by("-held_on", "-pk")
    return [_standing(meeting, observer) for meeting in meetings.prefetch_related("sheets")]


def meeting_for(user: Person, observer: str, observation_id: str) -> Standing | None:
    """Return one meeting, or None where it is not at one of the person's sites."""
    meeting = Meeting.objects.filter(observation_id=observation_id, site_id__in=sites_of(user)).first()
    return _standing(meeting, observer) if meeting else None


def _standing(meeting: Meeting, observer: str) -> Standing:
    sheets = sorted(meeting.sheets.all(), key=lambda sheet: sheet.pk)
    own = [sheet for sheet in sheets if sheet.place != AGREED]
    closed = [sheet for sheet in own if sheet.closed_at is not None]
    return Standing(
        meeting=meeting,
        own=next((sheet for sheet in own if sheet.observer == observer), None),
        pair=(closed[0], closed[1]) if len(closed) > 1 else None,
        agreed=next((sheet for sheet in sheets if sheet.place == AGREED), None),
        observers=len(own),
        closed=len(closed),
        first_closed=any(sheet.place == FIRST for sheet in closed),
    )
