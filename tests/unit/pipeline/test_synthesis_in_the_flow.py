"""From theories in records to a printed page: a small study, sealed, analysed, released and reported."""

import csv
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newel.cli import main

QUESTIONS = """
[[questions]]
id = "why"
asks = "What works for whom?"
strand = "synthesis"
analysis = "programme_theories"
section = "90-why.md"

[[questions]]
id = "agreement"
asks = "Do the strands agree?"
strand = "synthesis"
analysis = "convergence"
section = "91-together.md"
"""
SECTION = """# What works, and why

{{ finding why }}
"""
TOGETHER = """# Together

{{ finding agreement }}

{{ display sides }}

{{ checklist gramms }}
"""
DISPLAY = """
title = "Side by side"
shape = "side_by_side"
row_header = "Topic"
says = "Look along the row."
columns = [{ id = "rule", label = "By rule" }, { id = "fit", label = "Fit" }]

[[rows]]
id = "safety"
label = "Safety"
address = "agreement.topics.example_safety.{column}"
"""


def run(*arguments: str | Path) -> Result:
    """Run a verb."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Return a new study that asks for a synthesis."""
    folder = tmp_path_factory.mktemp("studies") / "mine"
    assert run("new", folder, "--title", "My study").exit_code == 0
    protocol = folder / "protocol.toml"
    protocol.write_text(protocol.read_text(encoding="utf-8") + QUESTIONS, encoding="utf-8")
    (folder / "report" / "90-why.md").write_text(SECTION, encoding="utf-8")
    (folder / "report" / "91-together.md").write_text(TOGETHER, encoding="utf-8")
    (folder / "displays").mkdir()
    (folder / "displays" / "sides.toml").write_text(DISPLAY, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def build(study, tmp_path_factory):
    """Return the folder of its whole flow."""
    folder = tmp_path_factory.mktemp("build")
    outcome = run("evaluate", study, "--seed", 1, "--build", folder)
    assert outcome.exit_code == 0, outcome.output
    return folder


def numbers(build):
    """Return every printed number by its address."""
    path = build / "report" / "tables" / "every-number.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["address"]: row["printed"] for row in csv.DictReader(file)}


def test_the_study_has_no_faults(study):
    assert "No faults." in run("check", study).output


def test_each_theory_is_printed_with_where_it_stands(build):
    printed = numbers(build)

    assert printed["why.theories.example_training_and_calm.status"] == "Supported"
    assert printed["why.theories.example_time_that_is_paid_for.contrary"] == "Nobody has said that any was looked for"


def test_the_fit_of_a_topic_is_the_same_in_the_display_as_in_its_section(build):
    table = (build / "report" / "tables" / "display-sides.csv").read_text(encoding="utf-8-sig")

    assert table.splitlines() == ["Topic,By rule,Fit", "Safety,Dissonance,Discord"]
    assert numbers(build)["agreement.topics.example_safety.fit"] == "Discord"


def test_every_pointed_at_number_is_the_one_that_was_released(build):
    printed = numbers(build)
    pointing = [words for address, words in printed.items() if address.startswith("why.evidence") and "[" in words]
    assert pointing
    for words in pointing:
        address = re.search(r"\[([^\]]+)\]$", words)[1]
        assert printed[address] in words


def test_one_printed_piece_of_evidence_leads_back_to_its_sealed_files(study, build):
    outcome = run("why", study, "why.theories.example_paper_alone.supports", "--build", build)

    assert outcome.exit_code == 0
    assert "theory_evidence.parquet" in outcome.output


def test_the_checklist_names_the_section_it_stands_in(build):
    page = (build / "report" / "report.html").read_text(encoding="utf-8")

    assert "GRAMMS, for mixed methods studies" in page
    assert "What works, and why" in page


def test_a_display_whose_number_is_gone_stops_the_report_with_its_file(study, build):
    path = study / "displays" / "sides.toml"
    path.write_text(DISPLAY.replace("example_safety", "example_sleep"), encoding="utf-8")
    outcome = run("report", study, "--build", build)
    path.write_text(DISPLAY, encoding="utf-8")

    assert outcome.exit_code == 1
    assert "displays/sides.toml" in outcome.output
    assert "agreement.topics.example_sleep.fit" in outcome.output
