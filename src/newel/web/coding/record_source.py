"""The door from the database to the freeze: codes, layers, codings, quotes and summaries as records.

No text of a source goes through it but quotes that their people agreed to. A blind round that is still going on stays
here, and so do codings that wait for a person, and everything on a source that may no longer be coded.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl
from django.utils import timezone

from newel.coding import Codebook
from newel.records import KINDS, conform
from newel.web.coding.actions.open_layer import pseudonym_of
from newel.web.coding.models import Coding, Layer, MatrixCell, Quote
from newel.web.coding.queries.codebooks import codebook_now, codebooks
from newel.web.coding.queries.codings import COUNTS
from newel.web.coding.queries.layers import settled_layers
from newel.web.coding.texts import SourceRow, Text, every_codable_source, texts_of

Row = tuple[object, ...]


@dataclass(frozen=True)
class _Held:
    """Everything the records are made from, read once."""

    books: tuple[Codebook, ...]
    layers: tuple[Layer, ...]
    sources: dict[str, SourceRow]
    texts: dict[str, Text]
    codings: tuple[Coding, ...]


def coding_frames() -> dict[str, pl.DataFrame]:
    """Return a frame for each kind of coding, in the shape `newel.records` states."""
    held = _read()
    rows: dict[str, Iterable[Row]] = {
        "code": (row for book in held.books for row in _codes(book)),
        "layer": (_layer(layer) for layer in held.layers),
        "coding": (_coding(held, coding) for coding in held.codings),
        "quote": _quotes(held),
        "matrix_cell": _cells(held),
    }
    return {
        name: conform(KINDS[name], pl.DataFrame(list(kind_rows), schema=KINDS[name].schema, orient="row"))
        for name, kind_rows in rows.items()
    }


def _read() -> _Held:
    sources = {row.source_id: row for row in every_codable_source()}
    layers = tuple(settled_layers())
    rows = Coding.objects.filter(COUNTS, layer__in=layers).select_related("layer").order_by("pk")
    codings = tuple(row for row in rows if row.source_id in sources)
    used = {coding.source_id for coding in codings}
    texts = texts_of([row for row in sources.values() if row.source_id in used])
    return _Held(tuple(codebook_now(book.pk) for book in codebooks()), layers, sources, texts, codings)


def _codes(book: Codebook) -> Iterator[Row]:
    for code in book.codes:
        own = (code.id, code.parent, code.name, code.definition, book.theme_of(code.id).id)
        yield (*own, book.id, book.version, code.reference or None)


def _layer(layer: Layer) -> Row:
    locked_on = timezone.localdate(layer.locked_at) if layer.locked_at else None
    return layer.key, layer.pseudonym, layer.round, layer.purpose, layer.blind, locked_on


def _coding(held: _Held, coding: Coding) -> Row:
    text = held.texts[coding.source_id]
    touched = text.touched(coding.start, coding.end)
    first, last = (touched[0].number, touched[-1].number) if touched else (1, 1)
    words = text.quote(coding.start, coding.end)
    at = (coding.source_id, coding.code, coding.start, coding.end, first, last)
    return coding.key, coding.layer.key, *at, hashlib.sha256(words.encode()).hexdigest()


def _quotes(held: _Held) -> Iterator[Row]:
    """Yield the quotes; the words of one only where its people agreed to be quoted and a second person has read it."""
    codings = {coding.pk: coding for coding in held.codings}
    for quote in Quote.objects.filter(live=True, coding__in=codings).order_by("pk"):
        coding = codings[quote.coding_id]
        words = held.texts[coding.source_id].quote(coding.start, coding.end)
        may_be_quoted = held.sources[coding.source_id].may_be_quoted and quote.checked_by
        at = (coding.source_id, coding.code, coding.start, coding.end, words if may_be_quoted else None)
        checked_by = pseudonym_of(quote.checked_by) if quote.checked_by else None
        yield f"q{quote.key}", *at, pseudonym_of(quote.chosen_by), checked_by


def _cells(held: _Held) -> Iterator[Row]:
    """Yield every version of every summary; one of a case whose sources may no longer be coded stays here."""
    cases = {row.case_id for row in held.sources.values() if row.case_id}
    here = {coding.pk for coding in held.codings}
    for cell in MatrixCell.objects.order_by("pk").prefetch_related("pinned__quote"):
        if cell.case_id in held.sources:
            whose: Row = (cell.case_id, None)
        elif cell.case_id in cases:
            whose = (None, cell.case_id)
        else:
            continue
        quotes = (getattr(coding, "quote", None) for coding in cell.pinned.all() if coding.pk in here)
        pinned = " ".join(f"q{quote.key}" for quote in quotes if quote and quote.live) or None
        yield f"{cell.case_id}/{cell.code}", *whose, cell.code, cell.summary, cell.version, pinned
