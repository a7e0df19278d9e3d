"""Place a coding that waits where a person says it belongs, or drop it."""

from django.db import transaction

from newel.web.coding.actions._recording import Doer, OvertakenError, Said, Where, record_act
from newel.web.coding.models import Coding, Waiting


@transaction.atomic
def place_coding(*, by: Doer, coding: Coding, version: int, place: tuple[int, int]) -> None:
    """Put it on a span of the newest text. A locked layer takes this too: it is the text that changed, not the coder.

    Raises OvertakenError where somebody has placed or dropped it meanwhile.
    """
    _taken_from_the_queue(coding)
    start, end = place
    same = Coding.objects.filter(
        layer_id=coding.layer_id, source_id=coding.source_id, code=coding.code, start=start, end=end
    )
    double = same.filter(live=True, queued=False).exists()
    Coding.objects.filter(pk=coding.pk).update(
        start=start, end=end, version=version, queued=False, live=not double
    )
    body = {"coding": coding.key, "start": start, "end": end, "version": version}
    record_act("place coding", by=by, where=Where(coding.source_id, coding.layer), said=Said({}, body))


@transaction.atomic
def drop_coding(*, by: Doer, coding: Coding) -> None:
    """Drop it: its words are gone from the text. Raises OvertakenError."""
    _taken_from_the_queue(coding)
    Coding.objects.filter(pk=coding.pk).update(live=False)
    said = Said({}, {"coding": coding.key, "code": coding.code})
    record_act("drop coding", by=by, where=Where(coding.source_id, coding.layer), said=said)


def _taken_from_the_queue(coding: Coding) -> None:
    gone, _ = Waiting.objects.filter(coding=coding).delete()
    if not gone:
        raise OvertakenError
