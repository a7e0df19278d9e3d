"""Codings that wait for a person, of the layers that this person may change."""

import json
from dataclasses import dataclass

from django.db.models import QuerySet

from newel.web.coding.coders import is_nobody
from newel.web.coding.models import Coding, Waiting
from newel.web.coding.queries.layers import Sight


@dataclass(frozen=True)
class ToPlace:
    """A coding to be placed, with the places offered for it."""

    coding: Coding
    from_version: int
    places: tuple[tuple[int, int], ...]


def waiting_in(sight: Sight) -> list[ToPlace]:
    """Return what waits in one's own layers, and in those that belong to all who may see them.

    These are the reconciled ones, and those of coders of a loaded project who have no account here.
    """
    return [
        ToPlace(row.coding, row.from_version, tuple((start, end) for start, end in json.loads(row.places)))
        for row in _rows(sight).select_related("coding", "coding__layer").order_by("coding__source_id", "coding__start")
    ]


def waiting_count(sight: Sight) -> int:
    """Return how many wait."""
    return _rows(sight).count()


def waiting_one(sight: Sight, key: str) -> ToPlace | None:
    """Return one of them, or None."""
    return next((each for each in waiting_in(sight) if each.coding.key == key), None)


def _rows(sight: Sight) -> QuerySet[Waiting]:
    shared = [layer for layer in sight.layers if layer.purpose == "reconciled" or is_nobody(layer.coder)]
    mine = [*shared, *sight.own()]
    return Waiting.objects.filter(coding__layer__in=mine, coding__live=True)
