"""Suggest redactions: look through the text on the desk, and lay down what a person must decide about."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from newel.transcripts.redaction import Finder, Found, Suggestion
from newel.web.sessions.actions._recording import locked, record_act, round_to_work_on
from newel.web.sessions.desk import Stretches
from newel.web.sessions.looking import look
from newel.web.sessions.models import Redaction, Source
from newel.web.sessions.numbering import highest_number
from newel.web.sessions.queries.desks import desk, text_on_desk
from newel.web.sessions.sealing import seal


def suggest_redactions(*, actor: str, source_id: str, finder: Finder | None, now: datetime) -> int:
    """Add suggestions where nothing is marked yet, and say how many. What was decided, or refused, stays as it is.

    The names model takes seconds for a long text: it reads before the act begins, so that nobody waits for it.
    """
    before = Source.objects.get(source_id=source_id)
    text = text_on_desk(before, round_to_work_on(before).on_version)
    named = tuple(finder(text)) if finder else ()
    return _suggest(_Read(text, named, finder), actor=actor, source_id=source_id, now=now)


@dataclass(frozen=True)
class _Read:
    """A text with what the names model found in it; should there be another text meanwhile, it is read anew."""

    text: str
    named: tuple[Found, ...]
    finder: Finder | None

    def look(self, text: str) -> tuple[Suggestion, ...]:
        return look(text, finder=(lambda _: self.named) if self.finder and text == self.text else self.finder)


@transaction.atomic
def _suggest(read: _Read, *, actor: str, source_id: str, now: datetime) -> int:
    source = locked(source_id)
    row = round_to_work_on(source)
    found = read.look(text_on_desk(source, row.on_version))
    taken = Stretches((mark.start, mark.end) for mark in desk(row).marks)
    new = [one for one in found if not taken.meet(one.start, one.end)]
    highest = row.redactions.aggregate(highest=Max("number"))["highest"] or 0
    Redaction.objects.bulk_create(
        Redaction(
            round=row,
            number=number,
            start=one.start,
            end=one.end,
            kind=one.kind,
            because="; ".join(one.because)[:200],
            sealed_replacement=seal(source_id, f"mark/{row.number}/{number}", one.replacement or ""),
        )
        for number, one in enumerate(new, start=highest + 1)
    )
    row.looked_at, row.with_names_model = now, row.with_names_model or read.finder is not None
    row.names = max(row.names, highest_number(one.replacement or "" for one in new))
    row.save(update_fields=["looked_at", "with_names_model", "names"])
    record_act(source, "suggest redactions", actor=actor, now=now, body={"round": row.number, "suggested": len(new)})
    return len(new)
