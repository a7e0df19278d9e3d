"""What somebody has seen of others' codings, and which sources are therefore closed to them in a blind layer."""

from collections.abc import Collection

from django.db.models import Min

from newel.web.coding.models import Layer, Look, Step
from newel.web.coding.texts import every_codable_source


def looked_at(name: str, codebook_id: str, *, among: Collection[str]) -> frozenset[str]:
    """Return of which of some sources this person has seen somebody else's coding with one codebook."""
    looks = Look.objects.filter(by=name, codebook=codebook_id, source_id__in=among)
    return frozenset(looks.values_list("source_id", flat=True))


def seen_of_all(name: str) -> tuple[int, int]:
    """Return of how many codable sources this person has seen anybody else's coding, and how many there are."""
    seen = set(Look.objects.filter(by=name).values_list("source_id", flat=True))
    every = {row.source_id for row in every_codable_source()}
    return len(seen & every), len(every)


def closed_in(layer: Layer) -> frozenset[str]:
    """Return the sources that the coder of a blind layer may not code in it: those seen before they were begun there.

    What was coded with the same codebook closes a source at any time. Another codebook is another question: a look at
    it closes no source that is begun.
    """
    if not layer.blind or layer.locked_at:
        return frozenset()
    looks = list(Look.objects.filter(by=layer.coder).values_list("source_id", "codebook_id", "at"))
    if not looks:
        return frozenset()
    steps = Step.objects.filter(layer=layer).values_list("source_id").annotate(Min("at")).order_by()
    begun = dict(steps)
    return frozenset(
        source for source, book, at in looks
        if book == layer.codebook_id or source not in begun or at <= begun[source]
    )  # fmt: skip
