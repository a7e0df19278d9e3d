"""The door from the database to the freeze: consent, response and answer records as they stand now."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import polars as pl
from django.utils import timezone

from newel.instruments import Instrument
from newel.protocol import Protocol
from newel.records import KINDS, conform
from newel.web.capture.models import AccessGrant, AnswerEvent, ConsentStatement, Response
from newel.web.capture.screens import asked_instruments
from newel.web.study import current_study


def capture_frames() -> dict[str, pl.DataFrame]:
    """Return one frame for each of consent, response and answer, in the shape `newel.records` states.

    The latest word on each purpose and the latest answer to each question count. Of people who withdrew only the
    statement is left. A question that was never reached, or reached and left, says so as its reason.
    """
    study = current_study()
    rows: dict[str, Iterable[tuple[object, ...]]] = {
        "consent": _consents(study.protocol.consent.document_version),
        "response": _responses(),
        "answer": _answers(study.protocol, study.instruments),
    }
    return {
        name: conform(KINDS[name], pl.DataFrame(list(kind_rows), schema=KINDS[name].schema, orient="row"))
        for name, kind_rows in rows.items()
    }


def _consents(document_version: str) -> Iterator[tuple[object, ...]]:
    """Yield the last word on each purpose. Who was invited and has said nothing yet was asked to take part."""
    latest = {
        (statement.grant_id, statement.purpose): statement
        for statement in ConsentStatement.objects.order_by("pk").iterator()
    }
    spoken = {grant_id for grant_id, _ in latest}
    grants = {grant.pk: grant for grant in AccessGrant.objects.iterator()}
    for (grant_id, purpose), said in latest.items():
        yield (*_person(grants[grant_id]), purpose, said.state, _day(said.stated_at), said.document_version)
    for grant in grants.values():
        if grant.pk not in spoken:
            yield (*_person(grant), "take_part", "asked", _day(grant.made_at), document_version)


def _responses() -> Iterator[tuple[object, ...]]:
    for response in Response.objects.select_related("grant").iterator():
        sent_on = _day(response.sent_at) if response.sent_at else None
        yield (response.response_id, *_person(response.grant), response.mode, _day(response.started_at), sent_on)


def _answers(protocol: Protocol, instruments: dict[str, Instrument]) -> Iterator[tuple[object, ...]]:
    events: dict[int, dict[tuple[str, str], AnswerEvent]] = {}
    for event in AnswerEvent.objects.order_by("response_id", "revision").iterator():
        events.setdefault(event.response_id, {})[event.instrument, event.item] = event
    for response in Response.objects.select_related("grant").iterator():
        latest = events.get(response.pk, {})
        for (instrument, item), event in latest.items():
            yield (response.response_id, instrument, event.version, item, event.value, event.missing or None)
        asked = asked_instruments(protocol, instruments, group=response.grant.group, wave=response.grant.wave)
        for instrument_id, version, item in _items(asked):
            if (instrument_id, item) not in latest:
                yield (response.response_id, instrument_id, version, item, None, "not_reached")


def _items(instruments: list[Instrument]) -> Iterator[tuple[str, str, str]]:
    return ((instrument.id, instrument.version, item.id) for instrument in instruments for item in instrument.items)


def _person(grant: AccessGrant) -> tuple[str, str, str, str]:
    return grant.participant, grant.site_id, grant.group, grant.wave


def _day(instant: datetime) -> object:
    return timezone.localdate(instant)
