"""What may be sealed of words: no text, no quote without consent, nothing of who withdrew, nothing that is nowhere."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from newel.faults import Refused
from newel.freeze import Freeze, seal
from newel.records import KINDS, FrameSource
from newel.rehearsal import rehearse_words
from tests.support.records import frame
from tests.support.words import a_coded_protocol, coded, word_truths

CASE = {"source_id": "s1", "case_id": "p1"}
OTHER = {"source_id": "s2", "case_id": "p2"}


def sealed(folder: Path, changes: Mapping[str, list[dict[str, Any]]] | None = None) -> Freeze:
    """Seal two sources with a coding, a quote and a summary each, and what a test adds."""
    records: dict[str, list[dict[str, Any]]] = coded(
        [CASE, OTHER], [("first", "s1", "talk", 1), ("first", "s2", "safety", 2)]
    )
    records["quote"] = [{"quote_id": "q1", "source_id": "s1"}, {"quote_id": "q2", "source_id": "s2"}]
    records["matrix_cell"] = [
        {"cell_id": "m1", "source_id": "s1"},
        {"cell_id": "m2", "source_id": None, "case_id": "p2"},
    ]
    frames = {kind: frame(kind, rows) for kind, rows in (records | dict(changes or {})).items()}
    return seal(a_coded_protocol(), FrameSource(frames, "a list in a test"), folder)


def column(freeze: Freeze, kind: str, name: str) -> list[Any]:
    return freeze.frame(kind)[name].to_list()


def withdrawn(purpose: str, state: str = "withdrawn") -> dict[str, list[dict[str, Any]]]:
    return {"consent": [{"participant_id": "p2", "purpose": purpose, "state": state}]}


def test_codings_quotes_and_summaries_are_sealed_with_their_places(tmp_path: Path) -> None:
    freeze = sealed(tmp_path)

    assert column(freeze, "coding", "start") == [10, 20]
    assert column(freeze, "quote", "words") == ["We talk.", "We talk."]
    assert column(freeze, "matrix_cell", "summary") == ["Talks of talking."] * 2
    assert freeze.manifest["newel"]["withdrawn"]["rows_left_out"] == 0


@pytest.mark.parametrize("purpose", ["take_part", "interview", "recording"])
def test_nothing_of_the_words_of_a_person_who_withdrew_is_sealed(tmp_path: Path, purpose: str) -> None:
    freeze = sealed(tmp_path, withdrawn(purpose))

    assert column(freeze, "source", "source_id") == ["s1"]
    assert set(column(freeze, "unit", "source_id")) == {"s1"}
    assert column(freeze, "coding", "source_id") == ["s1"]
    assert column(freeze, "quote", "quote_id") == ["q1"]
    assert column(freeze, "matrix_cell", "cell_id") == ["m1"]
    assert freeze.manifest["newel"]["withdrawn"]["rows_left_out"] == 1 + 4 + 1 + 1 + 1


@pytest.mark.parametrize(("purpose", "state"), [("recontact", "withdrawn"), ("take_part", "given")])
def test_another_word_of_consent_leaves_the_source(tmp_path: Path, purpose: str, state: str) -> None:
    assert column(sealed(tmp_path, withdrawn(purpose, state)), "source", "source_id") == ["s1", "s2"]


@pytest.mark.parametrize("why", [{"may_be_quoted": False}, {"redacted_on": None}, {"may_be_coded": False}])
def test_a_quote_that_may_not_be_printed_is_sealed_without_its_words(tmp_path: Path, why: dict[str, Any]) -> None:
    freeze = sealed(tmp_path, {"source": [CASE, OTHER | why]})

    assert column(freeze, "quote", "quote_id") == ["q1", "q2"]
    assert column(freeze, "quote", "words") == ["We talk.", None]
    assert b"We talk." in (freeze.folder / "quote.parquet").read_bytes()


@pytest.mark.parametrize(
    ("kind", "row", "place"),
    [
        ("coding", {"source_id": "nowhere", "code_id": "talk"}, "source_id"),
        ("coding", {"source_id": "s1", "code_id": "nothing"}, "code_id"),
        ("coding", {"source_id": "s1", "code_id": "talk", "layer_id": "nobody"}, "layer_id"),
        ("coding", {"source_id": "s1", "code_id": "talk", "start": 9, "end": 9}, "end"),
        ("quote", {"source_id": "s1", "code_id": "nothing"}, "code_id"),
        ("unit", {"source_id": "nowhere"}, "source_id"),
        ("source", {"session_id": "none"}, "session_id"),
        ("source", {"observation_id": "none"}, "observation_id"),
        ("matrix_cell", {"source_id": None, "case_id": None}, "source_id, case_id"),
        ("matrix_cell", {"source_id": "s1", "case_id": "p1"}, "source_id, case_id"),
    ],
)
def test_words_that_name_what_is_not_there_are_refused(
    tmp_path: Path, kind: str, row: dict[str, Any], place: str
) -> None:
    rows = [CASE, OTHER, row | {"source_id": "s3"}] if kind == "source" else [row]

    with pytest.raises(Refused) as refused:
        sealed(tmp_path, {kind: rows})

    (fault,) = [each for each in refused.value.faults if each.file == kind]
    assert fault.place == place
    assert "1 rows" in fault.found
    assert "nowhere" not in str(fault)


def test_no_sentence_of_a_transcript_is_in_a_freeze_unless_it_is_quoted(tmp_path: Path) -> None:
    protocol = a_coded_protocol()
    words = rehearse_words(protocol, word_truths(), seed=2)
    frames = words.frames()
    sessions = [{"session_id": source.record["session_id"]} for source in words.sources]

    freeze = seal(protocol, FrameSource(frames | {"session": frame("session", sessions)}, "rehearsal"), tmp_path)

    quoted = {quote["words"] for quote in words.quotes}
    texts = [
        text
        for kind in ("source", "unit", "code", "layer", "coding", "quote", "matrix_cell")
        for series in freeze.frame(kind).select(pl.col(pl.String)).get_columns()
        for text in series.drop_nulls().to_list()
    ]
    for source in words.sources:
        for turn in source.heard:
            said = source.text[turn.start : turn.end]
            assert all(said not in text for text in texts if text not in quoted)


def test_every_kind_of_words_has_a_key_and_says_what_it_is() -> None:
    for name in ("source", "unit", "code", "layer", "coding", "quote", "matrix_cell"):
        kind = KINDS[name]
        assert set(kind.key) <= set(kind.schema)
        assert all(column.says.endswith(".") for column in kind.columns)
        assert "text" not in kind.schema


@pytest.mark.parametrize("reader", [None, "c1"])
def test_a_quote_that_only_one_person_has_read_is_sealed_without_its_words(tmp_path: Path, reader: str | None) -> None:
    quote = {"quote_id": "q1", "source_id": "s1", "chosen_by": "c1", "checked_by": reader}
    freeze = sealed(tmp_path, {"quote": [quote]})

    assert column(freeze, "quote", "words") == [None]
    assert column(freeze, "quote", "quote_id") == ["q1"]
