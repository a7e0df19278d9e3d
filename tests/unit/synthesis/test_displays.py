"""Joint displays: files of addresses, checked with file, key and remedy before any number is there."""

import tomllib

import pytest

from newel.faults import Refused
from newel.synthesis import Display, display_faults, read_displays
from tests.support.protocols import a_protocol

GOOD = """
title = "By site type"
shape = "side_by_side"
row_header = "What"
says = "Look along the rows."
columns = [{ id = "yoi", label = "Offender institutions" }, { id = "sch", label = "Homes" }]

[[rows]]
id = "assaults"
label = "Assaults"
address = "incidents.rates_by_type.{column}.assaults"

[[rows]]
id = "voice"
label = "Having a voice"
code = "voice"
address = "themes.by_type.{code}.{column}"
cells = { sch = "quotes.voice.first.words" }
"""
QUESTIONS = ["incidents", "themes", "quotes"]


@pytest.fixture
def study(tmp_path):
    (tmp_path / "displays").mkdir()
    return tmp_path


def written(study, text, name="first.toml"):
    (study / "displays" / name).write_text(text, encoding="utf-8")
    return study


def test_a_study_without_displays_is_legal(tmp_path):
    assert read_displays(tmp_path) == {}


def test_an_address_is_filled_with_its_column_and_its_code(study):
    display = read_displays(written(study, GOOD))["first"]
    cells = [[str(display.address(row, column)) for column in display.columns] for row in display.rows]

    assert cells == [
        ["incidents.rates_by_type.yoi.assaults", "incidents.rates_by_type.sch.assaults"],
        ["themes.by_type.voice.yoi", "quotes.voice.first.words"],
    ]


def test_a_good_display_has_no_fault(study):
    display = read_displays(written(study, GOOD))["first"]

    assert list(display_faults(display, "first.toml", questions=QUESTIONS, codes=["voice"])) == []


def test_a_cell_can_be_left_empty():
    display = Display.model_validate(
        {
            "title": "T", "shape": "side_by_side", "row_header": "R", "says": "S",
            "columns": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}],
            "rows": [{"id": "r", "label": "R", "cells": {"a": "x.y.z.w"}}],
        }
    )  # fmt: skip

    assert display.address(display.rows[0], display.columns[1]) is None
    assert list(display_faults(display, "f", questions=["x"])) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "found"),
    [
        ("Look along", "Look at 3 along", "says", "3"),
        ('id = "sch"', 'id = "yoi"', "columns, yoi, id", "`yoi` twice"),
        ('id = "voice"', 'id = "assaults"', "rows, assaults, id", "`assaults` twice"),
        ("cells = { sch", "cells = { stc", "rows, voice, cells", "`stc`"),
        ('code = "voice"', 'code = "silence"', "rows, voice, code", "`silence`"),
        ('code = "voice"\n', "", "rows, voice, address", "`{code}`"),
        ("incidents.rates", "incident.rates", "rows, assaults, address", "`incident`"),
        ("quotes.voice.first.words", "quote.voice.first.words", "rows, voice, cells, sch", "`quote`"),
        ("{column}.assaults", "{colum}.assaults", "rows, assaults, address", "`{colum}`"),
        ("rates_by_type.{column}.assaults", "rates_by_type", "rows, assaults, address", "`incidents.rates_by_type`"),
        ('address = "incidents.rates_by_type.{column}.assaults"', "", "rows, assaults", "points at nothing"),
    ],
)
def test_each_fault_names_its_key_and_what_was_found(study, old, new, place, found):
    assert old in GOOD
    written(study, GOOD.replace(old, new, 1))
    (fault,) = [fault for fault in _faults(study) if fault.place == place]

    assert found in fault.found
    assert fault.remedy


def _faults(study):
    values = tomllib.loads((study / "displays" / "first.toml").read_text(encoding="utf-8"))
    display = Display.model_validate(values)
    return list(display_faults(display, "displays/first.toml", questions=QUESTIONS, codes=["voice"]))


def test_a_misspelt_key_is_refused_with_the_file_and_the_line(study):
    with pytest.raises(Refused) as refused:
        read_displays(written(study, GOOD.replace("row_header", "row_heading")))

    files = {fault.file for fault in refused.value.faults}
    assert files == {"displays/first.toml"}
    assert any(fault.line for fault in refused.value.faults)


def test_the_faults_of_all_files_come_together(study):
    written(study, GOOD.replace("Look along", "Look at 3 along"))
    written(study, GOOD.replace("Look along", "Look at 4 along"), "second.toml")
    with pytest.raises(Refused) as refused:
        read_displays(study)

    assert [fault.file for fault in refused.value.faults] == ["displays/first.toml", "displays/second.toml"]


def test_a_finding_must_be_a_question_of_the_protocol(study):
    with pytest.raises(Refused, match="a question of the protocol"):
        read_displays(written(study, GOOD), a_protocol())
