"""The door from the database to the freeze: consent, response and answer records as they stand now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.utils import timezone

from newel.instruments import Instrument
from newel.protocol import Protocol
from newel.records import KINDS, conform
from newel.web.capture.models import AccessGrant, AnswerEvent, ConsentStatement, Response
from newel.web.capture.queries.persons import persons
from newel.web.capture.screens import asked_instruments
from newel.web.study import current_study


def capture_frames() -> dict[str, pl.DataFrame]:
    """Return one frame for each of consent, response and answer, in the shape `newel.records` states.

    The latest word on each purpose and the latest answer to each question count. Of people who withdrew only the
    statement is left. A question that was never reached, or reached and left, says so as its reason.
    """
    study, cards = current_study(), _read_cards()
    rows: dict[str, Iterable[tuple[object, ...]]] = {
        "consent": _consents(cards, study.protocol.consent.document_version),
        "response": _responses(cards),
        "answer": _answers(study.protocol, study.instruments),
    }
    return {
        name: conform(KINDS[name], pl.DataFrame(list(kind_rows), schema=KINDS[name].schema, orient="row"))
        for name, kind_rows in rows.items()
    }


@dataclass(frozen=True)
class _Cards:
    """Every card with the last word on each purpose that was said on it, and the pseudonym it is kept under."""

    grants: dict[int, AccessGrant]
    latest: dict[tuple[int, str], ConsentStatement]
    person: dict[int, str]


def _read_cards() -> _Cards:
    grants = {grant.pk: grant for grant in AccessGrant.objects.order_by("pk").iterator()}
    latest = {
        (statement.grant_id, statement.purpose): statement
        for statement in ConsentStatement.objects.order_by("pk").iterator()
    }
    return _Cards(grants, latest, persons(grants, {key: said.state for key, said in latest.items()}))


def _consents(cards: _Cards, document_version: str) -> Iterator[tuple[object, ...]]:
    """Yield the last word on each purpose. Who was invited and has said nothing yet was asked to take part."""
    spoken = {grant_id for grant_id, _ in cards.latest}
    words = {(cards.person[grant_id], purpose): said for (grant_id, purpose), said in cards.latest.items()}
    places = {cards.person[grant.pk]: grant for grant in reversed(cards.grants.values())}  # where they were first asked
    for (person, purpose), said in words.items():
        stated = (purpose, said.state, _day(said.stated_at), said.document_version)
        yield (person, *_place(places[person]), *stated)
    for grant in cards.grants.values():
        if grant.pk not in spoken:
            yield (cards.person[grant.pk], *_place(grant), "take_part", "asked", _day(grant.made_at), document_version)


def _responses(cards: _Cards) -> Iterator[tuple[object, ...]]:
    for response in Response.objects.select_related("grant").iterator():
        sent_on = _day(response.sent_at) if response.sent_at else None
        about = (cards.person[response.grant_id], *_place(response.grant))
        yield (response.response_id, *about, response.mode, _day(response.started_at), sent_on)


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


def _place(grant: AccessGrant) -> tuple[str, str, str]:
    return grant.site_id, grant.group, grant.wave


def _day(instant: datetime) -> object:
    return timezone.localdate(instant)
