"""Mark a chaser as sent: the letter itself was sent by a person, outside this site."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from newel.protocol import Chaser
from newel.web.audit.actions import record_event
from newel.web.returns.models import SentChaser
from newel.web.returns.subjects import Subject


def mark_chased(*, actor: str, chaser: Chaser, about: Iterable[Subject], now: datetime, today: date) -> int:
    """Keep one row for each month and return how many are new. A month that was marked before stays as it is."""
    try:
        return _mark(actor, chaser, about, now=now, today=today)
    except IntegrityError:  # a colleague was faster by a moment
        return 0


@transaction.atomic
def _mark(actor: str, chaser: Chaser, about: Iterable[Subject], *, now: datetime, today: date) -> int:
    new = [subject for subject in about if not _was_sent(subject, chaser)]
    if not new:
        return 0
    SentChaser.objects.bulk_create(
        SentChaser(
            kind=subject.kind,
            site_id=subject.site_id,
            month=subject.month,
            days_late=chaser.days_late,
            to=chaser.to,
            sent_by=actor,
            sent_on=today,
        )
        for subject in new
    )
    months = [[subject.kind, subject.site_id, subject.month] for subject in new]
    record_event(
        actor=actor, verb="chase", thing="return", body={"days_late": chaser.days_late, "months": months}, now=now
    )
    return len(new)


def _was_sent(subject: Subject, chaser: Chaser) -> bool:
    return SentChaser.objects.filter(
        kind=subject.kind, site_id=subject.site_id, month=subject.month, days_late=chaser.days_late
    ).exists()
