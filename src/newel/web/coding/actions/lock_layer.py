"""Lock a layer when its coder is done; unlock it again while nobody can have seen what it was kept apart from."""

from django.db import transaction

from newel.web.coding.actions._recording import Doer, Where, record_act
from newel.web.coding.models import Layer
from newel.web.coding.queries.layers import closed_rounds


class SeenError(Exception):
    """All coders of the blind round have locked, so they may have seen each other's codings: it stays as it is."""


@transaction.atomic
def lock_layer(*, by: Doer, layer: Layer) -> None:
    """Lock a layer. Locking a locked one changes nothing."""
    if Layer.objects.filter(pk=layer.pk, locked_at__isnull=True).update(locked_at=by.now):
        record_act("lock layer", by=by, where=Where(layer=layer))


@transaction.atomic
def unlock_layer(*, by: Doer, layer: Layer) -> None:
    """Unlock a layer. Raises SeenError for one of a blind round that is over: the remedy is a new round."""
    beside = list(Layer.objects.select_for_update().filter(codebook_id=layer.codebook_id, round=layer.round))
    was_blind = any(other.blind for other in beside) and layer.purpose != "reconciled"
    if was_blind and not closed_rounds(beside):
        raise SeenError
    if Layer.objects.filter(pk=layer.pk, locked_at__isnull=False).update(locked_at=None):
        record_act("unlock layer", by=by, where=Where(layer=layer))
