"""What the documents say of the code is what the code says: nothing is stale, and nothing is left out."""

import re
import subprocess
import sys

import pytest

from newel.analysis import analyses
from newel.cli import main
from newel.disclosure import disclosure_rules
from newel.importers import project_importers, table_readers
from newel.importers.transcripts import source_readers
from newel.protocol import json_schema
from newel.report import report_renderers
from newel.report.sections import WORDS_AFTER
from tests.support.shared import REPOSITORY

DOCS = REPOSITORY / "docs"
PLUGINS = (DOCS / "reference" / "plug-ins.md").read_text(encoding="utf-8")
RULES = (DOCS / "reference" / "disclosure-rules.md").read_text(encoding="utf-8")
ANALYSES = [name for strand in analyses().values() for name in strand]
KNOWN = [*ANALYSES, *table_readers(), *source_readers(), *project_importers(), *report_renderers()]


def test_no_generated_part_is_stale() -> None:
    checked = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("name", KNOWN)
def test_every_plug_in_has_a_row(name: str) -> None:
    assert f"| `{name}` |" in PLUGINS


@pytest.mark.parametrize("name", disclosure_rules())
def test_every_disclosure_rule_has_a_row(name: str) -> None:
    assert f"| `{name}` |" in RULES


@pytest.mark.parametrize("verb", main.commands)
def test_every_verb_has_a_heading(verb: str) -> None:
    assert f"\n## `newel {verb}`\n" in (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")


def test_every_make_target_has_a_row() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    developers = (REPOSITORY / "DEVELOPERS.md").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets is not None
    assert [name for name in targets[1].split() if name != "browser" and f"| `make {name}` |" not in developers] == []


def test_the_schema_beside_the_example_study_is_that_of_the_protocol() -> None:
    assert (REPOSITORY / "studies" / "secure_stairs" / "newel.schema.json").read_text(encoding="utf-8") == json_schema()


def test_every_setting_of_the_site_has_a_row() -> None:
    settings = (REPOSITORY / "src" / "newel" / "web" / "settings.py").read_text(encoding="utf-8")
    serving = (DOCS / "how-to" / "serve.md").read_text(encoding="utf-8")
    read = {*re.findall(r"(?:environ.*?|_folder\()[\[(]?\"(NEWEL_[A-Z_]+)\"", settings)}
    assert read
    assert [name for name in sorted(read) if f"| `{name}` |" not in serving] == []


def test_every_command_of_the_site_has_a_row() -> None:
    files = (REPOSITORY / "src" / "newel" / "web").glob("*/management/commands/[a-z]*.py")
    commands = sorted(path.stem for path in files)
    serving = (DOCS / "how-to" / "serve.md").read_text(encoding="utf-8")
    assert commands
    assert [name for name in commands if f"| `{name}` |" not in serving] == []


@pytest.mark.parametrize(("directive", "names"), WORDS_AFTER.items())
def test_every_directive_has_a_row_with_as_many_names_as_it_takes(directive: str, names: int) -> None:
    directives = (DOCS / "reference" / "report-directives.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `\{{\{{ {directive}( \w+){{{names}}} \}}\}}` \|", directives, re.MULTILINE)


def test_every_kind_of_test_has_a_row() -> None:
    developers = (REPOSITORY / "DEVELOPERS.md").read_text(encoding="utf-8")
    kinds = {path.relative_to(REPOSITORY / "tests").parts[0] for path in (REPOSITORY / "tests").rglob("test_*.py")}
    assert [kind for kind in sorted(kinds) if f"| `tests/{kind}` |" not in developers] == []
