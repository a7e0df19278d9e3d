"""Quotes of layers that a person may see."""

from django.db.models import QuerySet

from newel.web.coding.keys import KEY
from newel.web.coding.models import Coding, Quote
from newel.web.coding.queries.codings import COUNTS
from newel.web.coding.queries.layers import Sight


def quotes_seen(sight: Sight) -> list[Quote]:
    """Return the quotes of layers that may be seen, the latest first."""
    return list(_seen(sight).select_related("coding", "coding__layer").order_by("-pk"))


def quote_of(sight: Sight, key: str) -> Quote | None:
    """Return one of them, or None."""
    return _seen(sight).filter(key=key).select_related("coding").first()


def choosable(sight: Sight, key: str) -> Coding | None:
    """Return a coding that may be seen, by what a page sent, or None."""
    return Coding.objects.filter(COUNTS, layer__in=sight.layers, key=key).first() if KEY.fullmatch(key) else None


def _seen(sight: Sight) -> QuerySet[Quote]:
    return Quote.objects.filter(live=True, coding__live=True, coding__queued=False, coding__layer__in=sight.layers)
