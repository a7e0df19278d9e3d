"""Finishing: sending once, being told when it was sent before, and taking everything back."""

from datetime import date

import pytest

from newel.web.audit.models import Event
from newel.web.capture.models import AnswerEvent, ConsentStatement, Response
from tests.web.capture.conftest import STUDY

pytestmark = pytest.mark.django_db
ANSWERS = {"family.f1": "1", "family.f2": "2"}


@pytest.fixture
def code(invited) -> str:
    return invited("carer")


@pytest.fixture
def at_the_end(agreed, code):
    """Somebody who has answered everything and takes the last look."""
    return agreed("carer", code=code).press("Continue", ANSWERS)


def test_sent_twice_is_one_response_and_the_person_is_told(at_the_end) -> None:
    at_the_end.press("Send my answers")
    sent_at = Response.objects.get().sent_at

    at_the_end.send_again()

    assert "Your answers were sent before" in at_the_end.text
    assert "You do not need to send them again." in at_the_end.text
    assert Response.objects.get().sent_at == sent_at
    assert AnswerEvent.objects.count() == 2


def test_an_old_page_pressed_after_sending_adds_nothing_and_says_so(agreed, code) -> None:
    reader = agreed("carer", code=code)
    questions = reader.response
    reader.press("Continue", ANSWERS).press("Send my answers")

    reader.response = questions
    reader.press("Continue", {"family.f1": "3", "family.f2": "3"})

    assert "came too late and was not added" in reader.text
    assert list(AnswerEvent.objects.values_list("value", flat=True)) == [1.0, 2.0]


def test_a_form_with_a_question_left_cannot_be_sent(agreed) -> None:
    reader = agreed("carer")
    ticket = dict(reader.page.forms[0].fields)["ticket"]

    reader.send("/take-part/send/", [("ticket", ticket)])

    assert "Questions 1 to 2 of 2" in reader.text
    assert Response.objects.get().sent_at is None


def test_a_form_whose_wave_ended_while_it_was_open_is_not_sent_and_can_be_taken_back(at_the_end, serve_study) -> None:
    serve_study(STUDY, today=date(2150, 1, 1))

    at_the_end.press("Send my answers")

    assert "It closed on 31 December 2149" in at_the_end.text
    assert "What you saved before is kept." in at_the_end.text
    assert Response.objects.get().sent_at is None
    assert AnswerEvent.objects.count() == 2
    at_the_end.press("Take back what I said").press("Yes, delete my answers")
    assert not AnswerEvent.objects.exists()


def test_take_back_asks_once_deletes_the_answers_and_leaves_the_statement(at_the_end, code, coming_in) -> None:
    at_the_end.press("Stop and take back what I said")
    assert AnswerEvent.objects.count() == 2

    at_the_end.press("Yes, delete my answers")

    assert "Your answers are deleted" in at_the_end.text
    assert not AnswerEvent.objects.exists()
    assert not Response.objects.exists()
    assert '"answers_deleted":2' in Event.objects.get(verb="withdraw_response").body
    last_words = dict(ConsentStatement.objects.order_by("pk").values_list("purpose", "state"))
    assert last_words == {"take_part": "withdrawn", "linkage": "withdrawn", "quotes": "withdrawn"}
    assert "You took back what you said, and we deleted it." in coming_in(code).text


def test_taking_back_can_be_thought_better_of(at_the_end) -> None:
    at_the_end.press("Stop and take back what I said").press("No, go back")

    assert "One last look" in at_the_end.text
    assert AnswerEvent.objects.count() == 2


def test_taking_back_twice_says_that_it_is_done(at_the_end) -> None:
    at_the_end.press("Stop and take back what I said").press("Yes, delete my answers")

    at_the_end.send_again()

    assert "You took back what you said, and we deleted it." in at_the_end.text
    assert ConsentStatement.objects.filter(state="withdrawn").count() == 3


def test_what_was_sent_can_still_be_taken_back_with_the_same_code(at_the_end, code, coming_in) -> None:
    at_the_end.press("Send my answers")

    coming_in(code).press("Take back what I said").press("Yes, delete my answers")

    assert not AnswerEvent.objects.exists()


def test_a_purpose_that_was_refused_is_not_withdrawn(invited, coming_in) -> None:
    reader = coming_in(invited("carer")).press("Continue")
    reader.press("Continue", {"purpose_take_part": "yes", "purpose_linkage": "no", "purpose_quotes": "yes"})

    reader.press("Stop and take back what I said").press("Yes, delete my answers")

    assert dict(ConsentStatement.objects.order_by("pk").values_list("purpose", "state"))["linkage"] == "refused"


def test_nobody_takes_part_again_with_a_card_whose_answers_were_taken_back(at_the_end, code, coming_in) -> None:
    at_the_end.press("Stop and take back what I said").press("Yes, delete my answers")

    reader = coming_in(code)

    assert reader.buttons == []
    assert "ask for a new card" in reader.text
