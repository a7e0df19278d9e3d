"""Keep what the identifiers of a signed redaction were replaced by."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.vault.models import Replacement
from newel.web.vault.places import mapping_place
from newel.web.vault.queries.mapping import Mapped, identifier_index, opened
from newel.web.vault.router import VAULT
from newel.web.vault.sealing import seal


@dataclass(frozen=True)
class Replaced:
    """One identifier as it stood in the text, its kind and what stands there now."""

    identifier: str
    kind: str
    replacement: str


@transaction.atomic
def keep_replacements(*, actor: str, source_id: str, replaced: Sequence[Replaced], now: datetime) -> None:
    """Add to the mapping. Where an identifier was replaced by something else before, both are kept, the latest last."""
    with transaction.atomic(using=VAULT):
        _keep(replaced)
    body = {"source": source_id, "identifiers": len(replaced)}
    record_event(actor=actor, verb="keep", thing="replacements", body=body, now=now)


def _keep(replaced: Sequence[Replaced]) -> None:
    """Read and write the rows of all of them at once."""
    indexed = [(identifier_index(one.identifier), one) for one in replaced]
    found = Replacement.objects.select_for_update().filter(index__in=[index for index, _ in indexed])
    known = {row.index: opened(row) for row in found}
    for index, one in indexed:
        known[index] = _added(known.get(index), one)
    rows = [Replacement(index=index, sealed=_sealed(index, known[index])) for index in {index for index, _ in indexed}]
    Replacement.objects.bulk_create(rows, update_conflicts=True, unique_fields=["index"], update_fields=["sealed"])


def _added(before: Mapped | None, one: Replaced) -> Mapped:
    if before is None:
        return Mapped(one.identifier, one.kind, (one.replacement,))
    earlier = tuple(words for words in before.replacements if words != one.replacement)
    return Mapped(before.identifier, one.kind, (*earlier, one.replacement))


def _sealed(index: str, mapped: Mapped) -> bytes:
    return seal(json.dumps(vars(mapped), ensure_ascii=False).encode(), place=mapping_place(index))
