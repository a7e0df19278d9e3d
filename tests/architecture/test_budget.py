"""The size budget: what keeps every file readable in one sitting. Linters know no length of files: we measure."""

from functools import cache
from pathlib import Path

import pytest

from tests.support.measuring import Measured, functions, line_count, python_files
from tests.support.shared import REPOSITORY

SOURCE = python_files(REPOSITORY / "src" / "newel")
BANNED = {"utils", "util", "helpers", "common", "misc", "manager", "managers", "service", "services", "data"}


@cache
def every_function() -> list[Measured]:
    """Return every function of the source, measured when the first test asks, and once."""
    return [measured for path in SOURCE for measured in functions(path)]


def test_no_function_is_longer_than_a_screen() -> None:
    assert [measured for measured in every_function() if measured.lines > 60] == []


def test_nearly_every_function_is_short() -> None:
    longer = [measured for measured in every_function() if measured.lines > 25]
    assert len(longer) <= 0.12 * len(every_function()), longer


def test_no_file_is_longer_than_five_hundred_lines() -> None:
    assert [str(path) for path in SOURCE if line_count(path) > 500] == []


def test_nearly_every_file_is_short() -> None:
    longer = [str(path) for path in SOURCE if line_count(path) > 300]
    assert len(longer) <= 0.10 * len(SOURCE), longer


def test_blocks_hardly_nest() -> None:
    deeper = [measured for measured in every_function() if measured.depth > 2]
    assert len(deeper) <= 0.04 * len(every_function()), deeper


def test_every_module_names_its_subject() -> None:
    named = [path for path in SOURCE if BANNED & {part.removeprefix("_") for part in path.with_suffix("").parts[-3:]}]
    assert named == []


def test_tests_do_not_fall_behind_the_code_they_test() -> None:
    source = sum(map(line_count, SOURCE))
    tests = sum(map(line_count, python_files(REPOSITORY / "tests")))
    assert tests / source >= 0.8, f"{tests} lines of tests for {source} lines of source"


def test_every_test_file_is_short() -> None:
    longer = [str(path) for path in python_files(REPOSITORY / "tests") if line_count(path) > 300]
    assert longer == []


@pytest.mark.parametrize(
    ("code", "lines_and_depth"),
    [
        ("def f():\n    '''Say.'''\n    return 1\n", (1, 0)),
        ("def f():\n    a = 1\n\n    return a\n", (3, 0)),
        ("def f():\n    if a:\n        for b in c:\n            d()\n    elif e:\n        g()\n", (5, 2)),
        (
            "def f():\n    try:\n        with a:\n            if b:\n                c()\n    except E:\n        d()\n",
            (6, 3),
        ),
    ],
)
def test_the_ruler_measures_what_it_says(tmp_path: Path, code: str, lines_and_depth: tuple[int, int]) -> None:
    path = tmp_path / "measured.py"
    path.write_text(code)
    assert list(functions(path)) == [Measured(f"{path}:1 f", *lines_and_depth)]
