"""A text as its blocks: one for each unit, with the label of who speaks, cut where marks begin and end."""

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
    shown, covered = _side_by_side(marks)
    found, reached = [], 0
    for place, unit in enumerate(units):
        end = unit.end if place + 1 < len(units) else len(text)
        found.append(
            Block(
                number=unit.number,
                label=_segments(text, (reached, unit.start), shown),
                words=_segments(text, (unit.start, end), shown),
                also=tuple(mark for mark in covered if reached <= mark.start < end),
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


def _side_by_side(marks: Iterable[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Return the marks that can be shown beside each other, and those that lie across one of them."""
    shown: list[Mark] = []
    covered: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (not each.replaced, each.state == "refused", each.kind == FLAG)):
        crosses = any(mark.start < other.end and other.start < mark.end for other in shown)
        (covered if crosses else shown).append(mark)
    return sorted(shown, key=lambda mark: mark.start), covered


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
