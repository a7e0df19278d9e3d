"""The rehearsal's interviews and focus groups in the example: most redacted and signed off, a few left on the desk."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from newel.rehearsal import RehearsedSource
from newel.web.sessions.actions.add_source import Described, Received, add_source
from newel.web.sessions.actions.decide_redaction import Decided, decide_redaction
from newel.web.sessions.actions.hand_over import hand_over
from newel.web.sessions.actions.mark_words import Marked, mark_words
from newel.web.sessions.actions.sign_redaction import sign_redaction
from newel.web.sessions.actions.suggest_redactions import suggest_redactions
from newel.web.sessions.queries.desks import desk_of

REDACTOR, READER = "redactor", "lead"
LEFT_OPEN = 3
"""The latest sources stay on the desk: one to begin, one half done, one with the second reader."""


def load_sources(sources: Sequence[RehearsedSource], *, today: date, now: datetime) -> int:
    """Load the sources that were held by this day, and say how many."""
    held = [source for source in sources if source.record["held_on"] <= today]
    ordered = sorted(held, key=lambda source: (source.record["held_on"], source.id))
    signed, left = ordered[:-LEFT_OPEN], ordered[-LEFT_OPEN:]
    for source in signed:
        at = _then(source, now, days=14)
        _add(source, at)
        _redact(source, at)
        hand_over(actor=REDACTOR, source_id=source.id, now=at)
        sign_redaction(actor=READER, source_id=source.id, now=at + timedelta(hours=3))
    for place, source in enumerate(left):
        _add(source, now)
        suggest_redactions(actor=REDACTOR, source_id=source.id, finder=None, now=now)
        for _ in range(place):
            _decide_half(source.id, now)
        if place == LEFT_OPEN - 1:
            _decide_rest(source.id, now)
            hand_over(actor=REDACTOR, source_id=source.id, now=now)
    return len(ordered)


def _add(source: RehearsedSource, now: datetime) -> None:
    record = source.record
    described = Described(
        kind=record["kind"],
        site_id=record["site_id"],
        wave=record["wave"],
        group=record["group"] or "",
        held_on=record["held_on"],
        case_id=record["case_id"] or "",
        session_id=record["session_id"] or "",
        observation_id=record["observation_id"] or "",
    )
    consents = {
        "interview": "given" if record["may_be_coded"] else "refused",
        "quotes": "given" if record["may_be_quoted"] else "refused",
    }
    received = Received(source.transcribed, consents=consents, source_id=source.id)
    add_source(actor=REDACTOR, described=described, received=received, now=now)


def _redact(source: RehearsedSource, now: datetime) -> None:
    """Mark what was planted, so that the signed text is the one that the rehearsed codings stand in."""
    planted = [Marked(one.start, one.end, one.kind, one.replacement) for one in source.identifiers]
    if planted:
        mark_words(actor=REDACTOR, source_id=source.id, marked=planted, now=now)
    else:
        suggest_redactions(actor=REDACTOR, source_id=source.id, finder=None, now=now)
        _decide_rest(source.id, now)


def _decide_half(source_id: str, now: datetime) -> None:
    desk = desk_of(source_id)
    for mark in desk.open[: len(desk.open) // 2] if desk else ():
        _decide(source_id, mark.number, replacement=mark.replacement, now=now)


def _decide_rest(source_id: str, now: datetime) -> None:
    desk = desk_of(source_id)
    for mark in desk.open if desk else ():
        _decide(source_id, mark.number, replacement=mark.replacement, now=now)


def _decide(source_id: str, number: int, *, replacement: str, now: datetime) -> None:
    decided = Decided(number, "replace" if replacement else "leave")
    decide_redaction(actor=REDACTOR, source_id=source_id, decided=decided, now=now)


def _then(source: RehearsedSource, now: datetime, *, days: int) -> datetime:
    """Return a moment some days after a source was held, at this hour."""
    held_on: date = source.record["held_on"]
    day = min(held_on + timedelta(days=days), now.date())
    return datetime.combine(day, now.timetz())
