"""Measurements of recall, and the texts they are made on."""

from newel.web.sessions.models import RecallMeasure
from newel.web.sessions.queries.sources import all_sources, current_text

MOST_WORDS = 10_000
"""A measurement is made while somebody waits: with the names model this takes some seconds."""


def measures() -> list[RecallMeasure]:
    """Return all measurements, the latest first."""
    return list(RecallMeasure.objects.order_by("-pk"))


def texts_to_measure_on() -> list[str]:
    """Return signed texts that may be used, the earliest added first, up to the words that can be waited for.

    Whatever else the suggestions flag in them is a false flag: the true ones were replaced.
    """
    texts: list[str] = []
    words = 0
    for row in all_sources():
        if row.may_be_coded and (not texts or words + row.words <= MOST_WORDS):
            texts.append(current_text(row.source_id).text)
            words += row.words
    return texts
