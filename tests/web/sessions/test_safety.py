"""Redaction under strain: marks that lie on one another, thousands of marks, and models that read for a long time."""

import pytest
from django.db import connection

from newel.transcripts import units_of
from newel.web.sessions.actions.suggest_redactions import suggest_redactions
from newel.web.sessions.desk import Mark
from newel.web.sessions.presenters.texts import blocks
from newel.web.sessions.queries.sources import current_text
from tests.support.filed_sources import a_source
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


def test_of_two_flags_on_one_sentence_one_is_replaced_and_the_text_can_be_signed():
    filed = a_source("Interviewer: And?\nP1: The only girl with a tattoo was there.\n")
    filed.look()
    flags = [mark for mark in filed.desk.marks if mark.kind == "deductive"]
    assert len({(mark.start, mark.end) for mark in flags}) < len(flags)

    assert filed.decide(flags[0], "replace", "[left out]", alike=True) == 1
    for mark in filed.desk.open:
        filed.decide(mark, "leave")
    filed.hand_over()
    filed.sign()
    assert current_text(filed.id).text == "Interviewer: And?\nP1: [left out].\n"


def test_a_replacement_for_one_mark_deletes_no_words_that_have_none():
    filed = a_source("Interviewer: And?\nP1: He came. Zbigniew.\nInterviewer: Yes.\nP1: zbigniew.\n")
    filed.mark("Zbigniew", "[name 1]")
    first = filed.desk.marks[0]
    filed.decide(first, "reopen")

    assert filed.decide(first, "replace", alike=True) == 1
    assert [mark.replacement for mark in filed.desk.marks] == ["[name 1]"]


def test_thousands_of_marks_are_shown_each_in_its_place():
    text = "P1: x\n" * 6_000
    marks = [Mark(place, 6 * place + 4, 6 * place + 5, "name", "", "open", "[x]", "") for place in range(6_000)]
    shown = [segment.mark for block in blocks(text, units_of(text), marks) for segment in block.words]

    assert [mark.number for mark in shown if mark] == list(range(6_000))


@pytest.mark.django_db(transaction=True)
def test_the_names_model_reads_before_the_act_so_that_nobody_waits_for_it():
    filed = a_source()
    waited = []

    def finder(_):
        waited.append(connection.in_atomic_block)
        return ()

    suggest_redactions(actor="redactor", source_id=filed.id, finder=finder, now=NOON)

    assert waited == [False]
    assert filed.desk.with_names_model
