"""One sheet as the fields of its page, each with its words, what stands in it, and what is to mend."""

from typing import Any

from newel.protocol import ObservedItem, Observing
from newel.web.care.forms.reading import Reading
from newel.web.observations import sealing
from newel.web.observations.forms.sheet import GENERAL, NOT_SEEN, moments_in_words
from newel.web.observations.models import Meeting, Sheet
from newel.web.observations.models.sheet import FIRST

NOTES = dict(zip(GENERAL, ("What I make of it", "What it does to me"), strict=True))
FACTS = (("minutes", "Minutes it took"), ("staff_present", "Members of staff who were there"))
YES_NO = (
    ("needs_discussed", "Were a young person's needs talked about?"),
    ("child_present", "Was a young person present?"),
)
SEEN = "What was seen"


def fields_of(meeting: Meeting, sheet: Sheet) -> dict[str, str]:
    """Return what stands on a sheet as the fields of its page."""
    fields = {f"step-{item}": NOT_SEEN if step is None else str(step) for item, step in sheet.steps.items()}
    fields |= {f"moments-{item}": moments_in_words(moments) for item, moments in sheet.moments.items()}
    fields |= {f"note-{name}": words for name, words in sealing.unseal_notes(meeting, sheet).items()}
    fields |= {name: _text(getattr(meeting, name)) for name, _ in (*FACTS, *YES_NO)}
    return fields


def page_of(observing: Observing, sheet: Sheet, read: Reading) -> dict[str, Any]:
    """Return everything the page of a sheet shows. The numbers about the meeting stand on the first sheet alone."""
    first = sheet.place == FIRST
    return {
        "rated": [_rated(item, read) for item in observing.rated],
        "timed": [_timed(item, read) for item in observing.timed],
        "general": [_field(f"note-{name}", NOTES[name], read) for name in GENERAL],
        "facts": [_field(name, label, read) for name, label in FACTS] if first else [],
        "yes_no": [_field(name, label, read) for name, label in YES_NO] if first else [],
        "not_seen": NOT_SEEN,
        "revision": sheet.revision,
    }


def _rated(item: ObservedItem, read: Reading) -> dict[str, Any]:
    field = _field(f"step-{item.id}", item.label, read)
    steps = [
        (str(step), anchor, field["value"] == str(step)) for step, anchor in zip(item.steps, item.anchors, strict=True)
    ]
    return field | {"says": item.says, "steps": steps, "note": _field(f"note-{item.id}", SEEN, read)}


def _timed(item: ObservedItem, read: Reading) -> dict[str, Any]:
    note = _field(f"note-{item.id}", SEEN, read)
    return _field(f"moments-{item.id}", item.label, read) | {"says": item.says, "note": note}


def _field(name: str, label: str, read: Reading) -> dict[str, Any]:
    return {"name": name, "label": label, "value": read.fields.get(name, ""), "fault": read.faults.get(name, "")}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
