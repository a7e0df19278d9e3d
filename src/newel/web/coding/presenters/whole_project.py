"""A codebook with everything coded by it as one project, to be carried on elsewhere, and what had to stay here."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from newel.coding import Link, Memo, Project, Relation, RelationPart
from newel.protocol import Protocol
from newel.web.coding.actions._coders import pseudonym_for
from newel.web.coding.models import Coding, Layer
from newel.web.coding.models import Memo as Kept
from newel.web.coding.models import Relation as KeptRelation
from newel.web.coding.presenters.leaving import leaving_sources, project_of
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.queries.codings import counted
from newel.web.coding.queries.layers import settled_layers
from newel.web.coding.texts import every_codable_source, texts_of
from newel.web.sessions.queries.sources import all_sources


@dataclass(frozen=True)
class Whole:
    """A project, and how many of each stay: {what and why: number}, those that are not none."""

    project: Project
    stays: dict[str, int]


def whole_project(codebook_id: str, protocol: Protocol) -> Whole:
    """Return every source that may be coded, in full, and the settled layers of one codebook on them."""
    rows = every_codable_source()
    sources = leaving_sources(rows, texts_of(rows), protocol)
    layers = [layer for layer in settled_layers() if layer.codebook_id == codebook_id]
    codings = counted(layers, sources={row.source_id for row in rows})
    bare = project_of(codebook_now(codebook_id), sources, codings, layers=layers)
    ids = {coding.id for coding in codings}
    memos = tuple(_memos(_seen(layers), bare, ids))
    relations = tuple(_relations(layers, ids))
    stays = {
        "sources that are not signed, or may not be used": len(all_sources()) - len(rows),
        "sites of sources that would tell who speaks": sum(source.site is None for source in sources),
        "layers of blind rounds that go on": Layer.objects.filter(codebook=codebook_id).count() - len(layers),
        "codings that wait, or stand on what stays": _live(codebook_id) - len(codings),
        "memos that are private, or about what stays": Kept.objects.filter(live=True).count() - _rows(memos),
    }
    whole = replace(bare, memos=memos, relations=relations)
    return Whole(whole, {what: number for what, number in stays.items() if number})


def _live(codebook_id: str) -> int:
    return Coding.objects.filter(layer__codebook=codebook_id, live=True).count()


def _rows(memos: Iterable[Memo]) -> int:
    return sum(len(memo.about) for memo in memos)


def _seen(layers: Collection[Layer]) -> Iterator[Kept]:
    """Yield the memos that colleagues may read. A reflexive one is its writer's."""
    keys = {layer.pk for layer in layers}
    for memo in Kept.objects.filter(live=True).exclude(kind="reflexive").select_related("layer").order_by("pk"):
        if memo.layer_id is None or memo.layer_id in keys:
            yield memo


def _memos(kept: Iterable[Kept], project: Project, codings: Collection[str]) -> Iterator[Memo]:
    """Yield the memos; what was written in the same words to many things at once is one memo about them all."""
    known = {
        "source": {source.id for source in project.sources},
        "code": {f"{project.codebook.id}/{code.id}" for code in project.codebook.codes},
        "coding": codings,
    }
    gathered: dict[tuple[str, datetime, str, str], list[tuple[str, Link]]] = {}
    for memo in kept:
        if memo.about == "study" or memo.about_id in known[memo.about]:
            key = (memo.by, memo.at, memo.kind, memo.words)
            gathered.setdefault(key, []).append((memo.key, _link(memo)))
    for (by, at, kind, words), links in gathered.items():
        about = tuple(link for _, link in links)
        yield Memo(f"m{links[0][0]}", kind, about, words, pseudonym_for(by), at)  # type: ignore[arg-type]  # - the table's constraint knows these kinds only


def _link(memo: Kept) -> Link:
    if memo.about == "study":
        return Link("layer", memo.layer.key) if memo.layer else Link("project")
    if memo.about == "code":
        return Link("code", memo.about_id.partition("/")[2])
    return Link("source" if memo.about == "source" else "coding", memo.about_id)


def _relations(layers: Iterable[Layer], codings: Collection[str]) -> Iterator[Relation]:
    """Yield the relations whose every coding goes along."""
    found = KeptRelation.objects.filter(live=True, layer__in=list(layers)).order_by("pk")
    for row in found.prefetch_related("parts__coding"):
        parts = tuple(RelationPart(part.part, part.coding.key) for part in row.parts.all())
        if parts and all(part.coding in codings for part in parts):
            yield Relation(f"r{row.key}", row.kind, parts)
