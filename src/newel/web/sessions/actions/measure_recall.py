"""Measure how many planted identifiers the suggestions find in this study's own signed texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from newel.transcripts.redaction import Finder, seeded_recall
from newel.web.audit.actions import record_event
from newel.web.sessions.models import RecallMeasure


@dataclass(frozen=True)
class Sample:
    """The texts that are measured on, and the seed by which identifiers are planted in them."""

    texts: Sequence[str]
    seed: int
    roster_known: bool


@transaction.atomic
def measure_recall(*, actor: str, sample: Sample, finder: Finder | None, now: datetime) -> RecallMeasure:
    """Plant, look, and keep the figures; the texts themselves are not changed."""
    found = seeded_recall(sample.texts, seed=sample.seed, roster_known=sample.roster_known, finder=finder)
    measure = RecallMeasure.objects.create(
        measured_at=now,
        measured_by=actor,
        seed=sample.seed,
        sources=len(sample.texts),
        words=sum(len(text.split()) for text in sample.texts),
        roster_known=sample.roster_known,
        with_names_model=finder is not None,
        planted=found.planted,
        found=found.found,
        by_kind={kind: list(counts) for kind, counts in dict(found.by_kind).items()},
        other_flags=found.other_flags_per_1000_words,
    )
    body = {"texts": len(sample.texts), "planted": found.planted, "found": found.found, "seed": sample.seed}
    record_event(actor=actor, verb="measure", thing="recall", body=body, now=now)
    return measure
