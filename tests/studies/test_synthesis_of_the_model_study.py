"""The model study's joint displays and questions of synthesis agree with its protocol, codebooks and sections."""

import shutil

import pytest

from newel.coding import read_codebook
from newel.faults import Refused
from newel.protocol import read_protocol
from newel.report import read_sections
from newel.study import read_study
from newel.synthesis import display_faults, read_displays
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"


@pytest.fixture(scope="module")
def protocol():
    return read_protocol(STUDY)


@pytest.fixture(scope="module")
def displays(protocol):
    return read_displays(STUDY, protocol)


def codes():
    """Return the ids of every code of the study's codebooks."""
    return {code.id for path in (STUDY / "codebooks").glob("*.toml") for code in read_codebook(path).codes}


def test_the_displays_name_questions_of_the_protocol_and_codes_of_the_codebooks(protocol, displays):
    questions = [question.id for question in protocol.questions]
    faults = [
        fault
        for name, display in displays.items()
        for fault in display_faults(display, f"displays/{name}.toml", questions=questions, codes=codes())
    ]

    assert faults == []


def test_the_columns_of_the_display_by_site_type_are_the_site_types(protocol, displays):
    columns = [(column.id, column.label) for column in displays["by_site_type"].columns]

    assert columns == [(kind.id, kind.plural) for kind in protocol.site_types]


def test_every_display_is_printed_in_exactly_one_section(displays):
    printed = [
        piece.names[0]
        for section in read_sections(STUDY)
        for block in section.blocks
        for item in block.items
        for piece in item
        if getattr(piece, "what", "") == "display"
    ]

    assert sorted(printed) == sorted(displays)


def test_the_sections_of_made_up_theories_and_topics_say_that_they_are_made_up():
    for name in ("76-theories.md", "77-convergence.md"):
        text = (STUDY / "report" / name).read_text(encoding="utf-8")
        assert "made up to rehearse the study" in text


def test_every_strand_of_synthesis_has_its_question(protocol):
    asked = {question.analysis for question in protocol.questions if question.strand == "synthesis"}

    assert asked == {"programme_theories", "convergence", "statistics_by_themes", "joint_display"}


@pytest.fixture
def copied(tmp_path):
    """Return a copy of the study that a test may spoil."""
    folder = tmp_path / "secure_stairs"
    shutil.copytree(STUDY, folder)
    return folder


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("incidents.rates_by_type.{column}.assaults", "incident.rates.{column}.assaults", "rows, assaults, address"),
        ('label = "Assaults"', 'lable = "Assaults"', "rows, number 2, lable"),
        ('code = "safety"', 'code = "silence"', "rows, safety_heard, code"),
        ("Read a theme's rows", "Read the 3 rows", "says"),
    ],
)
def test_a_fault_in_a_display_is_one_of_those_that_newel_check_lists(copied, old, new, place):
    path = copied / "displays" / "by_site_type.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(Refused) as refused:
        read_study(copied)
    faults = [fault for fault in refused.value.faults if fault.file == "displays/by_site_type.toml"]

    assert place in [fault.place for fault in faults]
    assert all(fault.remedy for fault in faults)
