"""The command line teaches, refuses in words, and runs the whole flow."""

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newel.cli import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studies") / "mine"
    assert run("new", folder, "--title", "My study").exit_code == 0
    return folder


@pytest.fixture(scope="module")
def build(study: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    outcome = run("evaluate", study, "--seed", 1, "--build", folder)
    assert outcome.exit_code == 0, outcome.output
    return folder


def test_help_lists_every_verb_in_the_order_of_the_flow() -> None:
    listed = run("--help").output

    places = [
        listed.index(f"\n  {verb} ") for verb in ("new", "check", "rehearse", "freeze", "analyse", "report", "publish")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_verb_says_what_it_does(verb: str) -> None:
    outcome = run(verb, "--help")

    assert outcome.exit_code == 0
    assert len(outcome.output.split("\n\n")[1].split()) > 8


def test_a_new_study_has_no_faults(study: Path) -> None:
    outcome = run("check", study)

    assert outcome.exit_code == 0
    assert "No faults." in outcome.output
    assert "My study" in outcome.output


def test_the_whole_flow_ends_in_a_report_and_says_where_it_is(build: Path) -> None:
    for name in ("report.html", "report.pdf", "report.docx"):
        assert (build / "report" / name).stat().st_size > 10_000
    assert (build / "public" / "publication.json").is_file()


def test_the_same_seed_gives_the_same_freeze_and_the_same_page(study: Path, build: Path, tmp_path: Path) -> None:
    run("evaluate", study, "--seed", 1, "--build", tmp_path)

    assert (tmp_path / "freeze/current.txt").read_text("utf-8") == (build / "freeze/current.txt").read_text("utf-8")
    assert (tmp_path / "report/report.html").read_bytes() == (build / "report/report.html").read_bytes()


def test_the_stages_one_by_one_give_what_the_whole_flow_gives(study: Path, build: Path, tmp_path: Path) -> None:
    run("rehearse", study, "--seed", 1, "--build", tmp_path)
    for verb in ("freeze", "analyse", "report", "publish"):
        assert run(verb, study, "--build", tmp_path).exit_code == 0

    assert (tmp_path / "report/report.html").read_bytes() == (build / "report/report.html").read_bytes()


def test_a_fault_ends_with_status_1_and_names_file_place_and_remedy(study: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    assert run("new", broken).exit_code == 0
    protocol = broken / "protocol.toml"
    text = protocol.read_text(encoding="utf-8")
    protocol.write_text(text.replace("places =", "plaaces =", 1), encoding="utf-8")

    outcome = CliRunner().invoke(main, ["check", str(broken)])

    assert outcome.exit_code == 1
    line = text[: text.index("places =")].count("\n") + 1
    assert f"protocol.toml, line {line}" in outcome.stderr
    assert "the unknown key `plaaces`" in outcome.stderr
    assert "remedy" in outcome.stderr


def test_a_folder_that_is_no_study_is_refused_in_words(tmp_path: Path) -> None:
    outcome = CliRunner().invoke(main, ["check", str(tmp_path)])

    assert outcome.exit_code == 1
    assert "newel new" in outcome.stderr


def test_new_never_writes_into_a_folder_that_has_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")

    outcome = CliRunner().invoke(main, ["new", str(tmp_path)])

    assert outcome.exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_reporting_before_analysing_says_what_to_run_first(study: Path, tmp_path: Path) -> None:
    outcome = CliRunner().invoke(main, ["report", str(study), "--build", str(tmp_path)])

    assert outcome.exit_code == 1
    assert "newel analyse" in outcome.stderr


def test_a_report_is_never_written_from_findings_of_an_earlier_freeze(study: Path, tmp_path: Path) -> None:
    for verb, *more in (
        ("rehearse", "--seed", "1"),
        ("freeze",),
        ("analyse",),
        ("rehearse", "--seed", "2"),
        ("freeze",),
    ):
        run(verb, study, *more, "--build", tmp_path)

    outcome = CliRunner().invoke(main, ["report", str(study), "--build", str(tmp_path)])

    assert outcome.exit_code == 1
    assert "Run `newel analyse` again." in outcome.stderr
    assert not (tmp_path / "report").exists()


def test_a_protocol_changed_after_the_freeze_makes_its_answers_exploratory(tmp_path: Path) -> None:
    study = tmp_path / "study"
    run("new", study)
    run("evaluate", study, "--seed", 1, "--build", tmp_path / "build")
    protocol = study / "protocol.toml"
    text = protocol.read_text(encoding="utf-8")
    protocol.write_text(text.replace('asks = "', 'asks = "Later: ', 1), encoding="utf-8")

    run("analyse", study, "--build", tmp_path / "build")
    run("report", study, "--build", tmp_path / "build")

    assert "xploratory" in (tmp_path / "build/report/report.html").read_text(encoding="utf-8")


def test_a_printed_number_is_followed_back_to_the_sealed_file(study: Path, build: Path) -> None:
    told = run("why", study, "incidents.rates_by_type.all.assaults", "--build", build).output

    sealed = (build / "freeze" / "current.txt").read_text(encoding="utf-8").strip()
    content = (build / "freeze" / sealed / "monthly_return.parquet").read_bytes()
    assert f"freeze    {sealed}" in told
    assert f"sha256:{hashlib.sha256(content).hexdigest()}" in told


def test_the_number_of_people_of_a_finding_has_an_address_too(study: Path, build: Path) -> None:
    told = run("why", study, "response_flow.n", "--build", build).output

    assert told.startswith("printed ")
    assert "response.parquet" in told


@pytest.mark.parametrize("address", ["incidents.nothing", "nobody.n", "incidents", "incidents.a.b.c.d"])
def test_an_unknown_address_says_where_addresses_are(study: Path, build: Path, address: str) -> None:
    outcome = CliRunner().invoke(main, ["why", str(study), address, "--build", str(build)])

    assert outcome.exit_code == 1
    assert "provenance appendix" in outcome.stderr
