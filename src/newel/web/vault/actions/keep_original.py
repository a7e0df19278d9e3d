"""Keep the text of a source in one version, or the file it came in, in the vault."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.vault.models import OriginalFile, OriginalText
from newel.web.vault.places import file_place, name_place, text_place
from newel.web.vault.router import VAULT
from newel.web.vault.sealing import index_of, seal


@dataclass(frozen=True)
class Original:
    """What is to be kept. `name` and `content` are of the uploaded file; empty where the text was typed."""

    source_id: str
    version: int
    text: str
    name: str = ""
    content: bytes = b""


@transaction.atomic
def keep_original(*, actor: str, original: Original, now: datetime) -> None:
    """Keep an original for good. Keeping the same version of a source twice changes nothing.

    The vault is written before the study's database: should the second fail, the vault holds a text that belongs to no
    source, which harms nobody, and never the other way round.
    """
    with transaction.atomic(using=VAULT):
        _keep_text(original)
        if original.content:
            _keep_file(original)
    body = {"source": original.source_id, "version": original.version, "file": bool(original.content)}
    record_event(actor=actor, verb="keep", thing="original", body=body, now=now)


def _keep_text(original: Original) -> None:
    place = text_place(original.source_id, original.version)
    sealed = seal(original.text.encode(), place=place)
    OriginalText.objects.get_or_create(index=index_of(place), defaults={"sealed": sealed})


def _keep_file(original: Original) -> None:
    place = file_place(original.source_id)
    OriginalFile.objects.get_or_create(
        index=index_of(place),
        defaults={
            "sealed_name": seal(original.name.encode(), place=name_place(original.source_id)),
            "sealed": seal(original.content, place=place),
        },
    )
