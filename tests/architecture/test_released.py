"""Only disclosure makes a Released finding; nothing else holds the seal or copies it."""

import ast
import dataclasses
from pathlib import Path

import pytest

from newel.disclosure import Released, UnableToRelease, control
from newel.findings import Answer, Estimate, Finding
from newel.protocol import Disclosure
from tests.support.measuring import python_files
from tests.support.shared import REPOSITORY

SOURCE = REPOSITORY / "src" / "newel"
OUTSIDE = [path for path in python_files(SOURCE) if "disclosure" not in path.relative_to(SOURCE).parts[:1]]


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


def test_a_finding_without_the_seal_is_refused() -> None:
    parts = dict.fromkeys(field.name for field in dataclasses.fields(Released))
    with pytest.raises(UnableToRelease, match="has passed no disclosure rule"):
        Released(**parts, seal=object())


def test_no_copy_of_a_released_finding_can_be_given_other_numbers() -> None:
    n = Estimate(kind="count", value=40, unit="people", people=40, national=True)
    finding = Finding(
        id="training",
        question="How many staff have been trained?",
        strand="quantitative",
        analysis="training_coverage",
        method="Counted.",
        planned=True,
        answer=Answer(population="Staff in post", n=n, tables=()),
        freeze="0" * 12,
        protocol="0" * 64,
        software="newel",
        synthetic=True,
        files={},
    )
    released = control(finding, Disclosure())
    with pytest.raises(ValueError, match="seal"):
        dataclasses.replace(released, notes=("There were 3.",))
    assert not hasattr(released, "seal")
