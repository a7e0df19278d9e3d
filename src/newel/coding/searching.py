"""Search in what was said: any case, with or without accents, whole words, phrases in quotes, and within a code."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newel.coding.passages import UnitFinder, union
from newel.coding.project import Coding, Source
from newel.faults import Refused
from newel.transcripts import Unit

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_PLAIN = {
    **dict.fromkeys(range(0x2018, 0x201C), "'"),
    **dict.fromkeys(range(0x201C, 0x2020), '"'),
    **dict.fromkeys(range(0x2010, 0x2016), "-"),
}
"""Quotation marks and dashes as a keyboard has them."""


@dataclass(frozen=True)
class Hit:
    """A unit that has every term, and where they are in the source's text, in code points."""

    source: str
    unit: Unit
    spans: tuple[tuple[int, int], ...]


def search(sources: Sequence[Source], words: str, *, within: Iterable[Coding] | None = None) -> tuple[Hit, ...]:
    """Return the units in which every term occurs, in the order of sources and text.

    Words are whole words; `form*` finds every word that begins so; words in double quotes are a phrase, whatever the
    space between them. `within` keeps only what lies inside these codings. Raises Refused for a search without words.
    """
    patterns = _patterns(words)
    inside = None if within is None else _inside(within)
    return tuple(
        hit
        for source in sources
        if inside is None or source.id in inside
        for hit in _of_source(source, patterns, within=None if inside is None else inside[source.id])
    )


def folded(text: str) -> tuple[str, list[int] | None]:
    """Return a text in small letters without accents, and where each of its characters, and its end, stood.

    The places are None where every character stays where it was.
    """
    if text.isascii():
        return text.lower(), None
    strange = {character: _plain(character) for character in set(text) if not character.isascii()}
    if all(len(plain) == 1 for plain in strange.values()):
        for character, plain in strange.items():
            text = text.replace(character, plain)
        return text.lower(), None
    pieces = [strange.get(character, character.lower()) for character in text]
    return "".join(pieces), [*(place for place, piece in enumerate(pieces) for _ in piece), len(text)]


def _plain(character: str) -> str:
    """Fold one character: `É` to `e`, `ß` to `ss`, a curly quote to a straight one, a lone accent to nothing."""
    apart = unicodedata.normalize("NFKD", character.translate(_PLAIN).casefold())
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()


def _patterns(words: str) -> list[re.Pattern[str]]:
    terms = [quoted or plain for quoted, plain in _TERM.findall(folded(words)[0])]
    found = [_pattern(term) for term in terms if re.search(r"\w", term)]
    if not found:
        raise Refused.because(
            "search",
            "words",
            found=f"“{words}”" if words.strip() else "nothing",
            expected="a word, the beginning of one with *, or a phrase in double quotes",
            remedy="Type at least one word.",
        )
    return found


def _pattern(term: str) -> re.Pattern[str]:
    parts = [re.escape(part.rstrip("*")) + (r"\w*" if part.endswith("*") else "") for part in term.split()]
    return re.compile(r"\s+".join(parts) + r"(?!\w)")


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield where a pattern stands as whole words. What begins within a word is passed over here: a pattern that looks
    behind itself cannot be sought by its first letters, and is six times slower.
    """
    found = pattern.search(text)
    while found:
        start = found.start()
        before = text[start - 1 : start]
        whole = not (before.isalnum() or before == "_")
        if whole:
            yield found.span()
        found = pattern.search(text, found.end() if whole else start + 1)


def _of_source(
    source: Source, patterns: Sequence[re.Pattern[str]], *, within: list[tuple[int, int]] | None
) -> Iterator[Hit]:
    text, places = folded(source.text)
    finder = UnitFinder(source.units or [Unit(1, "paragraph", 0, len(source.text))])
    found: list[dict[int, list[tuple[int, int]]]] = []
    for pattern in patterns:
        spans = (_placed(span, places) for span in _spans(pattern, text))
        found.append(_by_unit((span for span in spans if within is None or _lies_in(span, within)), finder))
    for position in sorted(set.intersection(*(set(each) for each in found))):
        spans_here = {span for each in found for span in each[position]}
        yield Hit(source.id, finder.units[position], tuple(sorted(spans_here)))


def _by_unit(spans: Iterable[tuple[int, int]], finder: UnitFinder) -> dict[int, list[tuple[int, int]]]:
    """Return {position of a unit: the spans that lie in it whole}."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for span in spans:
        touched = finder.touched(*span)
        if len(touched) == 1:
            found[touched[0]].append(span)
    return found


def _placed(span: tuple[int, int], places: list[int] | None) -> tuple[int, int]:
    """Return where a span of the folded text stood; it ends after the accents of its last letter."""
    if places is None:
        return span
    return places[span[0]], max(places[span[1] - 1] + 1, places[span[1]])


def _inside(codings: Iterable[Coding]) -> dict[str, list[tuple[int, int]]]:
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for coding in codings:
        spans[coding.source].append((coding.start, coding.end))
    return {source: union(each) for source, each in spans.items()}


def _lies_in(span: tuple[int, int], within: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in within)
