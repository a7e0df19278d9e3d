"""A study that observes meetings: two rated items, one event that is timed."""

from datetime import date
from typing import Any

from newel.protocol import Protocol
from tests.support.protocols import a_protocol

OBSERVING: dict[str, Any] = {
    "title": "A meeting",
    "source": "the tests",
    "meetings": ["handover", "formulation"],
    "observed_twice": 1.0,
    "seconds_apart": 30,
    "items": [
        {"id": "voice", "label": "Voice", "says": "What is said.", "anchors": ["None", "Some", "Much", "All"]},
        {"id": "plan", "label": "Plan", "says": "What is agreed.", "anchors": ["None", "Some", "Much"]},
        {"id": "stop", "label": "Interrupted", "says": "The talk stops.", "timed": True},
    ],
}


def an_observing_protocol(**changes: Any) -> Protocol:
    """Return the small protocol with a block about observing; `changes` replace parts of that block."""
    return a_protocol(observing=OBSERVING | changes)


def a_meeting(name: str, **changes: Any) -> dict[str, Any]:
    """Return one observed meeting of an hour."""
    usual = {
        "observation_id": name, "site_id": "S01", "wave": "w1", "meeting": "handover", "held_on": date(2019, 3, 1),
        "minutes": 60, "staff_present": 6, "needs_discussed": True, "child_present": False,
    }  # fmt: skip
    return usual | changes


def rated(meeting: str, sheet: str, **steps: int | None) -> list[dict[str, Any]]:
    """Return the ratings of one sheet."""
    about = {"observation_id": meeting, "sheet": sheet, "observer": f"observer of the {sheet} sheet"}
    return [about | {"item": item, "value": step} for item, step in steps.items()]


def both_rated(meetings: range, **steps: int | None) -> list[dict[str, Any]]:
    """Return the sheets of two people who saw these steps in each of the meetings."""
    return [row for number in meetings for sheet in ("first", "second") for row in rated(f"m{number}", sheet, **steps)]


def timed(meeting: str, sheet: str, *seconds: int) -> list[dict[str, Any]]:
    """Return the moments at which one person saw the talk stop."""
    about = {"observation_id": meeting, "sheet": sheet, "item": "stop"}
    return [about | {"number": number, "second": second} for number, second in enumerate(seconds, start=1)]
