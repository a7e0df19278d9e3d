"""A source has a new text: every coding follows its words exactly, or waits for a person. None is moved in silence."""

import json

from django.db import transaction

from newel.transcripts import Span, candidates, reanchor
from newel.web.coding.actions._recording import Doer, Said, Where, record_act
from newel.web.coding.models import Coding, Quote, Waiting
from newel.web.sessions.followers import VersionAdded

_AT_ONCE = 500


@transaction.atomic
def follow_version(added: VersionAdded) -> None:
    """Move the codings of a source to its new version, inside the act that makes the version."""
    rows = Coding.objects.filter(source_id=added.source_id, queued=False)
    codings = list(rows.order_by("pk"))
    spans = [Span(coding.start, coding.end) for coding in codings]
    _offer_where_they_stand_now(added)
    rows.update(queued=True)  # out of the way of each other, until every one has its new place
    moved, lost = [], []
    for coding, span in zip(codings, reanchor(added.new.edits, spans), strict=True):
        if span is None:
            coding.queued = True
            lost.append(coding)
        else:
            coding.start, coding.end, coding.version = span.start, span.end, added.new.number
            moved.append(coding)
    _once_each(moved)
    Coding.objects.bulk_update(moved, ["start", "end", "version", "queued", "live"], batch_size=_AT_ONCE)
    _wait(lost, added)
    _read_again(codings, spans, added)
    if codings:
        by = Doer(added.actor, added.now)
        body = {"version": added.new.number, "moved": len(moved), "waiting": len(lost)}
        record_act("follow version", by=by, where=Where(added.source_id), said=Said({}, body))


def _once_each(codings: list[Coding]) -> None:
    """Let one coding count where an edit has brought two of one code and layer to the same words."""
    seen: set[tuple[int, str, int, int]] = set()
    for coding in codings:
        place = (coding.layer_id, coding.code, coding.start, coding.end)
        coding.live = coding.live and place not in seen
        if coding.live:
            seen.add(place)


def _offer_where_they_stand_now(added: VersionAdded) -> None:
    """Let the places offered for codings that wait already follow their words; one whose edge was cut is dropped."""
    waiting = list(Waiting.objects.filter(coding__source_id=added.source_id))
    for each in waiting:
        places = [Span(start, end) for start, end in json.loads(each.places)]
        moved = [place for place in reanchor(added.new.edits, places) if place]
        each.places = json.dumps([(place.start, place.end) for place in moved])
    Waiting.objects.bulk_update(waiting, ["places"], batch_size=_AT_ONCE)


def _wait(lost: list[Coding], added: VersionAdded) -> None:
    """Queue codings, each with the places that may be meant. The words that were coded before are not kept.

    One that was removed or taken back is queued too: its coder may bring it back. Until then it is shown to nobody.
    """
    Waiting.objects.bulk_create(
        Waiting(
            coding=coding,
            from_version=coding.version,
            places=json.dumps(_places(added, coding)),
            since=added.now,
        )
        for coding in lost
    )


def _places(added: VersionAdded, coding: Coding) -> list[tuple[int, int]]:
    found = candidates(added.new.text, added.old.text[coding.start : coding.end])
    return [(place.start, place.end) for place in found]


def _read_again(codings: list[Coding], spans: list[Span], added: VersionAdded) -> None:
    """Take the second reading off quotes whose words are other words now."""
    changed = [
        coding.pk
        for coding, was in zip(codings, spans, strict=True)
        if coding.queued or added.old.text[was.start : was.end] != added.new.text[coding.start : coding.end]
    ]
    Quote.objects.filter(coding__in=changed).update(checked_by="", checked_at=None)
