"""The links between codings: which context, with which mechanism, led to which outcome."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch

from newel.web.coding.keys import KEY
from newel.web.coding.models import Layer, Part, Relation
from newel.web.coding.texts import Text


@dataclass(frozen=True)
class Linked:
    """A relation as a page shows it: (role, name of the code, words) of each part."""

    key: str
    kind: str
    parts: tuple[tuple[str, str, str], ...]


def relations_on(layer: Layer, source_id: str, *, text: Text, names: Mapping[str, str]) -> list[Linked]:
    """Return the relations of a layer whose codings are on this source."""
    found = Relation.objects.filter(layer=layer, live=True, parts__coding__source_id=source_id).distinct()
    parts = Prefetch("parts", Part.objects.select_related("coding").order_by("pk"))
    return [
        Linked(
            relation.key,
            relation.kind,
            tuple(
                (
                    part.part,
                    names.get(part.coding.code, part.coding.code),
                    text.quote(part.coding.start, part.coding.end) if part.coding.source_id == source_id else "",
                )
                for part in relation.parts.all()
                if part.coding.live
            ),
        )
        for relation in found.order_by("pk").prefetch_related(parts)
    ]


def relation_of(layer: Layer, key: str) -> Relation | None:
    """Return one relation of a layer by what a page sent, or None."""
    return Relation.objects.filter(layer=layer, live=True, key=key).first() if KEY.fullmatch(key) else None


def relations_in(layers: Iterable[Layer]) -> list[Relation]:
    """Return the relations of some layers with their parts."""
    rows = Relation.objects.filter(layer__in=list(layers), live=True).order_by("pk")
    return list(rows.prefetch_related("parts__coding"))
