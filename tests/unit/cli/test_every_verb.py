"""Every verb explains itself, names each of its options, and refuses in words: 1 for what it read, 2 for how."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import newel
from newel.cli import main
from newel.protocol import scaffold

STUDY_VERBS = ("check", "rehearse", "freeze", "analyse", "report", "publish", "evaluate", "why", "serve", "returns")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it, those of groups too."""
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


EVERY = dict(commands())
every = pytest.mark.parametrize("words", EVERY, ids=[" ".join(words) for words in EVERY])


@pytest.fixture
def study(tmp_path: Path) -> Path:
    scaffold(tmp_path / "mine", study_id="mine", title="Mine")
    return tmp_path / "mine"


@pytest.fixture
def broken(study: Path) -> Path:
    protocol = study / "protocol.toml"
    protocol.write_text(protocol.read_text(encoding="utf-8").replace("places =", "plaaces =", 1), encoding="utf-8")
    return study


def given(verb: str, study: Path, tmp_path: Path) -> list[str | Path]:
    """Return the arguments without which a verb would not start."""
    file = tmp_path / "file.csv"
    file.write_text("site_id\n", encoding="utf-8")
    more: dict[str, list[str | Path]] = {
        "rehearse": ["--seed", "1"],
        "evaluate": ["--seed", "1"],
        "why": ["a.b.c.d"],
        "returns": ["monthly", file, "--out", tmp_path / "out"],
    }
    return [verb, study, *more.get(verb, [])]


@every
def test_help_is_a_sentence_and_names_every_option_with_what_it_does(words: tuple[str, ...]) -> None:
    told = run(*words, "--help")

    assert told.exit_code == 0
    assert (EVERY[words].help or "").split("\n\n")[0].endswith("."), "the first paragraph is a sentence"
    for parameter in EVERY[words].params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in told.output
            assert parameter.help or parameter.show_default, parameter.opts


@every
def test_the_short_question_for_help_is_understood_too(words: tuple[str, ...]) -> None:
    assert run(*words, "-h").output == run(*words, "--help").output


@every
def test_an_option_that_does_not_exist_is_a_misuse_and_ends_with_status_2(words: tuple[str, ...]) -> None:
    told = run(*words, "--no-such-option")

    assert told.exit_code == 2
    assert "--no-such-option" in told.stderr


def test_a_verb_that_does_not_exist_is_a_misuse() -> None:
    told = run("analyze")

    assert told.exit_code == 2
    assert "analyze" in told.stderr


def test_the_version_is_told() -> None:
    assert run("--version").output == f"newel, version {newel.__version__}\n"


@pytest.mark.parametrize("verb", STUDY_VERBS)
def test_a_study_with_a_fault_is_refused_by_every_verb_and_nothing_is_made(
    verb: str, broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = given(verb, broken, tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())

    told = run(*arguments)

    assert told.exit_code == 1
    assert told.stderr.startswith("Refused, 2 faults. Nothing was changed.")
    assert "protocol.toml, line " in told.stderr
    assert "the unknown key `plaaces`" in told.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("verb", STUDY_VERBS)
def test_a_folder_without_a_protocol_is_refused_with_what_to_do(verb: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    told = run(*given(verb, empty, tmp_path))

    assert told.exit_code == 1
    assert told.stderr.startswith("Refused, 1 fault. Nothing was changed.")
    assert "newel new" in told.stderr


@pytest.mark.parametrize("verb", ["rehearse", "evaluate"])
def test_a_synthetic_study_is_never_drawn_without_a_seed(verb: str, study: Path) -> None:
    told = run(verb, study)

    assert told.exit_code == 2
    assert "--seed" in told.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [("--seed", "-1"), ("--replicates", "1"), ("--sites", "1"), ("--checked", "-1"), ("--workers", "0")],
)
def test_a_number_out_of_its_range_is_a_misuse(option: str, value: str, study: Path) -> None:
    told = run("rehearse", study, "--seed", "1", "--power", option, value)

    assert told.exit_code == 2
    assert option in told.stderr


@pytest.mark.parametrize(("verb", "port"), [("serve", "0"), ("serve", "65536"), ("serve", "http")])
def test_a_port_that_is_none_is_a_misuse(verb: str, port: str, study: Path) -> None:
    assert run(verb, study, "--port", port).exit_code == 2
