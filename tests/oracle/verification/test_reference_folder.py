"""Every estimator against R: on simulated data of our own, and on the data of R's packages where they are at hand."""

from pathlib import Path

import pytest

from newel.verification import SMALL
from newel.verification.reference import Case, Reference
from newel.verification.verifying import verify_case
from tests.support.shared import SHARED, needs_shared

FOLDER = SHARED / "reference" / "quantitative"
LARGE = ("insteval", "cfa_bfi", "mi_")
"""Cases of tens of thousands of rows or dozens of parameters: left to `make verify`."""


def _cases(folder: Path) -> list[Case]:
    if not folder.is_dir():
        return []
    return [case for case in Reference(folder).cases() if not any(name in case.name for name in LARGE)]


@pytest.mark.parametrize("case", _cases(SMALL), ids=lambda case: case.name)
def test_every_figure_on_our_own_data_agrees(case: Case) -> None:
    assert [figure for figure in verify_case(case) if not figure.passed] == []


@needs_shared
@pytest.mark.parametrize("case", _cases(FOLDER), ids=lambda case: case.name)
def test_every_figure_on_published_data_agrees(case: Case) -> None:
    figures = list(verify_case(case))

    assert figures
    assert [figure for figure in figures if not figure.passed] == []
