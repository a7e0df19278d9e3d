"""Write a memo about the study, a source, a code or a coding; take one's own away."""

import json
from dataclasses import dataclass

from django.db import transaction

from newel.web.coding.actions._recording import Doer, Said, Where, done_before, record_act
from newel.web.coding.models import Layer, Memo


@dataclass(frozen=True)
class Thought:
    """A memo before it is kept. `layer` is given where it is about codings, so that it is as private as they are."""

    kind: str
    about: str
    about_id: str
    words: str
    layer: Layer | None = None
    source_id: str = ""


@transaction.atomic
def write_memo(*, by: Doer, thought: Thought) -> Memo:
    """Keep a memo; one that is sent again is the one kept before."""
    before = done_before(by)
    if before:
        return Memo.objects.get(pk=json.loads(before.said)["memo"])
    memo = Memo.objects.create(
        kind=thought.kind,
        about=thought.about,
        about_id=thought.about_id,
        layer=thought.layer,
        words=thought.words,
        by=by.name,
        at=by.now,
    )
    said = Said({"memo": memo.pk}, {"memo": memo.key, "kind": memo.kind, "about": memo.about})
    record_act("write memo", by=by, where=Where(thought.source_id, thought.layer), said=said)
    return memo


@transaction.atomic
def remove_memo(*, by: Doer, memo: Memo) -> None:
    """Take a memo away. Only who wrote it can: the page asks."""
    if Memo.objects.filter(pk=memo.pk, live=True).update(live=False):
        record_act("remove memo", by=by, where=Where(layer=memo.layer), said=Said({}, {"memo": memo.key}))
