"""Codings that a person may see, as rows of the table or in the shape of `newel.coding`."""

import json
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Count, Q, QuerySet

from newel.coding import Coding as Counted
from newel.coding import Layer as CoreLayer
from newel.web.coding.keys import KEY
from newel.web.coding.models import Coding, Layer, Step
from newel.web.coding.queries.layers import Sight

COUNTS = Q(live=True, queued=False)
MOST_SENT = 200


def codings_on(
    source_id: str, layers: Iterable[Layer], *, within: tuple[int, int] | None = None
) -> list[Coding]:
    """Return the codings of some layers on one source as the text runs, each with its layer.

    With `within` only those that reach into this stretch of the text.
    """
    known = {layer.pk: layer for layer in layers}
    rows = Coding.objects.filter(COUNTS, source_id=source_id, layer__in=known)
    rows = rows if within is None else rows.filter(start__lt=within[1], end__gt=within[0])
    found = list(rows.order_by("start", "-end", "pk"))
    for coding in found:
        coding.layer = known[coding.layer_id]
    return found


def coding_of(layer: Layer, source_id: str, sent: str) -> Coding | None:
    """Return the coding of a layer on a source that a page sent, or None. Of several, with commas, the latest."""
    keys = [key for key in sent.split(",")[:MOST_SENT] if KEY.fullmatch(key)]
    found = Coding.objects.filter(COUNTS, layer=layer, source_id=source_id, key__in=keys)
    return found.select_related("layer").order_by("-pk").first() if keys else None


def number_in(sent: str | None) -> int | None:
    """Return a whole number that a page sent, or None: where it is none, or one that no table holds."""
    return int(sent) if sent and sent.isascii() and sent.isdecimal() and len(sent) < 15 else None


def rows_by_key(keys: Iterable[str]) -> list[Coding]:
    """Return codings by their ids, as the texts run."""
    rows = Coding.objects.filter(COUNTS, key__in=list(keys)).select_related("layer")
    return list(rows.order_by("source_id", "start", "end", "pk"))


def counted(layers: Iterable[Layer], *, sources: Collection[str] | None = None) -> tuple[Counted, ...]:
    """Return the codings of some layers for counting: of all sources, or of some."""
    rows = Coding.objects.filter(COUNTS, layer__in=list(layers))
    rows = rows if sources is None else rows.filter(source_id__in=list(sources))
    return tuple(_counted(rows))


def _counted(rows: QuerySet[Coding]) -> Iterator[Counted]:
    columns = ("key", "layer__key", "source_id", "version", "code", "start", "end")
    for row in rows.order_by("source_id", "start", "end", "pk").values_list(*columns).iterator(chunk_size=5_000):
        yield Counted(*row)


def core_layer(layer: Layer) -> CoreLayer:
    """Return a layer in the shape of `newel.coding`."""
    purpose = {"first": "first", "second": "second"}.get(layer.purpose, "reconciled")
    return CoreLayer(
        layer.key,
        layer.pseudonym,
        layer.round,
        purpose,  # type: ignore[arg-type]  # - the table's constraint knows these three only
        blind=layer.blind,
        locked=layer.locked_at is not None,
    )


def codes_on(coding: Coding, near: Iterable[Coding]) -> int:
    """Return how many codes of its layer lie on the words of a coding; `near` are codings that count, on its source."""
    same = (each for each in near if each.layer_id == coding.layer_id)
    return len({each.code for each in same if each.start < coding.end and each.end > coding.start})


def counts_by_code(sight: Sight, codebook_id: str) -> dict[str, int]:
    """Return {code: how many codings}, of the layers this person may see alone."""
    rows = Coding.objects.filter(COUNTS, layer__in=sight.of(codebook_id))
    return dict(rows.values_list("code").annotate(Count("pk")).order_by())


def counts_by_source(layers: Iterable[Layer]) -> dict[tuple[int, str], int]:
    """Return {(layer, source): how many codings}."""
    rows = Coding.objects.filter(COUNTS, layer__in=list(layers)).values_list("layer_id", "source_id")
    return {(layer, source): count for layer, source, count in rows.annotate(Count("pk")).order_by()}


def recent_codes(layer: Layer, known: Collection[str], *, most: int = 9) -> list[str]:
    """Return the codes last used in a layer, the latest first."""
    used = Coding.objects.filter(layer=layer, live=True).order_by("-pk").values_list("code", flat=True)[:200]
    return [code for code in dict.fromkeys(used) if code in known][:most]


def last_step(source_id: str, layers: Iterable[Layer]) -> str:
    """Return how far these layers are on a source, `layer:steps,…`. It counts their own steps and nobody else's."""
    steps = Step.objects.filter(source_id=source_id, layer__in=list(layers)).values_list("layer__key")
    return ",".join(f"{key}:{count}" for key, count in steps.annotate(Count("pk")).order_by("layer__key"))


def touched_since(source_id: str, layers: Iterable[Layer], *, since: str) -> tuple[str, list[Coding]]:
    """Return how far these layers are now, and every coding that a step after `since` touched."""
    every = list(layers)
    now = last_step(source_id, every)
    if now == since:
        return now, []
    before = dict(_steps_in(since))
    found: list[Step] = []
    for layer in every:
        steps = Step.objects.filter(source_id=source_id, layer=layer).order_by("pk").select_related("undoes")
        found += steps[before.get(layer.key, 0) :]
    return now, [coding for step in found for said in (step, step.undoes) if said for coding in codings_in(said)]


def _steps_in(sent: str) -> Iterator[tuple[str, int]]:
    """Yield (layer, how many steps) of what a page sent; what cannot be read is left out, so that more is answered."""
    for each in sent.split(",")[:MOST_SENT]:
        key, _, count = each.rpartition(":")
        yield key, number_in(count) or 0


def codings_in(step: Step) -> list[Coding]:
    """Return the codings a step was about, those that count no more too."""
    said = json.loads(step.said)
    ids = [*said.get("codings", []), *(coding for coding, _ in said.get("codes", []))]
    return list(Coding.objects.filter(pk__in=ids).select_related("layer"))
