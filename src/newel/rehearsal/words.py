"""The shape of rehearsed words: transcripts that nobody spoke, with what was planted in them.

`rehearse_words` (`drawing_words.py`) draws the same words for the same protocol, truths and seed. The text as it was
transcribed holds invented names, places and dates, each planted at a known place, so that de-identification can be
measured; the redacted text is what codings stand in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import polars as pl

from newel.coding import Codebook, Coding, Layer
from newel.records.kinds import CODE, CODING, LAYER, MATRIX_CELL, QUOTE, SOURCE, UNIT

INTERVIEWER = "interviewer"
"""The speaker role of who asks; everybody else's is the id of their respondent group."""


@dataclass(frozen=True)
class PlantedIdentifier:
    """Something that would tell who speaks, at its place in the text as it was transcribed."""

    start: int
    end: int
    kind: str
    """What it is, in the words of `newel.transcripts`: name, place, organisation or date."""
    words: str
    replacement: str
    """What stands in its place in the redacted text."""


@dataclass(frozen=True)
class RehearsedTurn:
    """One turn, at its place in the redacted text: what was said, without the label of who says it."""

    number: int
    role: str
    """The id of the speaker's respondent group, or `interviewer`."""
    start: int
    end: int
    passages: Mapping[str, tuple[int, int]]
    """Where each code that was planted in it is said, whatever the coders saw."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes that were planted in it."""
        return tuple(self.passages)


@dataclass(frozen=True)
class RehearsedSource:
    """One synthetic source."""

    record: Mapping[str, Any]
    """Its fields as a `source` record, of the redacted version, which is number 2."""
    title: str
    transcribed: str
    """The text of version 1, with the planted identifiers in it."""
    text: str
    """The text of version 2, redacted."""
    identifiers: tuple[PlantedIdentifier, ...]
    turns: tuple[RehearsedTurn, ...]

    @property
    def id(self) -> str:
        """Return the id of the source."""
        return str(self.record["source_id"])

    @property
    def heard(self) -> tuple[RehearsedTurn, ...]:
        """Return the turns of those who were asked, without the interviewer's."""
        return tuple(turn for turn in self.turns if turn.role != INTERVIEWER)

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """Return the numbers of the first and the last turn that a stretch of the redacted text touches."""
        numbers = [turn.number for turn in self.turns if turn.start < end and start < turn.end]
        return (numbers[0], numbers[-1])


@dataclass(frozen=True)
class RehearsedWords:
    """Every synthetic source, and how two invented coders coded them and agreed in the end."""

    sources: tuple[RehearsedSource, ...] = ()
    codebook: Codebook | None = None
    """The codebook of the study; None where its truths plant no words."""
    layers: tuple[Layer, ...] = ()
    """First, second and reconciled, all locked."""
    codings: tuple[Coding, ...] = ()
    locked_on: date | None = None
    quotes: tuple[Mapping[str, Any], ...] = ()
    """Fields of `quote` records, of sources that may be quoted."""
    matrix_cells: tuple[Mapping[str, Any], ...] = ()
    """Fields of `matrix_cell` records. Each summary says that it is synthetic."""

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return the records of these words. No text of a source is among them."""
        by_id = {source.id: source for source in self.sources}
        rows = {
            SOURCE: [dict(source.record) for source in self.sources],
            UNIT: [unit for source in self.sources for unit in _units(source)],
            CODE: _codes(self.codebook) if self.codebook else [],
            LAYER: [_layer(layer) | {"locked_on": self.locked_on} for layer in self.layers],
            CODING: [_coding(coding, by_id[coding.source]) for coding in self.codings],
            QUOTE: [dict(quote) for quote in self.quotes],
            MATRIX_CELL: [dict(cell) for cell in self.matrix_cells],
        }
        return {kind.name: pl.DataFrame(found, schema=kind.schema) for kind, found in rows.items()}


def _units(source: RehearsedSource) -> list[dict[str, Any]]:
    return [
        {
            "source_id": source.id,
            "number": turn.number,
            "kind": "turn",
            "start": turn.start,
            "end": turn.end,
            "speaker_role": turn.role,
        }
        for turn in source.turns
    ]


def _codes(codebook: Codebook) -> list[dict[str, Any]]:
    return [
        {
            "code_id": code.id,
            "parent_id": code.parent,
            "name": code.name,
            "definition": code.definition,
            "theme": codebook.theme_of(code.id).id,
            "codebook": codebook.id,
            "codebook_version": codebook.version,
            "reference": code.reference or None,
        }
        for code in codebook.in_order()
    ]


def _layer(layer: Layer) -> dict[str, Any]:
    return {
        "layer_id": layer.id,
        "coder": layer.coder,
        "round": layer.round,
        "purpose": layer.purpose,
        "blind": layer.blind,
    }


def _coding(coding: Coding, source: RehearsedSource) -> dict[str, Any]:
    first, last = source.touched(coding.start, coding.end)
    return {
        "coding_id": coding.id,
        "layer_id": coding.layer,
        "source_id": coding.source,
        "code_id": coding.code,
        "start": coding.start,
        "end": coding.end,
        "first_unit": first,
        "last_unit": last,
        "quote_sha256": sha256(source.text[coding.start : coding.end].encode()).hexdigest(),
    }
