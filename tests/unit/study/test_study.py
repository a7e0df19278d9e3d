"""A study folder is read whole, and every fault of every file is told at once, with its line."""

from pathlib import Path

import pytest

from newel.faults import Refused
from newel.protocol import scaffold
from newel.study import read_study


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
