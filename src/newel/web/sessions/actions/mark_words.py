"""Mark words that nobody suggested: to be replaced, or, as a correction, to be written as they were said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from newel.web.sessions.actions._recording import NotNowError, locked, record_act, round_to_work_on
from newel.web.sessions.actions.decide_redaction import LONGEST
from newel.web.sessions.models import Redaction
from newel.web.sessions.numbering import highest_number
from newel.web.sessions.queries.desks import desk, text_on_desk
from newel.web.sessions.sealing import seal


@dataclass(frozen=True)
class Marked:
    """A place in the text on the desk, and what is to stand there."""

    start: int
    end: int
    kind: str
    replacement: str


@transaction.atomic
def mark_words(*, actor: str, source_id: str, marked: Sequence[Marked], now: datetime) -> int:
    """Add marks that are decided at once, and return how many: places that are marked already stay as they are.

    Raises NotNowError where no place is free, or one cannot be used.
    """
    source = locked(source_id)
    row = round_to_work_on(source)
    here = desk(row)
    taken = here.taken
    free = [one for one in marked if not taken.meet(one.start, one.end)]
    _refuse_unusable(free, length=len(text_on_desk(source, row.on_version)))
    highest = row.redactions.aggregate(highest=Max("number"))["highest"] or 0
    Redaction.objects.bulk_create(
        Redaction(
            round=row,
            number=number,
            start=one.start,
            end=one.end,
            kind=one.kind,
            state="accepted",
            sealed_replacement=seal(source_id, f"mark/{row.number}/{number}", one.replacement),
            decided_by=actor,
            decided_at=now,
        )
        for number, one in enumerate(free, start=highest + 1)
    )
    row.names = max(row.names, highest_number(one.replacement for one in free))
    row.save(update_fields=["names"])
    body = {"round": row.number, "kinds": sorted({one.kind for one in free}), "marks": len(free)}
    record_act(source, "mark words", actor=actor, now=now, body=body)
    return len(free)


def _refuse_unusable(free: Sequence[Marked], *, length: int) -> None:
    if not free:
        raise NotNowError("These words are marked already. Decide about that mark.")
    reached = 0
    for one in sorted(free, key=lambda each: each.start):
        if not reached <= one.start < one.end <= length:
            raise NotNowError("These places are not in the text, or lie on one another.")
        if not 0 < len(one.replacement) <= LONGEST or "\n" in one.replacement:
            raise NotNowError(f"Type what is to stand in its place: one line of at most {LONGEST} letters.")
        reached = one.end
