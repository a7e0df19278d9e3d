"""Quotes of layers that a person may see."""

from django.db.models import QuerySet

from newel.web.coding.models import Coding, Quote
from newel.web.coding.queries.codings import COUNTS, number_in
from newel.web.coding.queries.layers import Sight


def quotes_seen(sight: Sight) -> list[Quote]:
    """Return the quotes of layers that may be seen, the latest first."""
    return list(_seen(sight).select_related("coding", "coding__layer").order_by("-pk"))


def quote_of(sight: Sight, key: int) -> Quote | None:
    """Return one of them, or None."""
    return _seen(sight).filter(pk=key).select_related("coding").first()


def choosable(sight: Sight, key: str) -> Coding | None:
    """Return a coding that may be seen, by what a page sent, or None."""
    number = number_in(key)
    return Coding.objects.filter(COUNTS, layer__in=sight.layers, pk=number).first() if number is not None else None


def _seen(sight: Sight) -> QuerySet[Quote]:
    return Quote.objects.filter(live=True, coding__live=True, coding__queued=False, coding__layer__in=sight.layers)
