"""A text as its blocks: one for each unit, with the label of who speaks, cut where marks begin and end."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newel.transcripts import Unit
from newel.web.sessions.desk import FLAG, Mark


@dataclass(frozen=True)
class Segment:
    """Some words of a text; with the mark that lies on them, or without."""

    words: str
    mark: Mark | None = None


@dataclass(frozen=True)
class Block:
    """One unit as it is shown. `also` are marks that lie across another one, so that they cannot be shown in place."""

    number: int
    label: tuple[Segment, ...]
    words: tuple[Segment, ...]
    also: tuple[Mark, ...]


def blocks(text: str, units: Sequence[Unit], marks: Iterable[Mark] = ()) -> list[Block]:
    """Return a text in blocks: every letter of it is in one, but for blanks between them."""
    beside, covered = _side_by_side(marks)
    shown, also = _Marks(beside), _Marks(covered)
    found, reached = [], 0
    for place, unit in enumerate(units):
        end = unit.end if place + 1 < len(units) else len(text)
        found.append(
            Block(
                number=unit.number,
                label=_segments(text, (reached, unit.start), shown.near(reached, unit.start)),
                words=_segments(text, (unit.start, end), shown.near(unit.start, end)),
                also=also.begun(reached, end),
            )
        )
        reached = end
    return found


def block_of(found: Sequence[Block], mark: Mark) -> Block | None:
    """Return the block in which a mark is shown."""
    return next((block for block in found if _holds(block, mark.number)), None)


def _holds(block: Block, number: int) -> bool:
    shown = {segment.mark.number for segment in (*block.label, *block.words) if segment.mark}
    return number in shown or number in {mark.number for mark in block.also}


class _Marks:
    """Marks by where they begin, to ask which are in a stretch without going through all of them."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._starts = [mark.start for mark in marks]

    def begun(self, start: int, end: int) -> tuple[Mark, ...]:
        """Return those that begin in a stretch."""
        return tuple(self._marks[bisect_left(self._starts, start) : bisect_left(self._starts, end)])

    def near(self, start: int, end: int) -> tuple[Mark, ...]:
        """Return those that begin in a stretch, and the last one before it, of marks that stand beside each other."""
        return tuple(self._marks[max(bisect_left(self._starts, start) - 1, 0) : bisect_left(self._starts, end)])


def _side_by_side(marks: Iterable[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Return the marks that can be shown beside each other, and those that lie across one of them; each in order."""
    shown: list[Mark] = []
    starts: list[int] = []
    covered: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (not each.replaced, each.state == "refused", each.kind == FLAG)):
        place = bisect_right(starts, mark.start)
        near = shown[max(place - 1, 0) : place + 1]
        if any(mark.start < other.end and other.start < mark.end for other in near):
            covered.append(mark)
        else:
            shown.insert(place, mark)
            starts.insert(place, mark.start)
    return shown, sorted(covered, key=lambda mark: mark.start)


def _segments(text: str, within: tuple[int, int], marks: Sequence[Mark]) -> tuple[Segment, ...]:
    start, end = within
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    found, reached = [], start
    for mark in marks:
        if mark.start < end and start < mark.end:
            found.append(Segment(text[reached : max(mark.start, reached)]))
            found.append(Segment(text[max(mark.start, start) : min(mark.end, end)], mark))
            reached = min(mark.end, end)
    return tuple(segment for segment in (*found, Segment(text[reached:end])) if segment.words)
