"""Consent: the gate of a source opens by what its people said, and closes when they take it back."""

import pytest

from newel.web.capture.models import AccessGrant, ConsentStatement
from newel.web.sessions.queries.sources import NotReadyError, all_sources, codable_sources, current_text, units
from newel.web.sessions.record_source import session_frames
from tests.support.filed_sources import a_ready_source, a_source
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]

CASE = "k7m2p9q4"


def row_of(filed):
    return next(row for row in all_sources() if row.source_id == filed.id)


def gate(filed):
    row = row_of(filed)
    return row.may_be_coded, row.may_be_quoted, row.withdrawn


def said_in_a_form(**states):
    grant, _ = AccessGrant.objects.get_or_create(
        participant=CASE,
        defaults={
            "site_id": "S01", "group": "young_person", "wave": "w3", "code_mac": "a" * 64, "link_mac": "b" * 64,
            "made_at": NOON, "expires_on": NOON.date(),
        },
    )  # fmt: skip
    for purpose, state in states.items():
        ConsentStatement.objects.create(
            grant=grant, purpose=purpose, state=state, document_version="1", stated_at=NOON
        )


@pytest.mark.parametrize(
    ("said", "open_gates"),
    [
        ({"interview": "given", "quotes": "given"}, (True, True, False)),
        ({"interview": "given", "quotes": "refused"}, (True, False, False)),
        ({"interview": "given"}, (True, False, False)),
        ({"quotes": "given"}, (False, False, False)),
        ({"interview": "refused", "quotes": "given"}, (False, False, False)),
        ({}, (False, False, False)),
    ],
)
def test_what_people_agreed_to_opens_the_gate_and_nothing_else_does(said, open_gates):
    assert gate(a_ready_source(consents=said)) == open_gates


def test_a_text_that_is_not_signed_off_is_coded_by_nobody_whatever_was_agreed():
    assert gate(a_source()) == (False, False, False)


def test_taking_it_back_closes_every_gate_and_the_text_is_read_by_nobody():
    filed = a_ready_source()
    filed.say(interview="withdrawn")

    assert gate(filed) == (False, False, True)
    for read in (current_text, units):
        with pytest.raises(NotReadyError):
            read(filed.id)


def test_the_last_word_counts_and_the_earlier_ones_stay():
    filed = a_ready_source()
    filed.say(quotes="refused")
    assert gate(filed) == (True, False, False)
    filed.say(quotes="given")

    assert gate(filed) == (True, True, False)
    assert filed.source.consent_words.count() == 4


def test_what_the_person_said_in_a_form_counts_for_their_source():
    said_in_a_form(take_part="given", interview="given", quotes="given")

    assert gate(a_ready_source(case_id=CASE, consents={})) == (True, True, False)


@pytest.mark.parametrize("state", ["refused", "not_competent"])
def test_a_no_in_a_form_is_stronger_than_a_yes_that_was_noted(state):
    said_in_a_form(take_part="given", interview="given", quotes=state)

    assert gate(a_ready_source(case_id=CASE)) == (True, False, False)


def test_who_withdraws_from_the_study_in_a_form_takes_their_interview_with_them():
    filed = a_ready_source(case_id=CASE)
    said_in_a_form(take_part="given", interview="given")
    assert gate(filed)[0]
    said_in_a_form(take_part="withdrawn")

    assert gate(filed) == (False, False, True)


def test_open_answers_are_opened_by_taking_part():
    assert gate(a_ready_source(kind="answers", consents={"take_part": "given"})) == (True, False, False)
    assert gate(a_ready_source(kind="answers", consents={"interview": "given"})) == (False, False, False)


def test_what_may_be_coded_is_listed_and_nothing_else(make_account):
    ready = a_ready_source()
    a_source()
    a_ready_source(consents={})
    gone = a_ready_source()
    gone.say(interview="withdrawn")

    assert [row.source_id for row in codable_sources(make_account("researcher").user)] == [ready.id]


def test_who_has_withdrawn_is_in_no_export():
    stays, gone = a_ready_source(), a_ready_source()
    gone.say(interview="withdrawn")

    frames = session_frames()
    assert frames["source"]["source_id"].to_list() == [stays.id]
    assert set(frames["unit"]["source_id"]) == {stays.id}
