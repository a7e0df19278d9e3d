"""The mapping of the study: every identifier that was replaced, and by what, so that it is replaced alike in all."""

import json
from dataclasses import dataclass

from newel.transcripts.redaction import identifier as one_form
from newel.web.vault.models import Replacement
from newel.web.vault.places import identifier_place, mapping_place
from newel.web.vault.sealing import index_of, unseal


@dataclass(frozen=True)
class Mapped:
    """An identifier as it was first written, its kind, and what replaced it, the latest choice last."""

    identifier: str
    kind: str
    replacements: tuple[str, ...]


def identifier_index(identifier: str) -> str:
    """Return the name under which an identifier is looked up, however it was spelled."""
    return index_of(identifier_place(one_form(identifier)))


def whole_mapping() -> tuple[Mapped, ...]:
    """Return the whole mapping, for acts that look for known identifiers in another text."""
    return tuple(opened(row) for row in Replacement.objects.order_by("pk").iterator())


def opened(row: Replacement) -> Mapped:
    """Return what a row of the mapping says."""
    said = json.loads(unseal(row.sealed, place=mapping_place(row.index)))
    return Mapped(said["identifier"], said["kind"], tuple(said["replacements"]))
