"""Suggest redactions: look through the text on the desk, and lay down what a person must decide about."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from newel.transcripts.redaction import Finder
from newel.web.sessions.actions._recording import locked, record_act, round_to_work_on
from newel.web.sessions.looking import look
from newel.web.sessions.models import Redaction
from newel.web.sessions.queries.desks import desk, text_on_desk
from newel.web.sessions.sealing import seal


@transaction.atomic
def suggest_redactions(*, actor: str, source_id: str, finder: Finder | None, now: datetime) -> int:
    """Add suggestions where nothing is marked yet, and say how many. What was decided, or refused, stays as it is."""
    source = locked(source_id)
    row = round_to_work_on(source)
    found = look(text_on_desk(source, row.on_version), finder=finder)
    here = desk(row)
    taken = [(mark.start, mark.end) for mark in here.marks]
    new = [one for one in found if not any(start < one.end and one.start < end for start, end in taken)]
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
    row.looked_at, row.with_names_model = now, row.with_names_model or finder is not None
    row.save(update_fields=["looked_at", "with_names_model"])
    record_act(source, "suggest redactions", actor=actor, now=now, body={"round": row.number, "suggested": len(new)})
    return len(new)
