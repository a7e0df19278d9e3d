"""Keeps codings on their words when the text below them is edited: exactly, or a person decides."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from newel.transcripts.pieces import words
from newel.transcripts.versions import Edit, Span

MOST_CANDIDATES = 5
LEAST_LIKENESS = 0.5
"""The share of words alike from which a place is offered to the person who decides."""


@dataclass(frozen=True)
class Candidate:
    """A place where lost words may stand now; `likeness` is 1 where they stand there word for word."""

    start: int
    end: int
    likeness: float


def reanchor(edits: Sequence[Edit], spans: Iterable[Span]) -> tuple[Span | None, ...]:
    """Return where each span of the version before stands after `edits` (sorted, as a TextVersion holds them).

    A span keeps its text, with the edits that lie wholly inside it applied; what is added at its very edge stays out.
    None where an edit cuts across an edge, takes in more than the span, or leaves nothing of it: a person decides.
    """
    line = _Line(edits)
    return tuple(line.after(span) for span in spans)


class _Line:
    """The edits of a version in order, and by how much the text has grown after each."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self.starts = [edit.start for edit in edits]
        self.ends = [edit.end for edit in edits]
        self.grown = [0]
        for edit in edits:
            self.grown.append(self.grown[-1] + len(edit.words) - (edit.end - edit.start))

    def after(self, span: Span) -> Span | None:
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end)
        # An insertion at the start of the span ends where the span starts, so it counts among those before it. A
        # replacement that begins before the end is looked at whole: inside, or not at all.
        touching = self.edits[first:last]
        if not all(_inside(edit, span) for edit in touching):
            return None
        moved = Span(span.start + self.grown[first], span.end + self.grown[max(first, last)])
        return moved if moved.start < moved.end else None


def _inside(edit: Edit, span: Span) -> bool:
    if edit.start == edit.end:
        return span.start < edit.start < span.end
    return span.start <= edit.start and edit.end <= span.end


def candidates(text: str, quote: str) -> tuple[Candidate, ...]:
    """Return up to five places where a quote may stand in a text, the likest first: word for word, or nearly so."""
    exact = _exact(text, quote)
    return exact or _alike(text, quote)


def _exact(text: str, quote: str) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    start = text.find(quote) if quote else -1
    while start >= 0 and len(found) < MOST_CANDIDATES:
        found.append(Candidate(start, start + len(quote), 1.0))
        start = text.find(quote, start + 1)
    return tuple(found)


def _alike(text: str, quote: str) -> tuple[Candidate, ...]:
    """Look at windows as long as the quote, most shared words first, and keep the best that do not overlap."""
    wanted = [quote[span.start : span.end].casefold() for span in words(quote)]
    places = words(text)
    said = [text[span.start : span.end].casefold() for span in places]
    if not wanted or not said:
        return ()
    kept: list[Candidate] = []
    for index in _windows(said, wanted)[: 10 * MOST_CANDIDATES]:
        candidate = _compared(said, wanted, places=places, index=index)
        if candidate.likeness >= LEAST_LIKENESS:
            kept.append(candidate)
    return tuple(_apart(sorted(kept, key=lambda each: (-each.likeness, each.start))))[:MOST_CANDIDATES]


def _windows(said: list[str], wanted: list[str]) -> list[int]:
    """Return where windows start, those that share most words with the quote first."""
    width, lacking = len(wanted), Counter(wanted)
    shared = 0
    scored: list[tuple[int, int]] = []
    for index, word in enumerate(said):
        shared += lacking[word] > 0
        lacking[word] -= 1
        if index >= width:
            gone = said[index - width]
            lacking[gone] += 1
            shared -= lacking[gone] > 0
        scored.append((-shared, max(index - width + 1, 0)))
    return list(dict.fromkeys(start for _, start in sorted(scored)))


def _compared(said: list[str], wanted: list[str], *, places: Sequence[Span], index: int) -> Candidate:
    """Compare a window, somewhat longer than the quote, with it; the place runs from the first to the last match."""
    window = said[index : index + len(wanted) + max(2, len(wanted) // 5)]
    matcher = SequenceMatcher(None, window, wanted, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return Candidate(0, 0, 0.0)
    first, last = blocks[0].a, blocks[-1].a + blocks[-1].size - 1
    alike = sum(block.size for block in blocks)
    likeness = 2 * alike / (last - first + 1 + len(wanted))
    return Candidate(places[index + first].start, places[index + last].end, round(likeness, 3))


def _apart(found: list[Candidate]) -> Iterable[Candidate]:
    kept: list[Candidate] = []
    for candidate in found:
        if all(candidate.end <= other.start or other.end <= candidate.start for other in kept):
            kept.append(candidate)
            yield candidate
