"""Write a formulation, or its next version. The ones before stay as they are."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from newel.web.care.actions._recording import OvertakenError, locked, record_act
from newel.web.care.models import Admission, Formulation
from newel.web.care.sealing import seal

Factors = tuple[tuple[str, str], ...]
"""Structured factors: (kind, words) each."""


@dataclass(frozen=True)
class Meeting:
    """When a formulation was made and with whom. `agreed_by_child` is None where the young person was not asked."""

    held_on: date
    child_present: bool
    family_present: bool
    staff_present: int
    shared_with_child: bool
    agreed_by_child: bool | None


@dataclass(frozen=True)
class Story:
    """The words of a formulation."""

    narrative: str
    factors: Factors


@dataclass(frozen=True)
class Written:
    """A formulation as it came from the page; `seen` is the version that was the last when the page was made."""

    meeting: Meeting
    story: Story
    seen: int


@transaction.atomic
def write_formulation(*, actor: str, admission: Admission, written: Written, now: datetime) -> Formulation:
    """Keep the next version after the one that was seen. Raises OvertakenError, StayEndedError."""
    current = locked(admission)
    version = current.formulations.count() + 1
    if version != written.seen + 1:
        raise OvertakenError
    meeting, story = written.meeting, written.story
    words = json.dumps({"narrative": story.narrative, "factors": story.factors}, ensure_ascii=False)
    formulation = Formulation.objects.create(
        admission=current,
        version=version,
        held_on=meeting.held_on,
        child_present=meeting.child_present,
        family_present=meeting.family_present,
        staff_present=meeting.staff_present,
        shared_with_child=meeting.shared_with_child,
        agreed_by_child=meeting.agreed_by_child,
        factors=len(story.factors),
        sealed=seal(current, f"formulation/{version}", words),
    )
    record_act(current, "write formulation", actor=actor, now=now, body={"version": version})
    return formulation
