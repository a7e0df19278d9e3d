"""The ladder of chasers: it climbs, it ends before the month closes, and it says something to somebody."""

from pathlib import Path

import pytest

from newel.faults import Fault, Refused
from newel.protocol import Chaser, read_protocol
from tests.support.shared import REPOSITORY

TEXT = (REPOSITORY / "studies" / "secure_stairs" / "protocol.toml").read_text(encoding="utf-8")


def read(folder: Path, old: str = "", new: str = "") -> tuple[Chaser, ...]:
    assert not old or TEXT.count(old) == 1
    (folder / "protocol.toml").write_text(TEXT.replace(old, new) if old else TEXT, encoding="utf-8")
    return read_protocol(folder).returns.chasers


def the_fault(folder: Path, old: str, new: str) -> Fault:
    with pytest.raises(Refused) as refused:
        read(folder, old, new)
    (fault,) = refused.value.faults
    return fault


def test_the_example_chases_the_site_twice_and_then_the_lead(tmp_path: Path) -> None:
    assert [(chaser.days_late, chaser.to) for chaser in read(tmp_path)] == [
        (1, "site_lead"),
        (14, "site_lead"),
        (30, "lead"),
    ]


def test_the_words_of_a_chaser_may_run_over_lines_of_the_file(tmp_path: Path) -> None:
    assert all("\n" not in chaser.says and "  " not in chaser.says for chaser in read(tmp_path))


@pytest.mark.parametrize("days", [1, 30, 40])
def test_a_ladder_that_does_not_climb_is_refused_at_the_rung(tmp_path: Path, days: int) -> None:
    if days == 1:
        fault = the_fault(tmp_path, "days_late = 14", "days_late = 1")
        assert fault.place == "returns, chasers, number 2, days_late"
    else:
        fault = the_fault(tmp_path, "days_late = 14", f"days_late = {days}")
        assert fault.place == "returns, chasers, number 3, days_late"
    assert fault.expected == "more days than the chaser before"


def test_a_chaser_after_the_month_has_closed_is_refused(tmp_path: Path) -> None:
    assert read(tmp_path, "days_late = 30", "days_late = 165")[-1].days_late == 165

    fault = the_fault(tmp_path, "days_late = 30", "days_late = 166")
    assert (fault.found, fault.expected) == ("166", "at most 165, when the month closes")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [("days_late = 14", "days_late = 0", "days_late"), ('to = "lead"', 'to = "everybody"', "to")],
)
def test_a_chaser_needs_a_day_and_somebody_it_knows(tmp_path: Path, old: str, new: str, key: str) -> None:
    assert the_fault(tmp_path, old, new).place.endswith(key)


def test_a_chaser_without_words_is_refused(tmp_path: Path) -> None:
    rung = TEXT[TEXT.index("[[returns.chasers]]") : TEXT.index("[[returns.chasers]]", TEXT.index("days_late = 1\n"))]
    silent = '[[returns.chasers]]\ndays_late = 1\nto = "site_lead"\nsays = "  "\n\n'

    assert the_fault(tmp_path, rung, silent).place == "returns, chasers, number 1, says"


def test_a_protocol_without_chasers_chases_nobody(tmp_path: Path) -> None:
    before, _, rest = TEXT.partition("[[returns.chasers]]")
    (tmp_path / "protocol.toml").write_text(before + rest[rest.index("[care]") :], encoding="utf-8")

    assert read_protocol(tmp_path).returns.chasers == ()
