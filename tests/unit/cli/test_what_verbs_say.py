"""What each verb prints when it is done: counts that are right, where things are, and the next verb."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from newel.cli import main, serving
from newel.cli.machine import key_of
from newel.protocol import fingerprint, json_schema, read_protocol, scaffold
from newel.records.kinds import RESPONSE, SITE
from tests.support.shared import REPOSITORY

EXAMPLE = REPOSITORY / "studies" / "secure_stairs"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studies") / "mine"
    scaffold(folder, study_id="mine", title="Mine")
    return folder


@pytest.fixture(scope="module")
def build(study: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    assert run("rehearse", study, "--seed", "1", "--build", folder).exit_code == 0
    return folder


def test_new_lists_the_files_it_made_and_makes_the_folders_name_an_id(tmp_path: Path) -> None:
    told = run("new", tmp_path / "My-Study", "--title", "Ours")

    listed = [Path(line.strip()) for line in told.output.splitlines() if line.startswith("  ")]
    assert told.exit_code == 0
    assert sorted(listed) == sorted(path for path in (tmp_path / "My-Study").rglob("*") if path.is_file())
    protocol = read_protocol(tmp_path / "My-Study")
    assert (protocol.study.id, protocol.study.title) == ("my_study", "Ours")


def test_new_refuses_a_folder_whose_name_can_be_no_id(tmp_path: Path) -> None:
    told = run("new", tmp_path / "2027 study")

    assert told.exit_code == 1
    assert not (tmp_path / "2027 study").exists()


def test_check_counts_what_is_planned_and_prints_the_protocols_hash(study: Path) -> None:
    protocol = read_protocol(study)

    told = run("check", study).output

    assert f"{len(protocol.sites)} sites, {len(protocol.waves)} waves, {len(protocol.groups)} respondent groups" in told
    assert f"{len(protocol.questions)} questions" in told
    assert f"protocol hash {fingerprint(protocol)}" in told
    assert told.endswith("No faults.\n")


def test_check_writes_the_schema_that_an_editor_uses(tmp_path: Path) -> None:
    scaffold(tmp_path / "mine", study_id="mine", title="Mine")
    schema = tmp_path / "mine" / "newel.schema.json"
    schema.write_text("{}", encoding="utf-8")

    assert run("check", tmp_path / "mine", "--write-schema").exit_code == 0

    assert schema.read_text(encoding="utf-8") == json_schema()


def test_check_without_being_asked_leaves_the_schema_alone(tmp_path: Path) -> None:
    scaffold(tmp_path / "mine", study_id="mine", title="Mine")
    schema = tmp_path / "mine" / "newel.schema.json"
    schema.write_text("{}", encoding="utf-8")

    run("check", tmp_path / "mine")

    assert schema.read_text(encoding="utf-8") == "{}"


def test_rehearse_leaves_records_beside_their_truths_and_names_the_next_verb(study: Path, build: Path) -> None:
    told = run("rehearse", study, "--seed", "1", "--build", build)

    assert f"Next: newel freeze {study}" in told.output
    names = {path.stem for path in (build / "records").iterdir()}
    assert {RESPONSE.name, SITE.name} <= names
    assert not (build / "freeze").exists(), "nothing is sealed before it is asked for"


def test_freeze_counts_the_rows_of_every_kind(study: Path, build: Path, tmp_path: Path) -> None:
    told = run("freeze", study, "--records", build / "records", "--build", tmp_path)

    sites = len(read_protocol(study).sites)
    lines = {line.split()[0]: line.split()[1] for line in told.output.splitlines() if line.startswith("  ")}
    assert told.exit_code == 0
    assert lines[SITE.name] == str(sites)
    assert "people withdrew" in told.output
    assert f"Next: newel analyse {study}" in told.output


def test_freezing_the_same_records_again_gives_the_same_freeze(study: Path, build: Path, tmp_path: Path) -> None:
    told = [
        run("freeze", study, "--records", build / "records", "--build", tmp_path / name).output.splitlines()[-1]
        for name in ("one", "two")
    ]

    sealed = [line.split()[1] for line in told]
    assert sealed[0] == sealed[1] == (tmp_path / "one" / "freeze" / "current.txt").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("verb", ["analyse", "why"])
def test_a_stage_before_its_freeze_says_that_there_is_none(verb: str, study: Path, tmp_path: Path) -> None:
    more = ["flow.n"] if verb == "why" else []

    told = run(verb, study, *more, "--build", tmp_path)

    assert told.exit_code == 1
    assert "newel freeze" in told.stderr


def test_freezing_records_that_are_not_there_is_a_misuse(study: Path, tmp_path: Path) -> None:
    assert run("freeze", study, "--records", tmp_path / "nowhere", "--build", tmp_path).exit_code == 2


def test_the_build_folder_is_named_by_the_study_where_none_is_given(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    told = run("report", study)

    assert told.exit_code == 1
    assert str(Path("build") / "mine") in told.stderr


@pytest.mark.parametrize("options", [(), ("--example",)])
def test_serve_hands_the_study_to_the_web_shell_after_checking_it(
    options: tuple[str, ...], study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(serving, "run_web", lambda *arguments: asked.append(arguments))

    told = run("serve", study, "--build", tmp_path, "--port", "8123", *options)

    assert told.exit_code == 0
    loads = [(study, tmp_path, "load_example")] if options else []
    assert asked == [*loads, (study, tmp_path, "serve", "--port", "8123")]


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "mine.key"

    made, again = key_of(path), key_of(path)

    assert made == again
    assert len(made) == 32
    assert path.stat().st_mode & 0o077 == 0


def test_two_keys_are_never_the_same(tmp_path: Path) -> None:
    assert key_of(tmp_path / "one.key") != key_of(tmp_path / "two.key")


def test_costs_check_lists_each_perspective_and_every_series_with_its_hash() -> None:
    told = run("costs", "check", EXAMPLE)

    assert told.exit_code == 0
    assert "unit costs" in told.output
    assert "sha256 " in told.output
    assert told.output.endswith("No faults.\n")


def test_a_blank_cost_sheet_is_written_for_a_site_of_the_protocol_only(tmp_path: Path) -> None:
    out = tmp_path / "sheet.xlsx"

    told = run("costs", "template", EXAMPLE, "--site", "S01", "--out", out, "--on", "2019-09-01")
    refused = run("costs", "template", EXAMPLE, "--site", "S99", "--out", tmp_path / "none.xlsx")

    assert told.exit_code == 0
    assert out.read_bytes().startswith(b"PK")
    assert refused.exit_code == 2
    assert "the protocol has no site S99" in refused.stderr
    assert not (tmp_path / "none.xlsx").exists()


def test_a_day_that_is_none_is_a_misuse(tmp_path: Path) -> None:
    told = run("costs", "template", EXAMPLE, "--site", "S01", "--out", tmp_path / "x.xlsx", "--on", "1 May")

    assert told.exit_code == 2
    assert "--on" in told.stderr


def test_a_study_without_a_cost_sheet_says_so(study: Path, tmp_path: Path) -> None:
    told = run("costs", "template", study, "--site", "S01", "--out", tmp_path / "sheet.xlsx")

    assert told.exit_code == 2
    assert "asks for no cost sheet" in told.stderr


def test_importing_a_file_of_no_known_project_is_refused_and_no_folder_is_made(tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")

    told = run("import", file, "--to", tmp_path / "study", "--key", tmp_path / "key")

    assert told.exit_code == 1
    assert not (tmp_path / "study").exists()


def test_verifying_against_a_folder_without_cases_ends_with_status_1(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["verify", "--reference", str(tmp_path)])

    assert told.exit_code == 1
