"""The timing of coding prints every figure with its unit, plays one script to both, and says who is missing."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from bench._coding_project import CODES, a_project
from bench.coding import IN_ONE_SOURCE, as_figures, as_taguette_has_it, in_process, line, script
from newel.exchange import read_qdpx, write_qdpx
from tests.support.coding_projects import passages
from tests.support.shared import REPOSITORY


def run(*options: str, **surroundings: str) -> list[dict[str, Any]]:
    """Run the bench and return what it printed."""
    command = [sys.executable, "-m", "bench.coding", "--quick", *options]
    ran = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, check=False, env=os.environ | surroundings
    )
    assert ran.returncode == 0, ran.stderr
    return [json.loads(each) for each in ran.stdout.splitlines()]


def test_the_files_and_the_matrix_are_timed_without_a_server() -> None:
    lines = {entry["figure"]: entry for entry in run("--without-web")}

    assert set(lines) == {"csv_s", "qdpx_s", "matrix_ms", "crosstab_ms"}
    assert {entry["unit"] for entry in lines.values()} == {"s", "ms"}
    assert all(entry["value"] > 0 for entry in lines.values())


def test_codings_are_added_through_a_server_and_a_missing_peer_is_named() -> None:
    lines = {entry["figure"]: entry for entry in run(NEWEL_TAGUETTE="/nowhere/taguette")}

    assert {"coding_add_median_ms", "coding_add_p95_ms", "csv_served_s"} < set(lines)
    assert lines["coding_add_median_ms"]["value"] <= lines["coding_add_p95_ms"]["value"]
    assert lines["coding_vs_taguette"]["peer"] == "Taguette"
    assert "NEWEL_TAGUETTE" in lines["coding_vs_taguette"]["missing"]


def test_the_project_is_the_same_every_time_and_of_the_size_asked_for() -> None:
    project = a_project(4, 50)

    assert project == a_project(4, 50)
    assert (len(project.sources), len(project.codings), len(project.codebook.codes)) == (4, 50, CODES)
    assert passages(read_qdpx("p.qdpx", write_qdpx(project).content).project) == passages(project)


def test_taguette_is_given_the_same_passages_in_bytes() -> None:
    project = a_project(3, 40)
    given = as_taguette_has_it(project)

    for one, (document, start, end, _) in zip(project.codings, given["highlights"], strict=True):
        text = given["texts"][document][1]
        assert text.encode()[start:end].decode() == text[one.start : one.end]
    assert {len(given["tags"]), len(project.codebook.codes)} == {CODES}


def test_the_script_adds_several_passages_to_a_source_before_the_next() -> None:
    sources = [["a", "x" * 400], ["b", "y" * 500], ["c", "z" * 600]]
    steps = list(script(sources, 7, 4 * IN_ONE_SOURCE))

    assert steps == list(script(sources, 7, 4 * IN_ONE_SOURCE))
    for first in range(0, len(steps), IN_ONE_SOURCE):
        assert len({step[0] for step in steps[first : first + IN_ONE_SOURCE]}) == 1
    assert all(0 <= start < end <= len(sources[source][1]) and code < 7 for source, start, end, code in steps)


def test_the_first_passages_are_left_out_of_the_figures() -> None:
    figures = as_figures([900.0, 800.0, 700.0, *[float(number) for number in range(1, 101)]])

    assert figures == {"coding_add_median_ms": 50.5, "coding_add_p95_ms": 96.0}


def test_a_figure_is_printed_with_its_unit_and_its_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    line("csv_s", 0.5, peer={"csv_s": 6.0})
    line("matrix_ms", 12.0, peer={"csv_s": 6.0})
    first, second = map(json.loads, capsys.readouterr().out.splitlines())

    assert first == {
        "figure": "csv_s",
        "value": 0.5,
        "unit": "s",
        "peer": "Taguette",
        "peer_value": 6.0,
        "ratio": 12.0,
    }
    assert second == {"figure": "matrix_ms", "value": 12.0, "unit": "ms"}


def test_an_export_that_is_not_valid_stops_the_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.coding.schema.faults", lambda _root: ((1, "not so"),))

    with pytest.raises(SystemExit, match="not valid"):
        in_process(a_project(2, 5))
