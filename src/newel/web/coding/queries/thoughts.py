"""What people noted about sources: memos on them and on their codings, reasons of decisions, and summaries of cases."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from newel.web.coding.models import Coding, Decision, MatrixCell, Memo
from newel.web.coding.queries.matrix import case_of
from newel.web.sessions.queries.sources import all_sources


@dataclass(frozen=True)
class Thoughts:
    """Whatever somebody wrote about some sources. Rows without words are none."""

    memos: QuerySet[Memo]
    decisions: QuerySet[Decision]
    cells: QuerySet[MatrixCell]

    def count(self) -> int:
        """Return how many there are."""
        return self.memos.count() + self.decisions.count() + self.cells.count()


def thoughts_on(sources: Collection[str]) -> Thoughts:
    """Return what was noted about sources that were taken back.

    The summary of a case is among it where the case speaks in no source that stays.
    """
    codings = Coding.objects.filter(source_id__in=sources).values("key")
    about = Q(about="source", about_id__in=sources) | Q(about="coding", about_id__in=codings)
    rows = all_sources()
    stays = {case_of(row) for row in rows if not row.withdrawn}
    cases = {case_of(row) for row in rows if row.source_id in sources} - stays
    return Thoughts(
        Memo.objects.filter(about).exclude(words=""),
        Decision.objects.filter(source_id__in=sources).exclude(because=""),
        MatrixCell.objects.filter(case_id__in=cases),
    )


def taken_back() -> tuple[str, ...]:
    """Return the sources whose people have taken them back."""
    return tuple(row.source_id for row in all_sources() if row.withdrawn)
