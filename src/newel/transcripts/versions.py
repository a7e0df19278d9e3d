"""Versions of a source's words: the text as transcribed, and every correction or redaction of it as a list of edits.

Offsets are code points, the end exclusive. A text is Unicode NFC with line feeds, so that an offset means one place.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from newel.faults import Refused

Reason = Literal["transcribed", "corrected", "redacted"]


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a text, from `start` up to and without `end`."""

    start: int
    end: int


@dataclass(frozen=True, order=True)
class Edit:
    """Replaces `text[start:end]` of the version before by `words`; start == end inserts, no words delete."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class TextVersion:
    """One state of a source's words. `edits` made it of the version before; the first version has none."""

    number: int
    text: str
    reason: Reason
    edits: tuple[Edit, ...] = ()

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def normal(text: str) -> str:
    """Return a text in the one form that offsets count in: NFC, and a line feed at each line's end."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def first_version(text: str) -> TextVersion:
    """Return the words as they came, in normal form."""
    return TextVersion(1, normal(text), "transcribed")


def next_version(version: TextVersion, edits: Iterable[Edit], *, reason: Reason) -> TextVersion:
    """Return the version that `edits` make. Raises Refused where edits overlap or leave the text.

    Edits are sorted and brought to normal form; one that would tear an accent from its letter is widened to take both.
    """
    kept = _checked(version, [_composed(version.text, edit) for edit in edits])
    return TextVersion(version.number + 1, applied(version.text, kept), reason, kept)


def applied(text: str, edits: Sequence[Edit]) -> str:
    """Return a text after edits that are sorted and do not overlap."""
    pieces: list[str] = []
    done = 0
    for edit in edits:
        pieces += [text[done : edit.start], edit.words]
        done = edit.end
    return "".join([*pieces, text[done:]])


def _composed(text: str, edit: Edit) -> Edit:
    """Widen an edit until what it leaves beside itself does not join with its words to another letter."""
    start, end, words = edit.start, edit.end, normal(edit.words)
    while 0 <= start <= end <= len(text):
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        if normal(before + words + after) == before + words + after:
            break
        if after and normal(before + words) == before + words:
            words, end = normal(words + after), end + 1
        else:
            words, start = normal(before + words), start - len(before)
    return Edit(start, end, words)


def _checked(version: TextVersion, edits: list[Edit]) -> tuple[Edit, ...]:
    kept = tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))
    reached = 0
    for edit in kept:
        if not reached <= edit.start <= edit.end <= len(version.text):
            raise Refused.because(
                f"version {version.number}",
                f"characters {edit.start} to {edit.end}",
                found="an edit that overlaps another one, or that lies outside the text",
                expected=f"edits one after the other, between 0 and {len(version.text)}",
                remedy="Load the text again and repeat the edit; somebody may have changed it meanwhile.",
            )
        reached = edit.end
    return kept
