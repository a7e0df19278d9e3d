"""Memos a person may read: reflexive ones are their writer's; those about codings are as private as the layer."""

from django.db.models import Q, QuerySet

from newel.web.coding.models import Memo
from newel.web.coding.queries.layers import Sight


def memos_seen(sight: Sight) -> QuerySet[Memo]:
    """Return the memos that a person may read, the latest first."""
    own = Q(by=sight.name)
    shared = ~Q(kind="reflexive") & (Q(layer=None) | Q(layer__in=sight.layers))
    if sight.blind_in:  # whoever codes blind reads what the codebook's rules say, and nobody's thoughts on the sources
        shared &= Q(kind="code", about="code")
    return Memo.objects.filter(own | shared, live=True).order_by("-pk")


def memos_about(sight: Sight, about: str, about_id: str) -> list[Memo]:
    """Return the memos about one thing."""
    return list(memos_seen(sight).filter(about=about, about_id=about_id))


def memo_of(sight: Sight, key: int) -> Memo | None:
    """Return one memo that this person may read, or None."""
    return memos_seen(sight).filter(pk=key).first()
