"""The redaction desk as plain data: what lies on it, what was decided, and what each decision makes of the text."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newel.transcripts import Edit

State = Literal["open", "accepted", "changed", "refused"]
CORRECTION = "correction"
"""The kind of a mark that mends a slip of the transcriber and hides nobody."""
FLAG = "deductive"
"""The kind of a suggestion that hides nothing by itself: words that may give a person away by deduction."""
REPLACED: tuple[State, ...] = ("accepted", "changed")


@dataclass(frozen=True)
class Mark:
    """One stretch of the text: suggested, or marked by a person, with what shall stand in its place."""

    number: int
    start: int
    end: int
    kind: str
    because: str
    state: State
    replacement: str
    decided_by: str

    @property
    def replaced(self) -> bool:
        """Whether other words will stand here."""
        return self.state in REPLACED


@dataclass(frozen=True)
class Desk:
    """One round of work on a text. Nobody who decided something in it can be its second reader."""

    source_id: str
    number: int
    on_version: int
    in_vault: bool
    looked_at: datetime | None
    with_names_model: bool
    handed_by: str
    handed_at: datetime | None
    note: str
    marks: tuple[Mark, ...]

    @property
    def open(self) -> tuple[Mark, ...]:
        """Return what nobody has decided yet."""
        return tuple(mark for mark in self.marks if mark.state == "open")

    @property
    def deciders(self) -> frozenset[str]:
        """Return everybody whose decisions this round consists of."""
        return frozenset({mark.decided_by for mark in self.marks} | {self.handed_by}) - {""}

    @property
    def reason(self) -> Literal["corrected", "redacted"]:
        """Why the version this round makes is there. The first round redacts, even where there is nothing to hide."""
        hides = self.on_version == 1 or any(mark.replaced and mark.kind != CORRECTION for mark in self.marks)
        return "redacted" if hides else "corrected"

    def edits(self) -> tuple[Edit, ...]:
        """Return the edits that the decisions come to."""
        return tuple(Edit(mark.start, mark.end, mark.replacement) for mark in self.marks if mark.replaced)

    @property
    def taken(self) -> "Stretches":
        """Return where a mark stands, or waits, so that no other is made. A flag that nobody decided gives way."""
        taken = (mark for mark in self.marks if mark.replaced or (mark.state == "open" and mark.kind != FLAG))
        return Stretches((mark.start, mark.end) for mark in taken)


class Stretches:
    """Stretches of a text, to ask of another one whether it meets any of them: quick, however many there are."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(stretches):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def meet(self, start: int, end: int) -> bool:
        """Return whether a stretch that is not empty has a letter in common with one of these."""
        place = bisect_right(self._ends, start)
        return place < len(self._starts) and self._starts[place] < end


def alike(marks: Iterable[Mark], text: str, words: str) -> tuple[Mark, ...]:
    """Return the marks on the same words, whatever their case."""
    wanted = words.casefold()
    return tuple(mark for mark in marks if text[mark.start : mark.end].casefold() == wanted)


def places_of(text: str, words: str, within: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return where words stand within some stretches of a text, whole words only, whatever their case."""
    wanted, lower = words.casefold(), text.casefold()
    if not wanted or len(lower) != len(text):  # a few letters grow when folded: then only the very same words are found
        wanted, lower = words, text
    found: list[tuple[int, int]] = []
    start = lower.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        if _whole(text, start, end) and any(first <= start and end <= last for first, last in within):
            found.append((start, end))
        start = lower.find(wanted, end)
    return tuple(found)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch neither begins nor ends inside a word."""
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not cut_before and not cut_after
