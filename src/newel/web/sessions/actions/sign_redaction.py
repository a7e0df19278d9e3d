"""Sign a redaction off: a second reader has read the whole text, and the next version is made."""

from datetime import datetime

from django.db import transaction

from newel.transcripts import TextVersion, next_version
from newel.web.sessions import models
from newel.web.sessions.actions._recording import NotNowError, locked, record_act, round_to_work_on
from newel.web.sessions.actions.add_version import Signed, add_version
from newel.web.sessions.desk import CORRECTION, Desk
from newel.web.sessions.queries.desks import desk, text_on_desk
from newel.web.sessions.sealing import unseal
from newel.web.vault.actions.keep_original import Original, keep_original
from newel.web.vault.actions.keep_replacements import Replaced, keep_replacements


class SamePersonError(NotNowError):
    """The second reader must be another person than those who decided."""


@transaction.atomic
def sign_redaction(*, actor: str, source_id: str, now: datetime) -> int:
    """Make the next version and return its number. Raises NotNowError, SamePersonError.

    Where words are hidden that an earlier version still shows, those versions go into the vault with the same act.
    """
    source = locked(source_id)
    row = round_to_work_on(source, handed=True)
    here = desk(row)
    if actor in here.deciders:
        raise SamePersonError("You have decided about this text yourself. Another person reads it a second time.")
    reason = models.TextVersion.objects.get(source=source, number=row.on_version).reason
    old = TextVersion(row.on_version, text_on_desk(source, row.on_version), reason)  # type: ignore[arg-type] # one of its words
    new = next_version(old, here.edits(), reason=here.reason)
    _keep_mapping(here, old.text, actor=actor, now=now)
    if here.reason == "redacted":
        _move_earlier_into_the_vault(source, actor=actor, now=now)
    add_version(actor=actor, source=source, signed=Signed(old, new, row.handed_by, actor), now=now)
    row.signed_by, row.closed_at = actor, now
    row.save(update_fields=["signed_by", "closed_at"])
    body = {"round": row.number, "version": new.number, "replaced": len(here.edits())}
    record_act(source, "sign redaction", actor=actor, now=now, body=body)
    return new.number


def _keep_mapping(here: Desk, text: str, *, actor: str, now: datetime) -> None:
    replaced = [
        Replaced(text[mark.start : mark.end], mark.kind, mark.replacement)
        for mark in here.marks
        if mark.replaced and mark.kind != CORRECTION
    ]
    if replaced:
        keep_replacements(actor=actor, source_id=here.source_id, replaced=replaced, now=now)


def _move_earlier_into_the_vault(source: models.Source, *, actor: str, now: datetime) -> None:
    """Nothing is lost: number, hash and edits stay, and the words can be read where originals are."""
    for kept in source.versions.filter(sealed__isnull=False):
        assert kept.sealed is not None  # noqa: S101 - for the types: the filter says so
        text = unseal(source.source_id, f"text/{kept.number}", kept.sealed)
        keep_original(actor=actor, original=Original(source.source_id, kept.number, text), now=now)
        kept.sealed = None
        kept.save(update_fields=["sealed"])
