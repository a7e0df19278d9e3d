"""`newel new` makes a small complete study that reads back at once, and never writes over anything."""

from pathlib import Path

import pytest

from newel.faults import Refused
from newel.instruments import instrument_faults, read_instruments, score
from newel.protocol import json_schema, read_protocol, scaffold
from newel.publish import read_pages
from newel.rehearsal import read_truths
from newel.report import read_sections
from tests.support.readability import dale_chall, flesch_kincaid, sentences_of
from tests.support.shared import REPOSITORY

MODEL_STUDY = REPOSITORY / "studies" / "secure_stairs"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studies") / "mine"
    scaffold(folder, study_id="mine", title="My study")
    return folder


def test_the_new_protocol_reads_back_with_its_id_and_title(study: Path) -> None:
    protocol = read_protocol(study)

    assert (protocol.study.id, protocol.study.title) == ("mine", "My study")
    assert len(protocol.site_types) == 2
    assert len(protocol.sites) == 4
    assert len(protocol.waves) == 2
    assert [group.id for group in protocol.groups] == ["staff", "young_person", "carer"]


def test_every_group_is_asked_a_form_with_its_wording(study: Path) -> None:
    protocol, instruments = read_protocol(study), read_instruments(study)

    assert instrument_faults(protocol, instruments) == []
    for group in protocol.groups:
        assert all(instruments[name].can_be_asked for name in protocol.instruments_for(group.id, "w1"))


def test_the_examples_of_the_new_forms_hold(study: Path) -> None:
    for instrument in read_instruments(study).values():
        for example in instrument.examples:
            expected = {name: None if value == "missing" else value for name, value in example.scores.items()}
            assert score(instrument, example.answers) == pytest.approx(expected)


def test_every_question_has_its_section_and_the_section_prints_its_finding(study: Path) -> None:
    sections = {section.file: section for section in read_sections(study)}

    for question in read_protocol(study).questions:
        assert sections[question.section].names(question.id)


def test_what_is_found_and_what_is_not_go_into_the_brief_of_a_new_study(study: Path) -> None:
    assert [section.file for section in read_sections(study) if section.in_brief] == ["00-summary.md", "90-limits.md"]


def test_the_truths_are_read_and_name_scales_of_the_new_forms(study: Path) -> None:
    scales = {
        f"{name}.{scale.id}" for name, instrument in read_instruments(study).items() for scale in instrument.scales
    }

    truths = read_truths(study)

    assert truths.questionnaires.scales
    assert set(truths.questionnaires.scales) <= scales
    assert set(truths.children.occupancy) == {"home", "unit"}


def test_every_purpose_has_its_words_for_every_group(study: Path) -> None:
    protocol = read_protocol(study)
    for group in protocol.groups:
        assert (study / "information" / f"{group.id}.md").is_file()
        words = (study / "information" / f"{group.id}.consent.md").read_text(encoding="utf-8")
        for purpose in protocol.consent.purposes:
            assert f"\n## {purpose}\n" in f"\n{words}"


def test_young_peoples_words_are_easy_to_read(study: Path) -> None:
    sheet = sentences_of((study / "information" / "young_person.md").read_text(encoding="utf-8"))
    form = [s for item in read_instruments(study)["young_people_form"].items for s in sentences_of(item.text)]

    for text in (sheet, form):
        assert dale_chall(text) <= 4.9
        assert flesch_kincaid(text) <= 4.0


def test_an_editor_finds_the_schema(study: Path) -> None:
    first = (study / "protocol.toml").read_text(encoding="utf-8").splitlines()[0]

    assert first == "#:schema ./newel.schema.json"
    assert (study / "newel.schema.json").read_text(encoding="utf-8") == json_schema()


def test_a_new_study_has_the_monthly_return_of_the_model_study(study: Path) -> None:
    new, model = study / "returns" / "monthly.toml", MODEL_STUDY / "returns" / "monthly.toml"

    assert new.read_text(encoding="utf-8") == model.read_text(encoding="utf-8")


def test_a_new_study_has_the_public_pages_a_site_must_have(study: Path) -> None:
    pages = read_pages(study)

    assert set(pages) == {"about", "accessibility", "cookies", "privacy"}
    assert "My study" in pages["about"].html


def test_the_files_that_were_written_are_named_and_no_placeholder_is_left(tmp_path: Path) -> None:
    written = scaffold(tmp_path / "study", study_id="study", title="A study")

    assert sorted(written) == sorted(path for path in (tmp_path / "study").rglob("*") if path.is_file())
    assert not [path for path in written if "@title@" in path.read_text(encoding="utf-8")]
    assert not [path for path in written if "@study_id@" in path.read_text(encoding="utf-8")]


def test_a_title_may_hold_quotes_and_backslashes(tmp_path: Path) -> None:
    title = 'The "Stairs" \\ Rooms study'

    scaffold(tmp_path, study_id="stairs", title=title)

    assert read_protocol(tmp_path).study.title == title


def test_a_folder_with_something_in_it_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(Refused, match="never writes over a study"):
        scaffold(tmp_path, study_id="study", title="A study")

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "study").write_text("a file", encoding="utf-8")

    with pytest.raises(Refused, match="something is already there"):
        scaffold(tmp_path / "study", study_id="study", title="A study")


@pytest.mark.parametrize("study_id", ["My study", "9lives", "", "a-b"])
def test_an_id_that_no_record_could_carry_is_refused_before_anything_is_written(tmp_path: Path, study_id: str) -> None:
    with pytest.raises(Refused, match="small letters"):
        scaffold(tmp_path / "study", study_id=study_id, title="A study")

    assert not (tmp_path / "study").exists()
