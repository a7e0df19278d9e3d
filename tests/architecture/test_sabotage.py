"""Each forbidden import, made on purpose on a copy of the source, breaks the build; the untouched copy passes.

The list is that of the prototype the layout was chosen with: whatever it caught then must be caught for ever.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.shared import REPOSITORY

ONE_WAY = "The flow runs one way"
NO_DJANGO = "The core never meets Django"
UNCHECKED = "Nothing unchecked is printed: report and publish see released findings only"
OWN_ANALYSIS = "Analyses do not lean on each other"
OWN_RENDERER = "Renderers do not lean on each other"
OWN_RULE = "Disclosure rules do not lean on each other"
OWN_IMPORTER = "Importers do not lean on each other"
OWN_TABLES = "Database tables are private to their own app: capture"
NO_KNOTS = "No knots anywhere"


@dataclass(frozen=True)
class Sabotage:
    """Files to write below src/newel (added to what is there), and what the build must say."""

    says: str
    files: dict[str, str]
    caught_by: str


SABOTAGES = (
    Sabotage(
        "an analysis reads a database table",
        {"analysis/quantitative/sabotage.py": "import newel.web.capture.models\n"},
        ONE_WAY,
    ),
    Sabotage("the report reads the freeze", {"report/_sabotage.py": "import newel.freeze\n"}, UNCHECKED),
    Sabotage(
        "the report reads the freeze through a new file in disclosure",
        {
            "disclosure/_sabotage.py": "import newel.freeze.opening\n",
            "report/_sabotage.py": "import newel.disclosure._sabotage\n",
        },
        UNCHECKED,
    ),
    Sabotage("the report calls an analysis", {"report/_sabotage.py": "import newel.analysis\n"}, UNCHECKED),
    Sabotage("the publication opens a data frame", {"publish/_sabotage.py": "import polars\n"}, UNCHECKED),
    Sabotage(
        "the protocol imports the pipeline inside a function",
        {"protocol/_sabotage.py": "def run():\n    import newel.pipeline\n"},
        ONE_WAY,
    ),
    Sabotage(
        "a package nobody placed is used",
        {"strays/__init__.py": "", "records/_sabotage.py": "import newel.strays\n"},
        "newel.strays",
    ),
    Sabotage("a package nobody placed is not even used", {"strays/__init__.py": ""}, "newel.strays"),
    Sabotage(
        "the core imports Django inside a function",
        {"freeze/_sabotage.py": "def now():\n    from django.utils import timezone\n"},
        NO_DJANGO,
    ),
    Sabotage(
        "one analysis imports another",
        {
            "analysis/quantitative/sabotage.py": "import newel.analysis.economic.sabotage\n",
            "analysis/economic/sabotage.py": "",
        },
        OWN_ANALYSIS,
    ),
    Sabotage(
        "one renderer imports another",
        {"report/renderers/one.py": "import newel.report.renderers.other\n", "report/renderers/other.py": ""},
        OWN_RENDERER,
    ),
    Sabotage(
        "one disclosure rule imports another",
        {"disclosure/rules/one.py": "import newel.disclosure.rules.other\n", "disclosure/rules/other.py": ""},
        OWN_RULE,
    ),
    Sabotage(
        "one importer imports another",
        {"importers/tables/one.py": "import newel.importers.projects.other\n", "importers/projects/other.py": ""},
        OWN_IMPORTER,
    ),
    Sabotage(
        "another app reads the tables of capture",
        {"web/progress/_sabotage.py": "import newel.web.capture.models.response\n"},
        OWN_TABLES,
    ),
    Sabotage(
        "the core imports the web for its types alone",
        {
            "records/_sabotage.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import newel.web.study\n",
        },
        ONE_WAY,
    ),
    Sabotage(
        "two packages of one folder import each other",
        {
            "statistics/_one.py": "import newel.statistics._other\n",
            "statistics/_other.py": "import newel.statistics._one\n",
        },
        NO_KNOTS,
    ),
)

BANNED_CALLS = (
    ("report/_sabotage.py", "import importlib\n\nPAGES = importlib.import_module('newel.web.public.views')\n"),
    (
        "records/_sabotage.py",
        "from importlib import import_module\n\nPAGES = import_module('newel.web.public.views')\n",
    ),
    ("freeze/_sabotage.py", "import datetime\n\nNOW = datetime.datetime.now(datetime.UTC)\n"),
    ("rehearsal/_sabotage.py", "import random\n\nCHANCE = random.random()\n"),
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the source and its contracts; the tree itself is never touched."""
    folder = tmp_path_factory.mktemp("sabotage")
    shutil.copytree(REPOSITORY / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(REPOSITORY / "pyproject.toml", folder)
    return folder


@contextmanager
def _made(copy: Path, files: dict[str, str]) -> Iterator[None]:
    paths = {copy / "src" / "newel" / name: text for name, text in files.items()}
    new_folders = {path.parent for path in paths if not path.parent.exists()}
    before = {path: path.read_text() if path.exists() else None for path in paths}
    try:
        for path, text in paths.items():
            path.parent.mkdir(exist_ok=True)
            path.write_text((before[path] or "") + text)
        yield
    finally:
        for path, text in before.items():
            path.unlink() if text is None else path.write_text(text)
        for folder in new_folders:
            shutil.rmtree(folder)


def _contracts_checked(copy: Path) -> subprocess.CompletedProcess[str]:
    lint = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [lint, "--no-logo", "--cache-dir", copy / ".cache"],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_untouched_copy_keeps_every_contract(copy: Path) -> None:
    checked = _contracts_checked(copy)
    assert checked.returncode == 0, checked.stdout
    assert "0 broken" in checked.stdout


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda sabotage: sabotage.says.replace(" ", "_"))
def test_a_forbidden_import_breaks_the_build(copy: Path, sabotage: Sabotage) -> None:
    with _made(copy, sabotage.files):
        checked = _contracts_checked(copy)
    assert checked.returncode != 0
    broken = [line for line in checked.stdout.splitlines() if line.endswith("BROKEN") or "newel.strays" in line]
    assert any(sabotage.caught_by in line for line in broken), checked.stdout


@pytest.mark.parametrize(("file", "code"), BANNED_CALLS)
def test_a_banned_call_breaks_the_build(file: str, code: str) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--stdin-filename", f"src/newel/{file}", "-"],
        cwd=REPOSITORY,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 1
    assert "TID251" in checked.stdout, checked.stdout
