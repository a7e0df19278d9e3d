"""Only disclosure makes a Released finding; nothing else holds the seal or copies one under it."""

import ast
import dataclasses
import re
from pathlib import Path

import pytest

from newel.disclosure import Released, UnableToRelease
from tests.support.measuring import python_files
from tests.support.shared import REPOSITORY

SOURCE = REPOSITORY / "src" / "newel"
OUTSIDE = [path for path in python_files(SOURCE) if "disclosure" not in path.relative_to(SOURCE).parts[:1]]
PRINTING = {"report", "publish", "pipeline.py", "web"}


def _called(path: Path) -> set[str]:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return {
        call.id if isinstance(call, ast.Name) else call.attr
        for call in calls
        if isinstance(call, ast.Name | ast.Attribute)
    }


def test_nothing_outside_disclosure_builds_a_released_finding() -> None:
    assert [str(path) for path in OUTSIDE if "Released" in _called(path)] == []


def test_nothing_outside_disclosure_touches_the_seal() -> None:
    assert [str(path) for path in OUTSIDE if "_SEAL" in path.read_text(encoding="utf-8")] == []


def test_what_prints_never_copies_a_released_finding_with_other_numbers() -> None:
    copies = re.compile(r"dataclasses\.replace|from dataclasses import .*\breplace\b")
    printing = [path for path in OUTSIDE if path.relative_to(SOURCE).parts[0] in PRINTING]
    assert [str(path) for path in printing if copies.search(path.read_text(encoding="utf-8"))] == []


def test_a_finding_without_the_seal_is_refused() -> None:
    parts = dict.fromkeys(field.name for field in dataclasses.fields(Released))
    with pytest.raises(UnableToRelease, match="has not passed a disclosure rule"):
        Released(**parts | {"seal": object()})
