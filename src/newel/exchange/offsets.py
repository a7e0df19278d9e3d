"""Carries places in a text as another program kept it over to the same text in Newel's form: composed, LF line ends.

Every place is a count of code points. A place that falls inside what becomes one letter, a base and its accent, has no
place of its own afterwards: a span is widened over the letter, and says so.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from unicodedata import normalize

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True)
class Placed:
    """A span in the new text; `exact` is False where it had to be widened over a letter."""

    start: int
    end: int
    exact: bool = True


class Normalised:
    """A text in composed form with LF line ends, and the way from places in the old text to places in the new one."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._lines: list[str] = []
        self._old_starts: list[int] = []
        self._new_starts: list[int] = []
        self.text = raw
        if "\r" in raw or normalize("NFC", raw) != raw:
            self.text = self._walked()

    def _walked(self) -> str:
        new: list[str] = []
        length = 0
        for match in _LINE.finditer(self.raw):
            line = match[0].rstrip("\r\n")
            self._lines.append(line)
            self._old_starts.append(match.start())
            self._new_starts.append(length)
            written = normalize("NFC", line) + ("\n" if len(line) < len(match[0]) else "")
            new.append(written)
            length += len(written)
        return "".join(new)

    def span(self, start: int, end: int) -> Placed | None:
        """Return where a span of the old text is now, or None where it leaves the text or runs backwards."""
        if not 0 <= start <= end <= len(self.raw):
            return None
        if not self._lines:
            return Placed(start, end)
        left, left_exact = self._at(start, step=-1)
        right, right_exact = self._at(end, step=1)
        return Placed(left, right, left_exact and right_exact)

    def _at(self, place: int, *, step: int) -> tuple[int, bool]:
        """Return the new place; where letters on both sides become one, go on by `step` until they do not."""
        number = bisect_right(self._old_starts, place) - 1
        line, within = self._lines[number], place - self._old_starts[number]
        whole, moved = normalize("NFC", line), min(within, len(line))
        if within > len(line):  # between the CR and the LF of one line end
            return self._new_starts[number] + len(whole) + (step > 0), False
        while normalize("NFC", line[:moved]) + normalize("NFC", line[moved:]) != whole:
            moved += step
        return self._new_starts[number] + len(normalize("NFC", line[:moved])), moved == within
