"""A study folder is read whole, and every fault of every file is told at once, with its line."""

import shutil
from pathlib import Path

import pytest

from newel.faults import Refused
from newel.protocol import scaffold
from newel.study import read_study
from tests.support.costs import a_folder, unit_cost_csv
from tests.support.shared import REPOSITORY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    scaffold(tmp_path / "mine", study_id="mine", title="Mine")
    return tmp_path / "mine"


def change(path: Path, before: str, after: str) -> int:
    """Replace the first `before` in a file and return the line it stands on."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_a_new_study_has_no_fault(folder: Path) -> None:
    assert read_study(folder).protocol.study.id == "mine"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ('rule = "nhs_hes"', 'rule = "ons"', "`ons`"),
        ('analysis = "response_flow"', 'analysis = "response_flows"', "`response_flows`"),
        ('instruments = ["staff_form"]', 'instruments = ["staff_from"]', "`staff_from`"),
        ('section = "10-flow.md"', 'section = "11-flow.md"', "`11-flow.md`"),
    ],
)
def test_what_the_protocol_names_and_nobody_has_is_told_with_its_line(
    folder: Path, before: str, after: str, found: str
) -> None:
    line = change(folder / "protocol.toml", before, after)

    with pytest.raises(Refused) as refused:
        read_study(folder)

    (fault,) = [fault for fault in refused.value.faults if fault.found == found]
    assert (fault.file, fault.line) == ("protocol.toml", line)


def test_faults_of_several_files_are_told_at_once(folder: Path) -> None:
    change(folder / "protocol.toml", 'rule = "nhs_hes"', 'rule = "ons"')
    change(folder / "instruments" / "staff_form.toml", "version =", "verson =")
    change(folder / "rehearsal.toml", "[", "[[")

    with pytest.raises(Refused) as refused:
        read_study(folder)

    assert {fault.file for fault in refused.value.faults} == {"protocol.toml", "staff_form.toml", "rehearsal.toml"}


def test_a_wrong_unit_cost_is_told_with_the_faults_of_the_other_files(folder: Path) -> None:
    change(folder / "protocol.toml", 'rule = "nhs_hes"', 'rule = "ons"')
    a_folder(folder, {"unit_costs.csv": unit_cost_csv({"id": "second", "price_year": None})})

    with pytest.raises(Refused) as refused:
        read_study(folder)

    assert {fault.file for fault in refused.value.faults} == {"protocol.toml", "costs/unit_costs.csv"}


def test_a_cost_sheet_may_not_hold_what_records_count(tmp_path: Path) -> None:
    mine = tmp_path / "secure_stairs"
    shutil.copytree(REPOSITORY / "studies" / "secure_stairs", mine)
    change(mine / "returns" / "costs.toml", "venue = ", 'backfill = "Cover for staff"\nvenue = ')

    with pytest.raises(Refused) as refused:
        read_study(mine)

    (fault,) = refused.value.faults
    assert (fault.file, fault.found) == ("costs.toml", "`backfill`")
    assert "priced by its unit cost" in fault.remedy


def test_a_value_set_that_nobody_loaded_is_told_with_its_line(tmp_path: Path) -> None:
    mine = tmp_path / "secure_stairs"
    shutil.copytree(REPOSITORY / "studies" / "secure_stairs", mine)
    line = change(mine / "protocol.toml", 'value_set = "none"', 'value_set = "somewhere"')

    with pytest.raises(Refused) as refused:
        read_study(mine)

    (fault,) = refused.value.faults
    assert (fault.file, fault.line, fault.found) == ("protocol.toml", line, "`somewhere`")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ('"service_use.nurse", of', '"service_use.nurses", of', "`service_use.nurses`"),
        ('of = "nurse_contact"', 'of = "nurse_visit"', "`nurse_visit`"),
        (
            'of = "nurse_contact", unit = "contact"',
            'of = "review", unit = "review"',
            "`review`, which other records count",
        ),
    ],
)
def test_what_people_count_is_checked_against_the_form_and_the_unit_costs(
    tmp_path: Path, before: str, after: str, found: str
) -> None:
    study = shutil.copytree(REPOSITORY / "studies" / "secure_stairs", tmp_path / "study")
    change(study / "protocol.toml", before, after)
    line = study.joinpath("protocol.toml").read_text(encoding="utf-8").split("counts = [", 1)[0].count("\n") + 1

    with pytest.raises(Refused) as refused:
        read_study(study)

    (fault,) = refused.value.faults
    assert (fault.file, fault.line, fault.found) == ("protocol.toml", line, found)


def test_a_study_that_counts_services_and_has_no_costs_is_told_which_are_missing(tmp_path: Path) -> None:
    study = shutil.copytree(REPOSITORY / "studies" / "secure_stairs", tmp_path / "study")
    shutil.rmtree(study / "costs")

    with pytest.raises(Refused) as refused:
        read_study(study)

    found = [fault.found for fault in refused.value.faults if "service_use" in fault.place]
    assert found == [f"`{item}_contact`" for item in ("nurse", "therapy", "substance")] + [
        "`hospital_visit`",
        "`social_work_contact`",
    ]
