"""The questions the evaluation team has about returns: how many are open, and what was asked and answered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newel.web.returns.models import Query
from newel.web.returns.subjects import Subject


@dataclass(frozen=True)
class Asked:
    """One query. `waits_for` is the site, the evaluation team, or nobody once it is closed."""

    id: int
    about: Subject
    question: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    closed_at: datetime | None

    @property
    def state(self) -> str:
        """Its state in words."""
        if self.closed_at:
            return "Closed"
        return "Answered: waits for the evaluation team" if self.answered_at else "Waits for the site"


def open_counts(site_ids: Iterable[str]) -> Counter[Subject]:
    """Return how many queries are not closed, by what they are about."""
    rows = Query.objects.filter(site_id__in=list(site_ids), closed_at=None)
    return Counter(Subject(*row) for row in rows.values_list("kind", "site_id", "month"))


def unanswered(site_ids: Iterable[str]) -> list[Asked]:
    """Return the queries that wait for these sites, the oldest first."""
    rows = Query.objects.filter(site_id__in=list(site_ids), closed_at=None, answered_at=None)
    return [_asked(row) for row in rows.order_by("asked_at", "id")]


def answered(site_ids: Iterable[str]) -> list[Asked]:
    """Return the queries that have an answer and wait to be closed, the oldest answer first."""
    rows = Query.objects.filter(site_id__in=list(site_ids), closed_at=None).exclude(answered_at=None)
    return [_asked(row) for row in rows.order_by("answered_at", "id")]


def queries_about(about: Subject) -> list[Asked]:
    """Return every query about one month of one return, the latest first."""
    rows = Query.objects.filter(kind=about.kind, site_id=about.site_id, month=about.month)
    return [_asked(row) for row in rows.order_by("-asked_at", "-id")]


def query_with(query_id: int) -> Asked | None:
    """Return one query, or None."""
    row = Query.objects.filter(pk=query_id).first()
    return _asked(row) if row else None


def _asked(row: Query) -> Asked:
    about = Subject(row.kind, row.site_id, row.month)
    return Asked(row.pk, about, row.question, row.asked_at, row.answer, row.answered_at, row.closed_at)
