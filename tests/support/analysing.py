"""Asks an analysis a question about records that a test lists, sealed as any others are."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from newel.analysis import Evidence, answer_question
from newel.findings import Answer, Estimate, Finding, Table
from newel.freeze import Freeze, seal
from newel.instruments import Instrument
from newel.protocol import Protocol, Question
from newel.records import KINDS, FrameSource
from tests.support.instruments import an_instrument
from tests.support.protocols import a_protocol
from tests.support.records import frame


@dataclass(frozen=True)
class HeldFreeze(Freeze):
    """A freeze whose files were read and are gone, so that a property can make thousands."""

    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def frame(self, kind: str) -> pl.DataFrame:
        """Return the records of one kind."""
        self.read.add(kind)
        return self.frames[kind]


Records = Mapping[str, pl.DataFrame | Iterable[Mapping[str, Any]]]


def evidence(
    records: Records | None = None,
    *,
    protocol: Protocol | None = None,
    instruments: Iterable[Instrument] = (),
) -> Evidence:
    """Seal the records under the protocol and read them once; the files are gone when this returns."""
    protocol = protocol or a_protocol()
    frames = {
        kind: rows if isinstance(rows, pl.DataFrame) else frame(kind, rows) for kind, rows in (records or {}).items()
    }
    known = {instrument.id: instrument for instrument in (an_instrument(), *instruments)}
    with tempfile.TemporaryDirectory() as folder:
        freeze = seal(protocol, FrameSource(frames, "a list in a test", synthetic=True), Path(folder))
        held = {kind: freeze.frame(kind) for kind in KINDS}
    return Evidence(protocol, known, HeldFreeze(freeze.id, freeze.folder, freeze.manifest, frames=held))


def ask(analysis: str, about: Evidence, strand: str = "quantitative", **options: Any) -> Answer:
    """Return the answer of one analysis."""
    return finding(analysis, about, strand, **options).answer


def finding(analysis: str, about: Evidence, strand: str = "quantitative", **options: Any) -> Finding:
    """Return the finding of one analysis."""
    question = Question(id="asked", asks="?", strand=strand, analysis=analysis, section="1.md", options=options)
    return answer_question(question, about)


def table(answer: Answer, table_id: str) -> Table:
    """Return one table of an answer."""
    return {each.id: each for each in answer.tables}[table_id]


def cell(answer: Answer, table_id: str, row: str, column: str) -> Estimate:
    """Return one cell of an answer by the ids of its table, row and column."""
    found = table(answer, table_id)
    position = [each.id for each in found.columns].index(column)
    return {each.id: each for each in found.rows}[row].cells[position]


def value(answer: Answer, table_id: str, row: str, column: str) -> float | None:
    """Return the number in one cell."""
    return cell(answer, table_id, row, column).value


def people(number: int, *, start: int = 1, **about: Any) -> list[dict[str, Any]]:
    """Return what identifies that many people of one group, wave and site, for consents and responses alike."""
    return [{"participant_id": f"p{n}", **about} for n in range(start, start + number)]


def responses(who: Iterable[Mapping[str, Any]], **changes: Any) -> list[dict[str, Any]]:
    """Return one response a person."""
    return [{"response_id": f"r-{person['participant_id']}", **person, **changes} for person in who]


def answers(who: Iterable[Mapping[str, Any]], *codes: float | None, instrument: str = "team") -> list[dict[str, Any]]:
    """Return each person's answers to item_1, item_2 and so on; None was skipped."""
    return [
        {
            "response_id": f"r-{person['participant_id']}",
            "instrument": instrument,
            "item": f"item_{number}",
            "value": code,
            "missing": "skipped" if code is None else None,
        }
        for person in who
        for number, code in enumerate(codes, start=1)
    ]
