"""The block about coding: what is fixed before anybody codes, and what contradicts the rest of the protocol."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from newel.faults import Refused
from newel.protocol import CodingPlan, Protocol, read_protocol, scaffold
from newel.protocol.consistency import problems
from tests.support.protocols import a_protocol
from tests.support.words import CODING, a_coded_protocol


def asks(analysis: str) -> dict[str, Any]:
    return {"id": "words", "asks": "?", "strand": "qualitative", "analysis": analysis, "section": "1.md"}


def found(protocol: Protocol) -> list[tuple[Any, ...]]:
    seen = problems(protocol)
    assert all(problem.found and problem.expected and problem.remedy for problem in seen)
    return [problem.path for problem in seen]


def test_a_study_without_the_block_is_whole() -> None:
    assert a_protocol().coding is None
    assert found(a_protocol()) == []


def test_a_new_study_has_no_block_and_no_fault(tmp_path: Path) -> None:
    scaffold(tmp_path / "mine", study_id="mine", title="Mine")

    assert read_protocol(tmp_path / "mine").coding is None


def test_a_whole_block_is_without_a_problem() -> None:
    assert found(a_coded_protocol()) == []


def test_what_is_not_said_has_a_cautious_default() -> None:
    plan = CodingPlan.model_validate({"codebooks": ["small"], "unit": "paragraph", "coded_twice": 0.2})

    assert plan.coefficients[0] == "alpha"
    assert not plan.quotes_printed
    assert (plan.saturation.base, plan.saturation.run, plan.saturation.threshold) == (4, 2, 0.05)
    assert plan.people_behind_quote == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"codebooks": []},
        {"codebooks": ["Small codebook"]},
        {"unit": "sentence"},
        {"coded_twice": 0},
        {"coded_twice": 1.5},
        {"coefficients": ["alpha", "phi"]},
        {"saturation": {"base": 0}},
        {"saturation": {"threshold": 1}},
        {"themes": ["two words"]},
        {"people_behind_quote": 0},
        {"memos": True},
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CodingPlan.model_validate(CODING | changes)


@pytest.mark.parametrize(("key", "again"), [("codebooks", "small"), ("themes", "culture"), ("coefficients", "alpha")])
def test_a_name_is_named_once(key: str, again: str) -> None:
    assert found(a_coded_protocol({key: [*CODING[key], again]})) == [("coding", key)]


def test_alpha_is_always_among_the_coefficients() -> None:
    assert found(a_coded_protocol({"coefficients": ["percent"]})) == [("coding", "coefficients")]


def test_quotes_are_printed_only_where_people_are_asked_for_it() -> None:
    consent = {"purposes": ["take_part"], "document_version": "1"}

    assert found(a_coded_protocol(consent=consent)) == [("coding", "quotes_printed")]
    assert found(a_coded_protocol({"quotes_printed": False}, consent=consent)) == []


@pytest.mark.parametrize("analysis", ["themes", "coder_agreement", "saturation", "framework_matrix", "quotes"])
def test_a_question_about_coded_words_needs_the_block(analysis: str) -> None:
    assert found(a_protocol(questions=[asks(analysis)])) == [("questions", 0, "analysis")]
    assert found(a_coded_protocol(questions=[asks(analysis)])) == []


def test_a_question_about_sessions_needs_no_block() -> None:
    assert found(a_protocol(questions=[asks("sessions_and_observations")])) == []


def test_a_question_that_the_block_leaves_without_an_answer_is_refused() -> None:
    silent = {"quotes_printed": False, "themes": []}

    assert found(a_coded_protocol(silent, questions=[asks("quotes")])) == [("questions", 0, "analysis")]
    assert found(a_coded_protocol(silent, questions=[asks("framework_matrix")])) == [("questions", 0, "analysis")]
    assert found(a_coded_protocol(silent, questions=[asks("themes") | {"strand": "synthesis"}])) == []


def test_a_fault_of_the_block_names_its_line(tmp_path: Path) -> None:
    scaffold(tmp_path / "mine", study_id="mine", title="Mine")
    path = tmp_path / "mine" / "protocol.toml"
    block = '\n[coding]\ncodebooks = ["a", "a"]\nunit = "turn"\ncoded_twice = 0.2\n'
    path.write_text(path.read_text(encoding="utf-8") + block, encoding="utf-8")

    with pytest.raises(Refused) as refused:
        read_protocol(tmp_path / "mine")

    (fault,) = refused.value.faults
    lines = path.read_text(encoding="utf-8").splitlines()
    assert (fault.file, fault.place) == ("protocol.toml", "coding, codebooks")
    assert fault.line is not None
    assert tomllib.loads(lines[fault.line - 1]) == {"codebooks": ["a", "a"]}
