"""How bulk rows are counted is checked with the return: by line, with what is wrong and what would be right."""

import shutil
from pathlib import Path

import pytest

from newel.faults import Refused
from newel.importers.returns import read_definitions
from tests.support.planted import STUDY


def test_a_count_that_engines_would_give_differently_is_named_with_its_line(tmp_path: Path) -> None:
    shutil.copytree(STUDY / "returns", tmp_path / "returns")
    path = tmp_path / "returns" / "activity.toml"
    text = path.read_text(encoding="utf-8").replace('events = "count(*)"', 'events = "avg(minutes)"')
    path.write_text(text.replace('month = "month"', 'month = "nothing"'), encoding="utf-8")

    with pytest.raises(Refused) as refused:
        read_definitions(tmp_path)

    by, count = refused.value.faults
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[(by.line or 0) - 1] == 'month = "nothing"'
    assert lines[(count.line or 0) - 1] == 'events = "avg(minutes)"'
    assert "a division" in count.found
    assert "does not run" in by.found


def test_a_return_need_not_be_counted() -> None:
    definitions = read_definitions(STUDY)
    assert definitions["activity"].aggregate is not None
    assert definitions["monthly"].aggregate is None
