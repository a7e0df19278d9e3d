"""The codebooks of a study: its own files and the frameworks its protocol names."""

from pathlib import Path

import pytest

from newel.coding import codebooks_in_use, framework, read_codebooks
from newel.faults import Fault, Refused
from newel.protocol import CodingPlan

HEAD = 'id = "small"\ntitle = "Small"\n'


def a_plan(*codebooks: str, themes: tuple[str, ...] = ()) -> CodingPlan:
    return CodingPlan(codebooks=codebooks, unit="turn", coded_twice=0.2, themes=themes)


def faults_of(study: Path, plan: CodingPlan | None) -> tuple[Fault, ...]:
    with pytest.raises(Refused) as refused:
        codebooks_in_use(study, plan)
    return refused.value.faults


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "codebooks").mkdir()
    write(tmp_path, "small", '[[codes]]\nid = "trust"\nname = "Trust"')
    return tmp_path


def write(study: Path, name: str, codes: str, *, head: str = HEAD) -> None:
    (study / "codebooks" / f"{name}.toml").write_text(head.replace("small", name) + codes, encoding="utf-8")


def test_a_study_without_the_folder_has_no_codebooks(tmp_path: Path) -> None:
    assert read_codebooks(tmp_path) == {}
    assert codebooks_in_use(tmp_path, None) == {}


def test_every_fault_of_every_file_is_named(study: Path) -> None:
    (study / "codebooks" / "other.toml").write_text(HEAD, encoding="utf-8")
    (study / "codebooks" / "wrong.toml").write_text("id = 1", encoding="utf-8")

    faults = faults_of(study, None)

    assert {fault.file for fault in faults} == {"other.toml", "wrong.toml"}
    assert faults[0].expected == "`other`, as the file is named"


def test_the_protocol_names_files_of_the_study_and_frameworks(study: Path) -> None:
    found = codebooks_in_use(study, a_plan("npt", "small", themes=("trust", "npt.contexts")))

    assert list(found) == ["npt", "small"]
    assert found["npt"] == framework("npt")


def test_the_study_s_own_file_stands_in_for_a_framework_of_that_name(study: Path) -> None:
    write(study, "npt", '[[codes]]\nid = "own"\nname = "Own"')

    assert [code.id for code in codebooks_in_use(study, a_plan("npt"))["npt"].codes] == ["own"]


def test_a_name_without_a_codebook_is_refused_with_the_known_ones(study: Path) -> None:
    (fault,) = faults_of(study, a_plan("smal", themes=("trust",)))

    assert (fault.file, fault.place, fault.found) == ("protocol.toml", "coding, codebooks", "`smal`")
    assert fault.expected == "one of cfir, cfir_outcomes, npt, re_aim, realist_cmo, small"
    assert fault.remedy == "Correct the name, or add codebooks/smal.toml."


def test_a_theme_that_no_codebook_in_use_has_is_refused(study: Path) -> None:
    (fault,) = faults_of(study, a_plan("small", themes=("trust", "npt.contexts")))

    assert (fault.place, fault.found) == ("coding, themes", "`npt.contexts`")


def test_two_codebooks_in_use_do_not_share_the_id_of_a_code(study: Path) -> None:
    write(study, "second", '[[codes]]\nid = "trust"\nname = "Trust"')

    (fault,) = faults_of(study, a_plan("small", "second"))

    assert fault.found == "`trust`, a code of small and second"
