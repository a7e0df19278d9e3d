"""`newel rehearse --power` prints what the plan would find, and keeps no record."""

from pathlib import Path

import polars as pl
from click.testing import CliRunner, Result

from newel.cli import main
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"


def rehearse(build: Path, *options: str) -> Result:
    verb = ["rehearse", str(STUDY), "--seed", "4", "--power", "--build", str(build)]
    return CliRunner().invoke(main, [*verb, *options])


def test_power_is_printed_for_every_planned_comparison_and_kept_as_a_file(tmp_path: Path) -> None:
    ran = rehearse(tmp_path, "--replicates", "20", "--sites", "6", "--checked", "1")

    assert ran.exit_code == 0, ran.output
    assert "6 sites. The planned analysis: mixed model, Kenward-Roger." in ran.output
    frame = pl.read_csv(tmp_path / "power.csv")
    for outcome in frame["outcome"].unique():
        assert sum(line.startswith(f"{outcome} ") for line in ran.output.splitlines()) == 3 + 1 + 1
    assert "in each verdict" in ran.output
    assert "exact wild cluster test" in ran.output
    assert [path.name for path in tmp_path.iterdir()] == ["power.csv"]


def test_the_same_seed_prints_the_same_power(tmp_path: Path) -> None:
    once, again = (rehearse(tmp_path, "--replicates", "4") for _ in range(2))

    assert once.output == again.output
    assert "exact" not in once.output


def test_more_sites_than_there_are_cannot_be_asked_for(tmp_path: Path) -> None:
    ran = rehearse(tmp_path, "--sites", "19")

    assert ran.exit_code == 2
    assert "give a number from 2 to 18" in ran.output


def test_a_study_that_plans_no_analysis_of_change_is_told_so(tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["new", str(tmp_path / "mine")])
    assert made.exit_code == 0
    protocol = tmp_path / "mine" / "protocol.toml"
    assert "[impact]" not in protocol.read_text()

    ran = CliRunner().invoke(main, ["rehearse", str(tmp_path / "mine"), "--seed", "1", "--power"])

    assert ran.exit_code == 2
    assert "it needs [impact]" in ran.output
