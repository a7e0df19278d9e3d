"""Start a codebook: an empty one, a framework that comes with Newel, or one from the study folder."""

from dataclasses import replace

from django.db import transaction

from newel.coding import Codebook
from newel.web.coding.actions._recording import Doer, Said, Where, record_act
from newel.web.coding.actions._rewriting import write_version
from newel.web.coding.models import Codebook as Kept
from newel.web.coding.queries.codebooks import ids_everywhere


class NameTakenError(Exception):
    """There is a codebook with this id."""


@transaction.atomic
def start_codebook(*, by: Doer, codebook: Codebook, origin: str = "", words: str = "") -> Kept:
    """Keep a codebook as its version 1; `words` say in its history how it came. Raises NameTakenError."""
    if Kept.objects.filter(pk=codebook.id).exists():
        raise NameTakenError
    kept = Kept.objects.create(
        pk=codebook.id, title=codebook.title, origin=origin, created_by=by.name, created_at=by.now
    )
    codebook = _with_ids_of_its_own(codebook)
    words = words or ("Started empty." if not codebook.codes else "Started from the shelf.")
    write_version(kept, replace(codebook, version=1), words=words, by=by.name, at=by.now)
    said = Said(audit={"codes": len(codebook.codes), "origin": origin})
    record_act("start codebook", by=by, where=Where(codebook=kept), said=said)
    return kept


def _with_ids_of_its_own(codebook: Codebook) -> Codebook:
    """Put the codebook's id before its codes' where another codebook has one of them: in records no two share one."""
    taken = ids_everywhere(but=codebook.id)
    if not taken.intersection(codebook.by_id):
        return codebook

    def own(identifier: str) -> str:
        return f"{codebook.id}.{identifier}"

    codes = tuple(
        replace(
            code,
            id=own(code.id),
            parent=own(code.parent) if code.parent else None,
            merged_into=own(code.merged_into) if code.merged_into else "",
        )
        for code in codebook.codes
    )
    return replace(codebook, codes=codes)
