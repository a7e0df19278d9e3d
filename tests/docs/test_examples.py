"""Every example a reader may copy works: Python runs, verbs and targets exist, links lead somewhere."""

import contextlib
import importlib
import re
import shlex
from pathlib import Path

import click
import pytest

from newel.cli import main
from tests.support.shared import REPOSITORY

PAGES = [*sorted(REPOSITORY.glob("*.md")), *sorted((REPOSITORY / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _blocks(language: str) -> list[tuple[str, str]]:
    return [
        (str(page.relative_to(REPOSITORY)), code)
        for page in PAGES
        for found, code in BLOCK.findall(page.read_text(encoding="utf-8"))
        if found == language
    ]


def _lines(program: str) -> list[tuple[str, str]]:
    """Return every line of a shell example that calls a program, comments left out; usage lines are not calls."""
    lines = [(page, line.partition("#")[0].strip()) for page, code in _blocks("sh") for line in code.splitlines()]
    return [(page, line) for page, line in lines if line.startswith(f"{program} ") and "[OPTIONS]" not in line]


@pytest.mark.parametrize(("page", "code"), _blocks("python"))
def test_a_python_example_runs(page: str, code: str, tmp_path: Path) -> None:
    with contextlib.chdir(tmp_path):
        exec(compile(code, page, "exec"), {"__name__": "example"})  # noqa: S102 - our own documents


@pytest.mark.parametrize(("page", "line"), _lines("newel"))
def test_a_newel_example_is_understood(page: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The verb exists and takes these arguments and options; it is not run."""
    verb, *arguments = shlex.split(line)[1:]
    command = main.commands[verb]
    if isinstance(command, click.Group):
        verb, *arguments = arguments
        command = command.commands[verb]
    for parameter in command.params:
        if isinstance(parameter.type, click.Path):
            monkeypatch.setattr(parameter.type, "exists", False)
    with click.Context(command, info_name=verb, **main.context_settings) as context:
        command.parse_args(context, arguments)
    assert context.params, page


@pytest.mark.parametrize(("page", "line"), _lines("make"))
def test_a_make_example_names_a_target(page: str, line: str) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{line.split()[1]}:.*## ", makefile, re.MULTILINE), page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (page.parent / target).exists()] == []


def test_the_readme_is_read_in_a_minute() -> None:
    assert len((REPOSITORY / "README.md").read_text(encoding="utf-8").split()) <= 150


def test_every_decision_fits_on_a_page() -> None:
    decisions = sorted((REPOSITORY / "docs" / "adr").glob("0*.md"))
    assert decisions
    assert [page.name for page in decisions if len(page.read_text(encoding="utf-8").split()) > 300] == []


GLOSSARY = re.findall(r"\| `(newel\.[\w.]+)` \|", (REPOSITORY / "GLOSSARY.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("carrier", GLOSSARY)
def test_every_word_of_the_glossary_is_carried_by_something(carrier: str) -> None:
    module, _, name = carrier.rpartition(".")
    assert hasattr(importlib.import_module(module), name)  # noqa: TID251 - names come from a document
