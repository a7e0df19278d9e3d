"""Decide about a suggestion: other words stand in its place, or it stays as it is, or it is open again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from newel.web.sessions.actions._recording import NotNowError, locked, record_act, round_to_work_on
from newel.web.sessions.desk import REPLACED, Desk, Mark, State, Stretches, alike
from newel.web.sessions.models import Redaction, RedactionRound
from newel.web.sessions.numbering import highest_number
from newel.web.sessions.queries.desks import desk, text_on_desk
from newel.web.sessions.sealing import seal

LONGEST = 200
"""Letters of what stands in place of an identifier, or of a corrected slip."""


@dataclass(frozen=True)
class Decided:
    """A decision as it came from the page. With `alike`, it is one about every open mark on the same words."""

    number: int
    decision: Literal["replace", "leave", "reopen"]
    replacement: str = ""
    alike: bool = False


@transaction.atomic
def decide_redaction(*, actor: str, source_id: str, decided: Decided, now: datetime) -> int:
    """Decide, and return how many marks were decided. A later decision takes the place of an earlier one.

    Raises NotNowError: no such mark, nothing to put in its place, the text is with the second reader, or another mark
    stands in the way.
    """
    source = locked(source_id)
    row = round_to_work_on(source)
    here = desk(row)
    chosen = next((mark for mark in here.marks if mark.number == decided.number), None)
    if chosen is None:
        raise NotNowError("There is no such mark in this text.")
    if _state(chosen, decided) in REPLACED:
        _refuse_unusable(decided.replacement.strip() or chosen.replacement)
    marks = _that_can_be(here, chosen, decided, text=text_on_desk(source, row.on_version))
    for mark in marks:
        _decide(row, here, mark=mark, decided=decided, by=(actor, now))
    row.names = max(row.names, highest_number([decided.replacement.strip()]))
    row.save(update_fields=["names"])
    body = {"round": row.number, "mark": chosen.number, "decision": decided.decision, "marks": len(marks)}
    record_act(source, "decide redaction", actor=actor, now=now, body=body)
    return len(marks)


def _that_can_be(here: Desk, chosen: Mark, decided: Decided, *, text: str) -> list[Mark]:
    """Return the mark, and with `alike` the open ones on the same words, but where another one is replaced already."""
    alike_too = alike(here.open, text, text[chosen.start : chosen.end]) if decided.alike else ()
    every = [chosen, *(mark for mark in alike_too if mark.number != chosen.number)]
    if _state(chosen, decided) not in REPLACED:
        return every
    others = (mark for mark in here.marks if mark.replaced and mark.number != chosen.number)
    standing = Stretches((mark.start, mark.end) for mark in others)
    if standing.meet(chosen.start, chosen.end):
        raise NotNowError("Another mark stands on some of these words. Open that one again first.")
    known = decided.replacement.strip()
    free = [mark for mark in every if (known or mark.replacement) and not standing.meet(mark.start, mark.end)]
    return [chosen, *(mark for mark in _apart(free) if not _meet(mark, chosen))]


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Yield marks that do not lie on one another, the first ones first."""
    reached = 0
    for mark in sorted(marks, key=lambda each: each.start):
        if mark.start >= reached:
            yield mark
            reached = mark.end


def _meet(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _decide(row: RedactionRound, here: Desk, *, mark: Mark, decided: Decided, by: tuple[str, datetime]) -> None:
    actor, now = by
    state = _state(mark, decided)
    replacement = (decided.replacement.strip() or mark.replacement) if state in REPLACED else mark.replacement
    Redaction.objects.filter(round=row, number=mark.number).update(
        state=state,
        sealed_replacement=seal(here.source_id, f"mark/{row.number}/{mark.number}", replacement),
        decided_by="" if state == "open" else actor,
        decided_at=None if state == "open" else now,
    )


def _state(mark: Mark, decided: Decided) -> State:
    if decided.decision == "replace":
        typed = decided.replacement.strip()
        return "changed" if (typed and typed != mark.replacement) or mark.state == "changed" else "accepted"
    return "refused" if decided.decision == "leave" else "open"


def _refuse_unusable(replacement: str) -> None:
    if not replacement:
        raise NotNowError("Type what is to stand in its place, for example [a tattoo].")
    if len(replacement) > LONGEST or "\n" in replacement:
        raise NotNowError(f"What stands in its place is one line of at most {LONGEST} letters.")
