"""Memos as plain data: what they are about in words, and whether the reader wrote them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from newel.web.coding.models import Memo

KIND_NAMES = {"analytic": "Analytic", "method": "Method", "reflexive": "Reflexive", "code": "On a code"}


@dataclass(frozen=True)
class MemoCard:
    """One memo as a page shows it."""

    key: str
    kind: str
    about: str
    words: str
    by: str
    at: datetime
    own: bool


def memo_cards(memos: Iterable[Memo], titles: Mapping[str, str], *, name: str) -> list[MemoCard]:
    """Return memos for a page. `titles` are those of the sources that the reader may see."""
    return [
        MemoCard(
            memo.key, KIND_NAMES[memo.kind], _about(memo, titles), memo.words, memo.by, memo.at, own=memo.by == name
        )
        for memo in memos
    ]


def _about(memo: Memo, titles: Mapping[str, str]) -> str:
    if memo.about == "source":
        return titles.get(memo.about_id, "a source")
    if memo.about == "code":
        return f"the code {memo.about_id.rpartition('/')[2]}"
    return {"study": "the study", "coding": "a coding"}[memo.about]
