"""Memos a person may read: reflexive ones are their writer's; those about codings are as private as the layer."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from newel.web.coding.models import Coding, Memo
from newel.web.coding.queries.layers import Sight
from newel.web.coding.texts import every_codable_source


def memos_seen(sight: Sight) -> QuerySet[Memo]:
    """Return the memos that a person may read, the latest first."""
    own = Q(by=sight.name)
    shared = ~Q(kind="reflexive") & (Q(layer=None) | Q(layer__in=sight.layers))
    if sight.blind_in:  # whoever codes blind reads what the codebook's rules say, and nobody's thoughts on the sources
        shared &= Q(kind="code", about="code")
    return Memo.objects.filter(own | shared, live=True).order_by("-pk")


def memos_standing(sight: Sight) -> QuerySet[Memo]:
    """Return those of them that are about nothing that is closed: a source nobody may code takes its memos with it."""
    sources = [row.source_id for row in every_codable_source()]
    codings = Coding.objects.filter(source_id__in=sources).values("key")
    closed = (Q(about="source") & ~Q(about_id__in=sources)) | (Q(about="coding") & ~Q(about_id__in=codings))
    return memos_seen(sight).exclude(closed)


def memos_about(sight: Sight, about: str, about_id: str) -> list[Memo]:
    """Return the memos about one thing."""
    return list(memos_seen(sight).filter(about=about, about_id=about_id))


def codings_behind(memos: Iterable[Memo]) -> list[Coding]:
    """Return the codings that some memos are about, each with its layer."""
    keys = [memo.about_id for memo in memos if memo.about == "coding"]
    return list(Coding.objects.filter(key__in=keys).select_related("layer")) if keys else []


def memo_of(sight: Sight, key: str) -> Memo | None:
    """Return one memo that this person may read, or None."""
    return memos_seen(sight).filter(key=key).first()
