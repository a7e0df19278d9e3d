"""Codes that passages like a unit have, from what this coder may see; with the coded words as evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from newel.coding import (
    Codebook,
    CodeSuggestion,
    Coding,
    Embed,
    Source,
    Suggester,
    nearest_suggester,
    remembering,
    sentence_model,
    tfidf_suggester,
)
from newel.faults import Refused
from newel.web.accounts.permissions import Person
from newel.web.coding.models import Layer
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.queries.codings import core_layer, counted
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.texts import codable_sources, core_source, texts_of

LONGEST_EVIDENCE = 160


@dataclass(frozen=True)
class Suggested:
    """A code to offer, and why."""

    code: str
    name: str
    because: str
    layer: str
    source: str
    """Where the passage is that speaks for it."""


def suggestions_for(user: Person, layer: Layer, source_id: str, *, unit: int) -> list[Suggested]:
    """Return up to five codes for a unit; none where too little is coded, and never what the unit has already."""
    sources = {row.source_id: row for row in codable_sources(user)}
    texts = texts_of([*sources.values()])
    codebook = codebook_now(layer.codebook_id)
    codings = counted(sight_of(layer.coder).of(layer.codebook_id), sources=sources)
    text = texts[source_id]
    wanted = text.by_number.get(unit)
    if wanted is None:
        return []
    on_it = [each for each in codings if each.source == source_id]
    here = [each for each in on_it if each.start < wanted.end and wanted.start < each.end]
    known = {each.id for each in here}
    elsewhere = [each for each in codings if each.id not in known]
    try:
        readable = [core_source(row, texts[key]) for key, row in sources.items()]
        suggester = _suggester(layer, codebook, readable, codings=elsewhere)
    except Refused:
        return []
    layers = {each.id: each.layer for each in elsewhere}
    has = {each.code for each in here if each.layer == layer.key}
    found = suggester.suggest(text.quote(wanted.start, wanted.end))
    return [
        _suggested(each, codebook.path_name(each.code), layers)
        for each in found
        if each.code not in has
    ]


@cache
def _embed() -> Embed | None:
    model = sentence_model()
    return remembering(model) if model else None


def _suggester(layer: Layer, codebook: Codebook, sources: list[Source], *, codings: list[Coding]) -> Suggester:
    """Return what compares meanings where the extra `suggest` is installed, else what compares words."""
    embed, of = _embed(), core_layer(layer)
    if embed is None:
        return tfidf_suggester(sources, codings, layer=of, codebook=codebook)
    return nearest_suggester(sources, codings, layer=of, embed=embed, codebook=codebook)


def _suggested(found: CodeSuggestion, name: str, layers: Mapping[str, str]) -> Suggested:
    nearest = found.evidence[0]
    return Suggested(found.code, name, _because(nearest.quote), layers[nearest.coding], nearest.source)


def _because(quote: str) -> str:
    short = quote if len(quote) <= LONGEST_EVIDENCE else f"{quote[:LONGEST_EVIDENCE]}…"
    return f"Near to: “{short}”"
