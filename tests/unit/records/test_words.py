"""The kinds of record about words: what they hold, what they refuse, and what they can never hold."""

from datetime import date
from typing import Any

import pytest

from newel.faults import Refused
from newel.records import KINDS, conform
from newel.records.kinds import CODING, LAYER, MATRIX_CELL, QUOTE, SOURCE, UNIT
from newel.records.model import RecordKind
from tests.support.records import frame


def refused(kind: RecordKind, *rows: dict[str, Any]) -> str:
    with pytest.raises(Refused) as found:
        conform(kind, frame(kind.name, rows))
    return " ".join(f"{fault.place}: {fault.found}" for fault in found.value.faults)


@pytest.mark.parametrize("name", ["source", "unit", "code", "layer", "coding", "quote", "matrix_cell"])
def test_a_record_of_words_that_is_whole_conforms(name: str) -> None:
    assert conform(KINDS[name], frame(name, [{}])).height == 1


@pytest.mark.parametrize(
    ("kind", "row", "place"),
    [
        (SOURCE, {"kind": "podcast"}, "kind"),
        (SOURCE, {"version": 0}, "version"),
        (SOURCE, {"words": -1}, "words"),
        (SOURCE, {"may_be_quoted": None}, "may_be_quoted"),
        (SOURCE, {"may_be_coded": None}, "may_be_coded"),
        (SOURCE, {"text_sha256": None}, "text_sha256"),
        (UNIT, {"kind": "sentence"}, "kind"),
        (UNIT, {"number": 0}, "number"),
        (UNIT, {"start": -1}, "start"),
        (LAYER, {"purpose": "third"}, "purpose"),
        (LAYER, {"blind": None}, "blind"),
        (CODING, {"end": 0}, "end"),
        (CODING, {"quote_sha256": None}, "quote_sha256"),
        (QUOTE, {"chosen_by": None}, "chosen_by"),
        (MATRIX_CELL, {"summary": None}, "summary"),
    ],
)
def test_what_cannot_be_is_refused_by_its_column(kind: RecordKind, row: dict[str, Any], place: str) -> None:
    assert refused(kind, row).startswith(f"{place}: 1 rows")


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        (SOURCE, {"group": None, "kind": "minutes", "case_id": None, "session_id": None}),
        (SOURCE, {"redacted_on": None}),
        (UNIT, {"speaker_role": None}),
        (LAYER, {"locked_on": None}),
        (QUOTE, {"words": None, "checked_by": None}),
        (MATRIX_CELL, {"source_id": None, "case_id": "p1", "pinned": None}),
    ],
)
def test_a_blank_that_means_not_known_or_none_is_kept(kind: RecordKind, row: dict[str, Any]) -> None:
    kept = conform(kind, frame(kind.name, [row])).row(0, named=True)

    assert {name: kept[name] for name in row} == row


def test_a_cell_has_as_many_versions_as_it_was_written_in_and_each_once() -> None:
    assert conform(MATRIX_CELL, frame("matrix_cell", [{"version": 1}, {"version": 2}])).height == 2
    assert "repeated" in refused(MATRIX_CELL, {"version": 1}, {"version": 1})


def test_units_of_a_source_are_numbered_once() -> None:
    assert conform(UNIT, frame("unit", [{"number": 1}, {"number": 2}])).height == 2
    assert "repeated" in refused(UNIT, {"number": 1}, {"number": 1, "start": 5})


def test_a_source_says_when_it_was_held_and_when_its_redaction_was_signed_off() -> None:
    row = conform(SOURCE, frame("source", [{}])).row(0, named=True)

    assert row["held_on"] < row["redacted_on"] == date(2019, 4, 1)


def test_no_kind_of_record_has_room_for_a_transcript() -> None:
    """Words stand in quotes, summaries, names and definitions only; all else of a source is a place or a hash."""
    spoken = {
        (kind.name, column.name)
        for kind in (SOURCE, UNIT, CODING, LAYER)
        for column in kind.columns
        if column.type == "text" and not column.name.endswith(("_id", "_sha256")) and not column.allowed
    }
    assert spoken == {("source", "wave"), ("source", "group"), ("unit", "speaker_role"), ("layer", "coder")}
