"""The pieces a text is compared by: words, the blanks between them, and every other character by itself."""

import re

from newel.transcripts.versions import Span

_PIECE = re.compile(r"\w+(?:['\u2019]\w+)*|\n|[^\S\n]+|[^\w\s]")
_JOINED = re.compile(r"[\u0300-\u036f\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_JOINER = "\u200d"


def pieces(text: str) -> tuple[Span, ...]:
    """Return the pieces of a text in order, without a hole. An accent belongs to its letter, an emoji is one piece."""
    spans: list[Span] = []
    for found in _PIECE.finditer(text):
        start, end = found.span()
        if spans and (_JOINED.match(found[0]) or text[start - 1] == _JOINER):
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def words(text: str) -> tuple[Span, ...]:
    """Return the pieces that hold a letter or a digit."""
    return tuple(span for span in pieces(text) if any(sign.isalnum() for sign in text[span.start : span.end]))
