"""The edits between two texts, for a transcript that was corrected elsewhere: word by word, and honest about doubt.

The comparison is Myers' algorithm (Algorithmica 1986;1:251-266) in diff-match-patch (N. Fraser), run over lines and
then, in the lines that differ, over words. No time limit is set, so that two texts always give the same edits.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle

from diff_match_patch import diff_match_patch

from newel.transcripts.pieces import pieces
from newel.transcripts.versions import Edit, Span, applied, normal

_FIRST_SIGN = 0x100
_SURROGATES = (0xD800, 0xE000)
_MOST_CHANGED = 3_000
"""Pieces that come or go in one passage, beyond which it is another passage: time grows with their square."""

Piece = tuple[int, str]
"""A piece as diff-match-patch marks it: -1 only in the old text, 0 in both, 1 only in the new one."""


def difference(old: str, new: str) -> tuple[Edit, ...]:
    """Return the edits that make `new` of `old`, both taken in normal form; each edit takes whole words.

    Where an edit could as well stand a few words further, it is widened over all places it could stand at: an edge of a
    coding among them is then in doubt, and goes to a person.
    """
    old, new = normal(old), normal(new)
    edits, places = tuple(_edits(_compared(old, new))), _Places(old)
    return tuple(_joined(old, edits, [places.doubt(edit) for edit in edits]))


def _compared(old: str, new: str) -> Iterator[Piece]:
    """Yield what the texts share and what not: whole lines where they are alike, words where they differ."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if _changed(before, after) > _MOST_CHANGED:
        yield from _by_word(old, new)
        return
    gone, come = "", ""
    for kind, text in _diff(before, after):
        if kind:
            gone, come = (gone + text, come) if kind < 0 else (gone, come + text)
            continue
        yield from _by_word(gone, come)
        yield kind, text
        gone, come = "", ""
    yield from _by_word(gone, come)


def _by_word(gone: str, come: str) -> Iterator[Piece]:
    before, after = _texts(gone), _texts(come)
    if _changed(before, after) > _MOST_CHANGED:
        yield -1, gone
        yield 1, come
    else:
        yield from _diff(before, after)


def _changed(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many pieces only one of two passages has, whatever their order."""
    return (Counter(before) - Counter(after)).total() + (Counter(after) - Counter(before)).total()


def _diff(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Compare two sequences of pieces, each piece written as one sign so that the engine sees it as a letter."""
    known = {piece: _sign(place) for place, piece in enumerate(dict.fromkeys((*old, *new)))}
    back = {sign: piece for piece, sign in known.items()}
    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    before, after = ("".join(map(known.__getitem__, each)) for each in (old, new))
    diffs = engine.diff_main(before, after, False)  # noqa: FBT003 - its own signature: no comparison of lines first
    engine.diff_cleanupSemantic(diffs)
    for kind, signs in diffs:
        yield kind, "".join(map(back.__getitem__, signs))


def _sign(place: int) -> str:
    code = place + _FIRST_SIGN
    first, after = _SURROGATES
    return chr(code if code < first else code + after - first)


def _edits(diffs: Iterable[Piece]) -> Iterator[Edit]:
    """Yield one edit for each run of pieces that only one of the texts has."""
    place, start, words = 0, 0, ""
    for kind, text in (*diffs, (0, "")):
        if kind > 0:
            words += text
        elif kind < 0:
            place += len(text)
        else:
            if place > start or words:
                yield Edit(start, place, words)
            place += len(text)
            start, words = place, ""


class _Places:
    """The pieces of a text, to ask which stand before and after a place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = pieces(text)
        self.starts = [span.start for span in self.spans]

    def doubt(self, edit: Edit) -> Span:
        """Return where a pure insertion or deletion could stand to the same effect; another edit stands where it is."""
        if edit.words and edit.end > edit.start:
            return Span(edit.start, edit.end)
        moved = _texts(edit.words or self.text[edit.start : edit.end])
        first, after = bisect_left(self.starts, edit.start), bisect_left(self.starts, edit.end)
        back = _repeats((self._at(place) for place in range(first - 1, -1, -1)), moved[::-1])
        on = _repeats((self._at(place) for place in range(after, len(self.spans))), moved)
        return Span(edit.start - back, edit.end + on)

    def _at(self, place: int) -> str:
        span = self.spans[place]
        return self.text[span.start : span.end]


def _texts(text: str) -> list[str]:
    return [text[span.start : span.end] for span in pieces(text)]


def _repeats(neighbours: Iterable[str], moved: list[str]) -> int:
    """Return how many letters beside an edit repeat its own pieces in turn."""
    length = 0
    for neighbour, piece in zip(neighbours, cycle(moved), strict=False):
        if neighbour != piece:
            break
        length += len(piece)
    return length


def _joined(old: str, edits: Sequence[Edit], doubts: Sequence[Span]) -> Iterator[Edit]:
    """Yield one edit for each stretch of doubt, with all edits that fall into it."""
    waiting: list[Edit] = []
    reach = Span(0, 0)
    for edit, doubt in zip(edits, doubts, strict=True):
        if waiting and doubt.start >= reach.end:
            yield _over(old, waiting, reach)
            waiting = []
        start, end = (reach.start, reach.end) if waiting else (doubt.start, doubt.end)
        reach = Span(min(start, doubt.start), max(end, doubt.end))
        waiting.append(edit)
    if waiting:
        yield _over(old, waiting, reach)


def _over(old: str, edits: Sequence[Edit], reach: Span) -> Edit:
    inner = [Edit(edit.start - reach.start, edit.end - reach.start, edit.words) for edit in edits]
    return Edit(reach.start, reach.end, applied(old[reach.start : reach.end], inner))
