"""Link codings of one layer: this context, with this mechanism, led to this outcome."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from newel.web.coding.actions._recording import Doer, Said, Where, record_act, unlocked
from newel.web.coding.models import Coding, Layer, Part, Relation


@transaction.atomic
def link_codings(*, by: Doer, layer: Layer, kind: str, parts: Mapping[str, Sequence[Coding]]) -> Relation:
    """Keep a relation: {role: its codings}. Raises LayerLockedError."""
    current = unlocked(layer)
    relation = Relation.objects.create(layer=current, kind=kind, by=by.name, at=by.now)
    rows = [Part(relation=relation, part=role, coding=coding) for role, codings in parts.items() for coding in codings]
    Part.objects.bulk_create(rows)
    source_id = rows[0].coding.source_id if rows else ""
    said = Said({"relation": relation.pk}, {"relation": relation.key, "kind": kind, "codings": len(rows)})
    record_act("link codings", by=by, where=Where(source_id, current), said=said)
    return relation


@transaction.atomic
def unlink_codings(*, by: Doer, relation: Relation) -> None:
    """Take a relation away; its codings stay. Raises LayerLockedError."""
    current = unlocked(relation.layer)
    if Relation.objects.filter(pk=relation.pk, live=True).update(live=False):
        record_act("unlink codings", by=by, where=Where(layer=current), said=Said({}, {"relation": relation.key}))
