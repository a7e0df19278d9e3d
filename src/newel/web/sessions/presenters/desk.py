"""The redaction desk in words: the mark that is asked about, what is around it, and how far the work is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from newel.web.sessions.desk import CORRECTION, FLAG, Desk, Mark, alike
from newel.web.sessions.presenters.texts import Block, block_of

KIND_NAMES = {
    "name": "Name of a person",
    "place": "Place",
    "unit": "Unit",
    "date": "Date",
    "number": "Number that belongs to one person",
    "contact": "Telephone, e-mail or handle",
    "address": "Address",
    "organisation": "Organisation",
    FLAG: "May give somebody away",
    CORRECTION: "Slip of the transcriber",
}
STATE_NAMES = {
    "open": "to decide",
    "accepted": "replaced",
    "changed": "replaced, in other words than suggested",
    "refused": "stays as it is",
}


@dataclass(frozen=True)
class Asked:
    """The mark the card is about. `others` are further open marks on the same words; `around` is its unit."""

    mark: Mark
    place: int
    words: str
    kind: str
    state: str
    others: int
    around: Block | None
    previous: int | None
    following: int | None


@dataclass(frozen=True)
class Standing:
    """How far a desk is."""

    marks: int
    decided: int
    replaced: int
    left: int
    percent: int


def asked(desk: Desk, text: str, found: Sequence[Block], *, at: int | None) -> Asked | None:
    """Return the mark that was asked for, else the first that nobody has decided; None where all are decided."""
    chosen = next((mark for mark in desk.marks if mark.number == at), None)
    mark = chosen or next(iter(desk.open), None)
    if mark is None:
        return None
    place = desk.marks.index(mark)
    words = text[mark.start : mark.end]
    return Asked(
        mark=mark,
        place=place + 1,
        words=words,
        kind=KIND_NAMES.get(mark.kind, mark.kind),
        state=STATE_NAMES[mark.state],
        others=sum(other.number != mark.number for other in alike(desk.open, text, words)),
        around=block_of(found, mark),
        previous=desk.marks[place - 1].number if place else None,
        following=desk.marks[place + 1].number if place + 1 < len(desk.marks) else None,
    )


def next_open(desk: Desk, after: int) -> int | None:
    """Return the number of the next mark to decide in the order of the text, beginning again at its start."""
    places = [mark.number for mark in desk.marks]
    start = places.index(after) if after in places else 0
    turned = chain(desk.marks[start:], desk.marks[:start])
    return next((mark.number for mark in turned if mark.state == "open"), None)


def desk_standing(desk: Desk) -> Standing:
    """Return how far a desk is."""
    marks, open_marks = len(desk.marks), len(desk.open)
    replaced = sum(mark.replaced for mark in desk.marks)
    return Standing(
        marks=marks,
        decided=marks - open_marks,
        replaced=replaced,
        left=marks - open_marks - replaced,
        percent=round(100 * (marks - open_marks) / marks) if marks else 100,
    )
