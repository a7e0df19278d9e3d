"""Decide about a suggestion: other words stand in its place, or it stays as it is, or it is open again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from newel.web.sessions.actions._recording import NotNowError, locked, record_act, round_to_work_on
from newel.web.sessions.desk import Desk, Mark, State, alike
from newel.web.sessions.models import Redaction, RedactionRound
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
    marks = _with_alike(here, chosen, text_on_desk(source, row.on_version)) if decided.alike else (chosen,)
    for mark in marks:
        _decide(row, here, mark=mark, decided=decided, by=(actor, now))
    body = {"round": row.number, "mark": chosen.number, "decision": decided.decision, "marks": len(marks)}
    record_act(source, "decide redaction", actor=actor, now=now, body=body)
    return len(marks)


def _with_alike(here: Desk, chosen: Mark, text: str) -> tuple[Mark, ...]:
    same = alike(here.open, text, text[chosen.start : chosen.end])
    return (chosen, *(mark for mark in same if mark.number != chosen.number))


def _decide(row: RedactionRound, here: Desk, *, mark: Mark, decided: Decided, by: tuple[str, datetime]) -> None:
    actor, now = by
    state, replacement = _state(mark, decided), mark.replacement
    if state in {"accepted", "changed"}:
        replacement = decided.replacement.strip() or mark.replacement
        _refuse_unusable(here, mark, replacement)
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


def _refuse_unusable(here: Desk, mark: Mark, replacement: str) -> None:
    if not replacement:
        raise NotNowError("Type what is to stand in its place, for example [a tattoo].")
    if len(replacement) > LONGEST or "\n" in replacement:
        raise NotNowError(f"What stands in its place is one line of at most {LONGEST} letters.")
    others = (other for other in here.marks if other.number != mark.number and other.replaced)
    if any(other.start < mark.end and mark.start < other.end for other in others):
        raise NotNowError("Another mark stands on some of these words. Open that one again first.")
