"""Add the version that a signed round makes, and tell those who follow the text, all in one act."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from newel.transcripts import TextVersion
from newel.web.sessions import models
from newel.web.sessions.actions._recording import record_act
from newel.web.sessions.followers import VersionAdded, tell_followers
from newel.web.sessions.sealing import seal, seal_edits


@dataclass(frozen=True)
class Signed:
    """A version and the two people it is from."""

    old: TextVersion
    new: TextVersion
    made_by: str
    signed_by: str


@transaction.atomic
def add_version(*, actor: str, source: models.Source, signed: Signed, now: datetime) -> None:
    """Keep the version. Followers move what they have on the one before, or queue it."""
    new = signed.new
    models.TextVersion.objects.create(
        source=source,
        number=new.number,
        reason=new.reason,
        sha256=new.sha256,
        words=len(new.text.split()),
        sealed=seal(source.source_id, f"text/{new.number}", new.text),
        sealed_edits=seal_edits(source.source_id, new.number, new.edits),
        made_by=signed.made_by,
        made_at=now,
        signed_by=signed.signed_by,
    )
    body = {"version": new.number, "reason": new.reason, "sha256": new.sha256}
    record_act(source, "add version", actor=actor, now=now, body=body)
    tell_followers(VersionAdded(source.source_id, signed.old, new, actor=actor, now=now))
