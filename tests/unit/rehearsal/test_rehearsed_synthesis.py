"""Rehearsed theories and topics: every status and judgement is there, and all say that they are made up."""

from datetime import timedelta

import pytest

from newel.protocol import Question, read_protocol
from newel.records import KINDS, conform
from newel.rehearsal.synthesis import MADE_UP, rehearse_synthesis, themes_of
from newel.synthesis import (
    JUDGEMENTS,
    PARTS,
    STRANDS,
    address_of,
    evidence_problems,
    said_problems,
    theory_problems,
    topics_of,
)
from tests.support.protocols import a_protocol
from tests.support.records import frame
from tests.support.shared import REPOSITORY

CODES = {"voice": "Having a voice", "safety": "Safety"}


@pytest.fixture(scope="module")
def protocol():
    return read_protocol(REPOSITORY / "studies" / "secure_stairs")


@pytest.fixture(scope="module")
def rehearsed(protocol):
    return rehearse_synthesis(protocol, CODES)


def test_every_theory_its_evidence_and_every_topic_says_that_it_is_made_up(rehearsed):
    assert all(theory.title.startswith(MADE_UP) for theory in rehearsed.theories)
    assert all(each.says.startswith(MADE_UP) for each in rehearsed.evidence)
    assert all(said.title.startswith(MADE_UP) for said in rehearsed.said)
    assert all(said.says.startswith(MADE_UP) for said in rehearsed.said if said.says)


def test_every_reason_says_that_nothing_was_judged(rehearsed):
    versions = [version for theory in rehearsed.theories for version in (*theory.history, theory)]

    assert {version.because for version in versions if version.version > 1} == {
        f"{MADE_UP}: moved so that this status can be seen; nothing was judged."
    }


def test_every_status_that_is_printed_and_every_judgement_is_there_to_be_seen(rehearsed):
    assert {theory.status for theory in rehearsed.theories} == {"supported", "refined", "rejected", "proposed"}
    assert {said.judgement for said in rehearsed.said} == set(JUDGEMENTS)
    assert {each.strand for each in rehearsed.evidence} == set(STRANDS)
    assert {each.bearing for each in rehearsed.evidence} == {"supports", "contradicts", "qualifies"}
    assert all(list(topic.said) == list(PARTS) for topic in topics_of(rehearsed.frames()["convergence"].to_dicts()))


def test_what_is_invented_passes_the_same_checks_as_what_people_write(rehearsed):
    assert [problem for theory in rehearsed.theories for problem in theory_problems(theory)] == []
    assert [problem for each in rehearsed.evidence for problem in evidence_problems(each)] == []
    assert [problem for said in rehearsed.said for problem in said_problems(said)] == []


def test_the_judgement_of_the_whole_is_the_one_that_the_rule_comes_to(rehearsed):
    for topic in topics_of(rehearsed.frames()["convergence"].to_dicts()):
        assert topic.said["together"].judgement == topic.suggested


def test_the_records_are_of_their_kinds_and_in_their_order(rehearsed):
    for name, rows in rehearsed.frames().items():
        assert conform(KINDS[name], rows).equals(rows)


def test_evidence_points_only_at_questions_of_the_protocol_and_codes_that_there_are(protocol, rehearsed):
    questions = {question.id for question in protocol.questions}
    for each in rehearsed.evidence:
        address = address_of(each.thing)
        assert address.finding in questions if each.kind == "finding" else each.thing in CODES


def test_every_theory_and_every_piece_of_evidence_belongs_together(rehearsed):
    assert {each.theory for each in rehearsed.evidence} <= {theory.id for theory in rehearsed.theories}
    assert len({each.id for each in rehearsed.evidence}) == len(rehearsed.evidence)


def test_a_protocol_that_asks_for_no_synthesis_gets_none():
    rehearsed = rehearse_synthesis(a_protocol(), CODES)

    assert (rehearsed.theories, rehearsed.evidence, rehearsed.said) == ((), (), ())
    assert all(rows.is_empty() for rows in rehearsed.frames().values())


def test_without_any_question_to_point_at_there_are_theories_without_numbers():
    asked = Question(id="why", asks="?", strand="synthesis", analysis="programme_theories", section="1.md")
    other = Question(id="fit", asks="?", strand="synthesis", analysis="convergence", section="1.md")
    rehearsed = rehearse_synthesis(a_protocol().model_copy(update={"questions": (asked, other)}), {})

    assert len(rehearsed.theories) == 4
    assert rehearsed.evidence == ()
    assert {said.address for said in rehearsed.said} == {""}


def test_nothing_is_written_after_the_last_day(protocol):
    until = protocol.study.starts + timedelta(days=90)
    rehearsed = rehearse_synthesis(protocol, CODES, until=until)
    days = [version.written_on for theory in rehearsed.theories for version in (*theory.history, theory)]

    assert max([*days, *(each.written_on for each in rehearsed.evidence)]) <= until
    assert all(theory.written_on >= theory.history[-1].written_on for theory in rehearsed.theories)


def test_the_themes_of_records_are_the_codes_at_the_top():
    shared = {"definition": "d", "codebook": "c", "codebook_version": 1}
    codes = [
        {"code_id": "voice", "name": "Having a voice", "theme": "voice", **shared},
        {"code_id": "asked", "name": "Being asked", "theme": "voice", "parent_id": "voice", **shared},
    ]

    assert themes_of({"code": frame("code", codes)}) == {"voice": "Having a voice"}
    assert themes_of({}) == {}
