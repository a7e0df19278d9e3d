"""Add a source: its text goes into the vault and onto the redaction desk; nobody reads it anywhere else."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from newel.transcripts import first_version
from newel.web.sessions.actions._recording import record_act
from newel.web.sessions.models import ConsentWord, RedactionRound, Source, TextVersion
from newel.web.vault.actions.keep_original import Original, keep_original


@dataclass(frozen=True)
class Described:
    """What a source is and whom it speaks for. `case_id` is a pseudonym of the study; blank where it is several."""

    kind: str
    site_id: str
    wave: str
    group: str
    held_on: date
    case_id: str = ""
    session_id: str = ""
    observation_id: str = ""


@dataclass(frozen=True)
class Received:
    """What came in. `name` and `content` are of the file, empty where the text was typed.

    `consents` is {purpose: given or refused}. `source_id` is only for an example, whose sources have ids already.
    """

    text: str
    name: str = ""
    content: bytes = b""
    consents: Mapping[str, str] = field(default_factory=dict)
    source_id: str = ""


@transaction.atomic
def add_source(*, actor: str, described: Described, received: Received, now: datetime) -> Source:
    """Keep a source and open its first round of redaction."""
    version = first_version(received.text)
    highest = Source.objects.filter(kind=described.kind).aggregate(highest=Max("number"))["highest"] or 0
    source = Source.objects.create(
        source_id=received.source_id or secrets.token_hex(8),
        number=highest + 1,
        added_by=actor,
        added_at=now,
        **vars(described),
    )
    TextVersion.objects.create(
        source=source,
        number=1,
        reason=version.reason,
        sha256=version.sha256,
        words=len(version.text.split()),
        made_by=actor,
        made_at=now,
    )
    RedactionRound.objects.create(source=source, number=1, on_version=1, opened_by=actor, opened_at=now)
    _note_consents(source, described.held_on, received.consents, actor=actor, now=now)
    original = Original(source.source_id, 1, version.text, received.name, received.content)
    keep_original(actor=actor, original=original, now=now)
    record_act(source, "add source", actor=actor, now=now, body={"kind": source.kind, "site": source.site_id})
    return source


def _note_consents(
    source: Source, said_on: date, consents: Mapping[str, str], *, actor: str, now: datetime
) -> None:
    ConsentWord.objects.bulk_create(
        ConsentWord(
            source=source, purpose=purpose, state=state, said_on=said_on, recorded_by=actor, recorded_at=now
        )
        for purpose, state in consents.items()
    )
