"""Turn suggestions of codes on or off for one layer. In a blind round there are none."""

from django.db import transaction

from newel.web.coding.actions._recording import Doer, Said, Where, record_act
from newel.web.coding.models import Layer


class BlindError(Exception):
    """A blind layer is coded without any help."""


@transaction.atomic
def ask_suggestions(*, by: Doer, layer: Layer, on: bool) -> None:
    """Turn them on or off. Raises BlindError."""
    if layer.blind and on:
        raise BlindError
    if Layer.objects.filter(pk=layer.pk).exclude(suggests=on).update(suggests=on):
        record_act("ask suggestions", by=by, where=Where(layer=layer), said=Said(audit={"on": on}))


@transaction.atomic
def refuse_suggestion(*, by: Doer, layer: Layer, source_id: str, code: str) -> None:
    """Log that a suggested code was refused."""
    record_act("refuse suggestion", by=by, where=Where(source_id, layer), said=Said(audit={"code": code}))
