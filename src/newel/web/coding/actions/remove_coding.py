"""Take a coding away. It stays in the table, counts no more, and can be brought back."""

from django.db import transaction

from newel.web.coding.actions._recording import Doer, Said, Where, record_act, unlocked
from newel.web.coding.models import Coding, Layer, Step


@transaction.atomic
def remove_coding(*, by: Doer, layer: Layer, coding: Coding) -> Step | None:
    """Take one coding of a layer away; None where it was gone already. Raises LayerLockedError."""
    current = unlocked(layer)
    gone = Coding.objects.filter(pk=coding.pk, layer=current, live=True).update(live=False)
    if not gone:
        return None
    said = Said({"codings": [coding.pk]}, {"coding": coding.key, "code": coding.code})
    return record_act("remove coding", by=by, where=Where(coding.source_id, current), said=said)
