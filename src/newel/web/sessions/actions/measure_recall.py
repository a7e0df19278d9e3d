"""Measure how many planted identifiers the suggestions find in this study's own signed texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from newel.transcripts.redaction import Finder, Recall, seeded_recall
from newel.web.audit.actions import record_event
from newel.web.sessions.models import RecallMeasure


@dataclass(frozen=True)
class Sample:
    """The texts that are measured on, and the seed by which identifiers are planted in them."""

    texts: Sequence[str]
    seed: int
    roster_known: bool


def measure_recall(*, actor: str, sample: Sample, finder: Finder | None, now: datetime) -> RecallMeasure:
    """Plant, look, and keep the figures; the texts themselves are not changed. Nobody waits while it looks."""
    found = seeded_recall(sample.texts, seed=sample.seed, roster_known=sample.roster_known, finder=finder)
    return _keep(found, actor=actor, sample=sample, with_names_model=finder is not None, now=now)


@transaction.atomic
def _keep(found: Recall, *, actor: str, sample: Sample, with_names_model: bool, now: datetime) -> RecallMeasure:
    measure = RecallMeasure.objects.create(
        measured_at=now,
        measured_by=actor,
        seed=sample.seed,
        sources=len(sample.texts),
        words=sum(len(text.split()) for text in sample.texts),
        roster_known=sample.roster_known,
        with_names_model=with_names_model,
        planted=found.planted,
        found=found.found,
        by_kind={kind: list(counts) for kind, counts in dict(found.by_kind).items()},
        other_flags=found.other_flags_per_1000_words,
    )
    body = {"texts": len(sample.texts), "planted": found.planted, "found": found.found, "seed": sample.seed}
    record_event(actor=actor, verb="measure", thing="recall", body=body, now=now)
    return measure
