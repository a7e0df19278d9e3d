"""One meeting: one's own sheet, whether the other's is closed, and what both agreed on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from newel.observing import differences
from newel.web import clock
from newel.web.observations.actions.hand_over_notes import hand_over_notes
from newel.web.observations.actions.join_meeting import join_meeting
from newel.web.observations.forms.sheet import moments_in_words
from newel.web.observations.models import Sheet
from newel.web.observations.presenters.sheet import NOTES
from newel.web.observations.queries.meetings import Standing
from newel.web.observations.views._door import go, meeting_page, name_of, observing, show
from newel.web.observations.views.board import KINDS, STATES

NOT_SEEN = "could not be seen"


@meeting_page
def one(request: HttpRequest, found: Standing) -> HttpResponse:
    """Show how the meeting stands for this person."""
    context: dict[str, Any] = {
        "kind": KINDS.get(found.meeting.kind, found.meeting.kind),
        "state_name": STATES[found.state],
        "may_join": found.own is None and found.observers < 2,
        "rows": _rows(found) if found.own is None or found.own.closed_at else [],
        "moments": _moments(found) if found.pair else [],
        "apart": _apart(found),
        "has_notes": bool(found.own and found.closed == found.observers and found.own.notes),
    }
    return show(request, "meeting", found=found, **context)


@meeting_page
def join(request: HttpRequest, found: Standing) -> HttpResponse:
    """Take the second sheet."""
    if request.method != "POST":
        return go("meeting", found)
    join_meeting(actor=name_of(request), observation_id=found.meeting.observation_id, now=clock.now())
    return go("sheet", found)


@meeting_page
def notes(request: HttpRequest, found: Standing) -> HttpResponse:
    """Hand one's notes over to those who redact."""
    if request.method == "POST":
        labels = {item.id: item.label for item in observing().items} | NOTES
        meeting = found.meeting
        hand_over_notes(
            actor=name_of(request), observation_id=meeting.observation_id, labels=labels, now=clock.now()
        )
        messages.success(request, "Your notes are in the vault now, on their way to be redacted. They left the sheet.")
    return go("meeting", found)


def _apart(found: Standing) -> int:
    """Return how many items two people saw otherwise; 0 before both sheets are closed."""
    if found.pair is None:
        return 0
    first, second = found.pair
    return len(differences(first.steps, second.steps, [item.id for item in observing().rated]))


def _rows(found: Standing) -> list[dict[str, Any]]:
    """Return each item with the steps that may be shown: both sheets once both are closed, else one's own."""
    own = [found.own] if found.own else []
    sheets: list[Sheet] = list(found.pair) if found.pair else own
    agreed = found.agreed.steps if found.agreed else None
    return [
        {
            "label": item.label,
            "steps": [_in_words(sheet.steps.get(item.id)) for sheet in sheets],
            "agreed": _in_words(agreed.get(item.id)) if agreed is not None else "",
        }
        for item in observing().rated
        if sheets
    ]


def _in_words(step: int | None) -> str:
    return NOT_SEEN if step is None else str(step)


def _moments(found: Standing) -> list[tuple[str, list[str]]]:
    return [
        (item.label, [moments_in_words(sheet.moments.get(item.id, [])) or "none" for sheet in found.pair or ()])
        for item in observing().timed
    ]
