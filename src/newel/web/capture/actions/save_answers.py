"""Save answers: add them to the log, and notice when the same form was answered from another place in between."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from newel.web.capture.actions._recording import record_act
from newel.web.capture.models import AnswerEvent, Response
from newel.web.capture.queries.current_answers import ItemKey, latest_events


class FormClosedError(Exception):
    """The form was sent or taken back, so nothing can be added to it."""


@dataclass(frozen=True)
class Given:
    """One answer as it came from a page: a value, or the reason there is none; never both."""

    instrument: str
    version: str
    item: str
    value: float | None = None
    missing: str = ""

    @property
    def key(self) -> ItemKey:
        """The question it answers."""
        return self.instrument, self.item


@dataclass(frozen=True)
class Saved:
    """The form's new revision, and the questions that had got a different answer in another place meanwhile."""

    revision: int
    differing: tuple[ItemKey, ...]


@dataclass(frozen=True)
class Seen:
    """What the page that sent the answers knew: which visit it belongs to, and the form's revision when it was made."""

    visit: str
    revision: int


@transaction.atomic
def save_answers(*, response: Response, given: Iterable[Given], seen: Seen, now: datetime) -> Saved:
    """Add every answer that changes something to the log, as its next revisions, and say which differ.

    An answer equal to the current one adds no row, so a page sent twice changes nothing. Nothing is ever overwritten:
    where two places differ both rows stay, and the later one is current until the person chooses.
    Raises FormClosedError.
    """
    locked = Response.objects.select_for_update(of=("self",)).select_related("grant").filter(pk=response.pk).first()
    if locked is None or locked.sent_at:
        raise FormClosedError
    before = latest_events(locked)
    changes = [answer for answer in given if not _same(answer, before.get(answer.key))]
    elsewhere = tuple(answer.key for answer in changes if _from_elsewhere(before.get(answer.key), seen))
    if changes:
        _append(locked, changes, visit=seen.visit, now=now)
        record_act(locked.grant, "save_answers", body={"items": [".".join(answer.key) for answer in changes]}, now=now)
    return Saved(locked.revision, elsewhere)


def _same(answer: Given, event: AnswerEvent | None) -> bool:
    return event is not None and (event.value, event.missing) == (answer.value, answer.missing)


def _from_elsewhere(event: AnswerEvent | None, seen: Seen) -> bool:
    return event is not None and event.visit != seen.visit and event.revision > seen.revision


def _append(response: Response, changes: list[Given], *, visit: str, now: datetime) -> None:
    AnswerEvent.objects.bulk_create(
        AnswerEvent(
            response=response,
            revision=response.revision + place,
            visit=visit,
            instrument=answer.instrument,
            version=answer.version,
            item=answer.item,
            value=answer.value,
            missing=answer.missing,
            at=now,
        )
        for place, answer in enumerate(changes, start=1)
    )
    response.revision += len(changes)
    response.save(update_fields=["revision"])
