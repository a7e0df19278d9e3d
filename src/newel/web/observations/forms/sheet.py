"""The fields of a sheet, read into steps, moments, notes and facts, or into words about what to mend."""

import re

from newel.protocol import ObservedItem, Observing
from newel.web.care.forms.reading import Reading
from newel.web.observations.actions.keep_sheet import Filled

NOT_SEEN = "not_seen"
GENERAL = ("interpretation", "reflexive")
"""Notes that belong to no item: what one makes of it, and what it does to oneself, apart from what was seen."""
MOST_MINUTES, MOST_STAFF = 600, 200
_MOMENT = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


def read_sheet(read: Reading, observing: Observing, *, with_facts: bool, whole: bool) -> Filled:
    """Return what stands on a sheet. `whole`: it is to be closed, so nothing may be left open."""
    steps = {}
    for item in observing.rated:
        step = _step(read, item, whole=whole)
        if step is not None or read.fields.get(f"step-{item.id}") == NOT_SEEN:
            steps[item.id] = step
    return Filled(
        steps=steps,
        moments={item.id: _moments(read, item) for item in observing.timed},
        notes={name: read.words(f"note-{name}") for name in (*(item.id for item in observing.items), *GENERAL)},
        facts=_facts(read, whole=whole) if with_facts else {},
    )


def _step(read: Reading, item: ObservedItem, *, whole: bool) -> int | None:
    name = f"step-{item.id}"
    chosen = read.fields.get(name, "")
    known = {str(step): step for step in item.steps}
    if chosen not in known and chosen != NOT_SEEN and (whole or chosen):
        read.faults[name] = f"{item.label}: choose a step, or say that it could not be seen."
    return known.get(chosen)


def _moments(read: Reading, item: ObservedItem) -> list[int]:
    """Read moments as minutes and seconds, parted by commas or blanks."""
    found = []
    for word in re.split(r"[,;\s]+", read.fields.get(f"moments-{item.id}", "").strip()):
        match = _MOMENT.fullmatch(word)
        if match:
            hours, minutes, seconds = (int(part or 0) for part in match.groups())
            found.append(3600 * hours + 60 * minutes + seconds)
        elif word:
            read.faults[f"moments-{item.id}"] = f"{item.label}: write moments as minutes and seconds, for example 4:30."
    return sorted(found)


def _facts(read: Reading, *, whole: bool) -> dict[str, int | bool | None]:
    """Read the numbers about the meeting; before the end they may be left open."""
    facts: dict[str, int | bool | None] = {}
    for name, highest, of in (("minutes", MOST_MINUTES, "minutes"), ("staff_present", MOST_STAFF, "people")):
        facts[name] = read.whole(name, highest=highest, of=of) if whole or read.fields.get(name, "").strip() else None
    for name, says in (
        ("needs_discussed", "Say whether a young person's needs were talked about."),
        ("child_present", "Say whether a young person was present."),
    ):
        facts[name] = read.yes_no(name, says=says) if whole or read.fields.get(name) else None
    return facts


def moments_in_words(seconds: list[int]) -> str:
    """Return moments as a person types them: 4:30, 12:05."""
    return ", ".join(f"{at // 60}:{at % 60:02d}" for at in seconds)
