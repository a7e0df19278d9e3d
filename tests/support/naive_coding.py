"""Coding counted slowly: character by character, unit by unit, pair by pair, straight from what the words mean."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations

from newel.coding import Codebook, Coding, Source


def above(codebook: Codebook, code: str) -> list[str]:
    """Return a code and every code above it, by walking from parent to parent."""
    found: list[str] = []
    at: str | None = code
    while at is not None:
        found.append(at)
        at = next(each.parent for each in codebook.codes if each.id == at)
    return found


def characters(codings: Iterable[Coding]) -> set[tuple[str, int]]:
    """Return (source, place) of every character under a coding."""
    return {(coding.source, place) for coding in codings for place in range(coding.start, coding.end)}


def applied(source: Source, codings: Sequence[Coding], unit: int) -> set[str]:
    """Return the codes that share a character with one unit of a source."""
    places = set(range(source.units[unit].start, source.units[unit].end))
    return {c.code for c in codings if c.source == source.id and places & set(range(c.start, c.end))}


def crosstab(codings: Sequence[Coding], sources: Sequence[Source], codebook: Codebook) -> dict[tuple[str, str], int]:
    """Return {(code, group): codings}, a code holding what lies below it."""
    found: dict[tuple[str, str], int] = {}
    for code in codebook.codes:
        for group in {str(source.group) for source in sources}:
            ids = {source.id for source in sources if source.group == group}
            number = sum(c.source in ids and code.id in above(codebook, c.code) for c in codings)
            if number:
                found[code.id, group] = number
    return found


def overlapping(codings: Sequence[Coding]) -> dict[tuple[str, str], int]:
    """Return {pair of codes: pairs of codings of one layer that share a character}."""
    found: dict[tuple[str, str], int] = {}
    for one, other in combinations(codings, 2):
        same = (one.layer, one.source) == (other.layer, other.source) and one.code != other.code
        if same and characters([one]) & characters([other]):
            pair = (min(one.code, other.code), max(one.code, other.code))
            found[pair] = found.get(pair, 0) + 1
    return found


def in_one_unit(codings: Sequence[Coding], sources: Sequence[Source]) -> dict[tuple[str, str], int]:
    """Return {pair of codes: units of a layer that have both}."""
    found: dict[tuple[str, str], int] = {}
    for layer in {coding.layer for coding in codings}:
        own = [coding for coding in codings if coding.layer == layer]
        for source in sources:
            for unit in range(len(source.units)):
                for pair in combinations(sorted(applied(source, own, unit)), 2):
                    found[pair] = found.get(pair, 0) + 1
    return found


def plain(character: str) -> str:
    """Return a character as a search sees it."""
    return "".join(c for c in unicodedata.normalize("NFKD", character.casefold()) if not unicodedata.combining(c))
