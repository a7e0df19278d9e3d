"""Which layers a person may see. A blind round keeps each layer from all but its coder, counts too, until all lock."""

from dataclasses import dataclass

from newel.web.coding.models import Layer


@dataclass(frozen=True)
class Sight:
    """What one person may see of the layers. Every page and file that is about codings asks this first."""

    name: str
    layers: tuple[Layer, ...]
    """Those the person may see, in the order they were opened."""
    blind_in: frozenset[str]
    """Codebooks the person is coding with blind: of these they see their own layers only, and nobody's thoughts."""

    @property
    def keys(self) -> frozenset[int]:
        """Primary keys of the layers."""
        return frozenset(layer.pk for layer in self.layers)

    def own(self) -> tuple[Layer, ...]:
        """Return the person's own layers."""
        return tuple(layer for layer in self.layers if layer.coder == self.name)

    def of(self, codebook_id: str) -> tuple[Layer, ...]:
        """Return the layers that use one codebook."""
        return tuple(layer for layer in self.layers if layer.codebook_id == codebook_id)

    def layer(self, key: str) -> Layer | None:
        """Return a layer by its key, or None where there is none or it may not be seen."""
        return next((layer for layer in self.layers if layer.key == key), None)


def sight_of(name: str) -> Sight:
    """Return what a person may see."""
    everything = list(Layer.objects.order_by("pk"))
    closed = closed_rounds(everything)
    blind_in = frozenset(
        layer.codebook_id for layer in everything if layer.coder == name and layer.blind and layer.locked_at is None
    )
    seen = tuple(
        layer
        for layer in everything
        if layer.coder == name
        or (layer.codebook_id not in blind_in and (layer.codebook_id, layer.round) not in closed)
    )
    return Sight(name, seen, blind_in)


def closed_rounds(layers: list[Layer]) -> frozenset[tuple[str, int]]:
    """Return the rounds (codebook, number) in which somebody codes blind and somebody's layer is not locked yet."""
    coded = [layer for layer in layers if layer.purpose != "reconciled"]
    blind = {(layer.codebook_id, layer.round) for layer in coded if layer.blind}
    working = {(layer.codebook_id, layer.round) for layer in coded if layer.locked_at is None}
    return frozenset(blind & working)


def all_layers() -> list[Layer]:
    """Return every layer for the page that opens and locks them: who, which round, locked or not, and no count."""
    return list(Layer.objects.select_related("codebook").order_by("codebook_id", "round", "pk"))


def settled_layers() -> list[Layer]:
    """Return the layers that may leave in a freeze: all but those of a blind round that is still going on."""
    everything = list(Layer.objects.order_by("pk"))
    closed = closed_rounds(everything)
    return [layer for layer in everything if (layer.codebook_id, layer.round) not in closed]
