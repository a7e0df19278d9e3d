"""Rows for the layers, codings, relations and memos of a project that is loaded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from newel.coding import Layer as CoreLayer
from newel.coding import Link, Project
from newel.coding import Memo as CoreMemo
from newel.web.coding.actions._coders import Coders, pseudonym_for
from newel.web.coding.coders import is_nobody
from newel.web.coding.keys import key_from, new_key
from newel.web.coding.models import Codebook, Coding, Layer, Memo, Part, Relation

_AT_ONCE = 1_000
_KEY = 48


@dataclass(frozen=True)
class Placed:
    """What of a project has its place here already: {id in the project: id or row here}. Filled step by step."""

    codebook: str
    version: int
    """Number of the text version that the texts of the project become."""
    sources: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    layers: dict[str, Layer] = field(default_factory=dict)
    codings: dict[str, Coding] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)


def place_layers(placed: Placed, kept: Codebook, *, project: Project, coders: Coders, now: datetime) -> None:
    """Make the layers. One whose coder has no account here is locked: there is nobody who would go on with it."""
    for layer in project.layers:
        coder = coders.here(layer.coder)
        placed.layers[layer.id] = Layer.objects.create(
            key=_key(kept, layer, pseudonym=pseudonym_for(coder)),
            codebook=kept,
            coder=coder,
            pseudonym=pseudonym_for(coder),
            round=layer.round,
            purpose=layer.purpose,
            blind=layer.blind,
            locked_at=now if layer.locked or is_nobody(coder) else None,
            opened_at=now,
        )
    for made in placed.layers.values():
        settled = kept.layers.filter(round=made.round).exclude(purpose="reconciled")
        if made.purpose == "reconciled" and settled.count() == 2:  # a layer of three or more says not which it settles
            made.compares.set(settled)


def _key(kept: Codebook, layer: CoreLayer, *, pseudonym: str) -> str:
    end = "-agreed" if layer.purpose == "reconciled" else ""
    start = f"{kept.pk[:20]}-r{layer.round}-{pseudonym}".lower()[:_KEY]
    tries = (f"{start}{number}{end}" for number in ("", *(f"-{count}" for count in range(2, 999))))
    return next(key for key in tries if not Layer.objects.filter(key=key).exists())


def place_codings(placed: Placed, project: Project, *, waiting: bool) -> None:
    """Make the codings. Two that put one code of one layer on the same words are one.

    While they wait for the redaction of their source they are queued: they count nowhere and no page shows them.
    """
    once: dict[tuple[str, str, str, int, int], Coding] = {}
    taken = set(Coding.objects.values_list("key", flat=True))
    for each in project.codings:
        spot = (each.layer, each.source, each.code, each.start, each.end)
        row = once.setdefault(
            spot,
            Coding(
                key=key_from(each.id, taken),
                layer=placed.layers[each.layer],
                source_id=placed.sources[each.source],
                version=placed.version,
                code=placed.codes[each.code],
                start=each.start,
                end=each.end,
                queued=waiting,
            ),
        )
        placed.codings[each.id] = row
    Coding.objects.bulk_create(once.values(), batch_size=_AT_ONCE)


def place_relations(placed: Placed, project: Project, *, now: datetime) -> None:
    """Make the relations, each in the layer of its codings."""
    taken = set(Relation.objects.values_list("key", flat=True))
    for each in project.relations:
        parts = dict.fromkeys((part.role, placed.codings[part.coding]) for part in each.parts)
        layer = next(coding.layer for _, coding in parts)
        key = key_from(each.id, taken)
        relation = Relation.objects.create(key=key, layer=layer, kind=each.kind, by=layer.coder, at=now)
        Part.objects.bulk_create(Part(relation=relation, part=role, coding=coding) for role, coding in parts)
        placed.relations[each.id] = relation


def place_memos(placed: Placed, memos: Iterable[CoreMemo], *, coders: Coders) -> int:
    """Make the memos, and return how many. One about many things is written to each of them, in the same words."""
    taken = set(Memo.objects.values_list("key", flat=True))
    rows = [row for memo in memos for row in _memo(placed, memo, coders.here(memo.by), key=key_from(memo.id, taken))]
    Memo.objects.bulk_create(rows, batch_size=_AT_ONCE)
    return len(rows)


def _memo(placed: Placed, memo: CoreMemo, by: str, *, key: str) -> Iterator[Memo]:
    at = memo.on if timezone.is_aware(memo.on) else timezone.make_aware(memo.on)
    links: Sequence[Link] = [*dict.fromkeys(memo.about)] or [Link("project")]
    for each, link in zip((key, *(new_key() for _ in links[1:])), links, strict=True):
        about, about_id, layer = _subject(placed, link)
        at_what = {"about": about, "about_id": about_id, "layer": layer}
        yield Memo(key=each, kind=memo.kind, words=memo.text, by=by, at=at, **at_what)


def _subject(placed: Placed, link: Link) -> tuple[str, str, Layer | None]:
    """Return what a memo is about here. One about a layer, or about a coding, is as private as the layer."""
    if link.kind in {"coding", "relation"}:
        coding = _coding(placed, link)
        return "coding", coding.key, coding.layer
    if link.kind == "source":
        return "source", placed.sources[link.id], None
    if link.kind == "code":
        return "code", f"{placed.codebook}/{placed.codes[link.id]}", None
    return "study", "", placed.layers.get(link.id)


def _coding(placed: Placed, link: Link) -> Coding:
    """Return a coding that a memo is about; of a relation, its first."""
    if link.kind == "coding":
        return placed.codings[link.id]
    return placed.relations[link.id].parts.select_related("coding__layer").order_by("pk")[0].coding
