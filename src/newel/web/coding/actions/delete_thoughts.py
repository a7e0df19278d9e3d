"""Delete what was noted about a source that was taken back, and strike its words out of what was noted elsewhere."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.db import transaction

from newel.coding import striker
from newel.web.audit.actions import record_event
from newel.web.coding.actions._recording import Doer
from newel.web.coding.models import Decision, Memo
from newel.web.coding.queries.thoughts import taken_back, thoughts_on
from newel.web.sessions.followers import TakenBack
from newel.web.sessions.queries.sources import every_signed_text


@dataclass(frozen=True)
class Deleted:
    """How much went: `struck` is in how many other notes words were struck out."""

    memos: int = 0
    reasons: int = 0
    summaries: int = 0
    struck: int = 0

    def __add__(self, other: "Deleted") -> "Deleted":
        """Return both together."""
        return Deleted(*(mine + theirs for mine, theirs in zip(*map(_figures, (self, other)), strict=True)))

    def in_words(self, start: str) -> str:
        """Return what went, for a message; nothing where nothing did."""
        kinds = (
            _count(self.memos, "memo", "memos"),
            _count(self.reasons, "reason of a decision", "reasons of decisions"),
            _count(self.summaries, "summary", "summaries"),
        )
        gone = ", ".join(kind for kind in kinds if kind)
        struck = _count(self.struck, "other note", "other notes")
        said = [f"{start}: {gone}."] if gone else []
        return " ".join([*said, *([f"Struck out of {struck}: words they had said."] if struck else [])])


@transaction.atomic
def delete_thoughts(*, by: Doer, source_id: str) -> Deleted:
    """Delete them for good. A memo stays as a row without words, so that steps still find it; it can not come back."""
    found = thoughts_on([source_id])
    summaries = found.cells.count()
    found.cells.delete()
    reasons = found.decisions.update(because="")
    memos = found.memos.update(words="", live=False)
    deleted = Deleted(memos, reasons, summaries, _strike(striker(every_signed_text(source_id))))
    if any(_figures(deleted)):
        body = {"source": source_id} | asdict(deleted)
        record_event(actor=by.name, verb="delete", thing="thoughts", body=body, now=by.now)
    return deleted


@transaction.atomic
def delete_all_taken_back(*, by: Doer) -> Deleted:
    """Delete what was noted about every source that was taken back, as people also do in a form of their own."""
    return sum((delete_thoughts(by=by, source_id=each) for each in taken_back()), Deleted())


def follow_to_the_end(taken: TakenBack) -> str:
    """Delete what was noted about a source inside the act that notes that it was taken back."""
    return delete_thoughts(by=Doer(taken.actor, taken.now), source_id=taken.source_id).in_words("Deleted with it")


def _strike(strike: Callable[[str], str]) -> int:
    changed = 0
    for memo in Memo.objects.exclude(words=""):
        changed += Memo.objects.filter(pk=memo.pk).exclude(words=strike(memo.words)).update(words=strike(memo.words))
    for decision in Decision.objects.exclude(because=""):
        kept = strike(decision.because)
        changed += Decision.objects.filter(pk=decision.pk).exclude(because=kept).update(because=kept)
    return changed


def _figures(deleted: Deleted) -> tuple[int, ...]:
    return deleted.memos, deleted.reasons, deleted.summaries, deleted.struck


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
