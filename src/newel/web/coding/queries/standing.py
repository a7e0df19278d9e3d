"""Which codings count where one answer is wanted: of each source, the reconciled layer, else the first coder's."""

from collections.abc import Iterable

from newel.coding import Coding as Counted
from newel.web.coding.models import Layer
from newel.web.coding.queries.codings import counted, counts_by_source
from newel.web.coding.queries.layers import Sight

RANK = {"reconciled": 0, "first": 1, "second": 2}


def standing_codings(sight: Sight, codebook_id: str, *, layer: str, sources: Iterable[str]) -> tuple[Counted, ...]:
    """Return the codings of one layer, by its key; with an empty key, of each source the layer that stands for it."""
    ids = set(sources)
    layers = sight.of(codebook_id)
    chosen = next((each for each in layers if each.key == layer), None)
    if chosen:
        return counted([chosen], sources=ids)
    stands = standing_layers(layers)
    keys = {each.pk: each.key for each in layers if each.pk in stands.values()}
    standing = counted([each for each in layers if each.pk in keys], sources=ids)
    return tuple(coding for coding in standing if coding.layer == keys.get(stands.get(coding.source, 0)))


def standing_layers(layers: Iterable[Layer]) -> dict[str, int]:
    """Return {source: the layer that stands for it}: the reconciled one, else a first coder's, of the latest round."""
    by_key = {layer.pk: layer for layer in layers}
    best: dict[str, int] = {}
    for layer_id, source_id in counts_by_source(by_key.values()):
        if source_id not in best or _order(by_key[layer_id]) < _order(by_key[best[source_id]]):
            best[source_id] = layer_id
    return best


def _order(layer: Layer) -> tuple[int, int, int]:
    return RANK[layer.purpose], -layer.round, layer.pk
