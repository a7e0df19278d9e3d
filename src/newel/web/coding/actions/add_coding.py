"""Code a span of a text. It is kept at once, or the page is told that the text is no longer what it shows."""

import json
from dataclasses import dataclass

from django.db import transaction

from newel.coding import Codebook
from newel.web.coding.actions._recording import Doer, Said, Where, done_before, record_act, unlocked
from newel.web.coding.models import Coding, Layer, Step
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.texts import SourceRow, Text, text_behind, text_of


class TextMovedError(Exception):
    """The words at these places are not the words the page showed: nothing was coded."""


class NotACodeError(Exception):
    """The codebook has no such code, or it is retired."""


@dataclass(frozen=True)
class Spot:
    """A span as the page saw it: offsets in code points of a version, and the words it showed there."""

    source_id: str
    version: int
    start: int
    end: int
    quote: str
    row: SourceRow | None = None
    """The source as it was let through the door in this request. Without it the door is asked again."""

    def text(self) -> Text:
        """Return the text that stands at the source now."""
        return text_behind(self.row) if self.row else text_of(self.source_id)


@dataclass(frozen=True)
class Added:
    """What came of it. Where the span had this code in this layer before, there is no new step."""

    coding: Coding
    step: Step | None
    text: Text
    codebook: Codebook
    """What it was checked against, so that the answer need not read them again."""


@transaction.atomic
def add_coding(*, by: Doer, layer: Layer, spot: Spot, code: str, suggested: bool = False) -> Added:
    """Keep one coding. Raises LayerLockedError, TextMovedError, NotACodeError."""
    text, codebook = spot.text(), codebook_now(layer.codebook_id)
    before = done_before(by)
    if before:
        return Added(Coding.objects.get(pk=json.loads(before.said)["codings"][0]), before, text, codebook)
    current = unlocked(layer)
    _check(text, codebook, spot, code=code)
    place = {"source_id": spot.source_id, "code": code, "start": spot.start, "end": spot.end}
    there = Coding.objects.filter(layer=current, live=True, queued=False, **place).first()
    if there:
        return Added(there, None, text, codebook)
    coding = Coding.objects.create(layer=current, version=spot.version, **place)
    body: dict[str, object] = {"code": code, "start": spot.start, "end": spot.end, "version": spot.version}
    body |= {"suggested": True} if suggested else {}
    said = Said({"codings": [coding.pk]}, body | {"coding": coding.key})
    step = record_act("add coding", by=by, where=Where(spot.source_id, current), said=said)
    return Added(coding, step, text, codebook)


def _check(text: Text, codebook: Codebook, spot: Spot, *, code: str) -> None:
    if code not in codebook.by_id or codebook.code(code).retired:
        raise NotACodeError
    inside = 0 <= spot.start < spot.end <= len(text.words)
    if spot.version != text.version or not inside or text.quote(spot.start, spot.end) != spot.quote:
        raise TextMovedError
