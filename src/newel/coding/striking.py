"""Strikes words that somebody took back out of what others wrote about them."""

import re
from collections.abc import Callable, Container, Iterable

from newel.coding.passages import union

IN_A_ROW = 5
"""So many words in a row are a quote; fewer may be anybody's."""
TAKEN_BACK = "[words taken back]"
_WORD = re.compile(r"\w+")


def striker(texts: Iterable[str]) -> Callable[[str], str]:
    """Return what strikes out of somebody's words all that they quote from these texts, five words in a row or more.

    Capitals, punctuation and line breaks make no difference. Of what is struck out, one mark stands for each run.
    """
    quoted = {run for text in texts for run in _runs(_WORD.findall(text.casefold()))}
    return lambda words: _struck(words, quoted)


def _struck(words: str, quoted: Container[tuple[str, ...]]) -> str:
    places = [(match.start(), match.end()) for match in _WORD.finditer(words)]
    said = [words[start:end].casefold() for start, end in places]
    found = [position for position, run in enumerate(_runs(said)) if run in quoted]
    kept = words
    for first, end in reversed(union((position, position + IN_A_ROW) for position in found)):
        kept = kept[: places[first][0]] + TAKEN_BACK + kept[places[end - 1][1] :]
    return kept


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    """Return every run of words, in the order of their first."""
    return [tuple(words[start : start + IN_A_ROW]) for start in range(len(words) - IN_A_ROW + 1)]
