"""Answering: page by page, leaving out, mending, going back, stopping and returning."""

import pytest

from newel.web.capture.models import AnswerEvent, Response

pytestmark = pytest.mark.django_db
FIRST_PAGE = {"team.t1": "3", "team.t2": "1", "team.t3": "7"}
SECOND_PAGE = {"team.t4": "2.5", "team.t5": "9"}


def answers() -> dict[str, tuple[float | None, str]]:
    """Return the current answers as {item: (value, reason)}."""
    return {event.item: (event.value, event.missing) for event in AnswerEvent.objects.order_by("revision")}


def chosen(reader) -> dict[str, str]:
    """Return what the page shows as chosen or typed."""
    return {name: value for name, value in reader.page.forms[0].fields if "." in name}


def test_adults_answer_page_by_page_look_once_more_and_send(agreed) -> None:
    reader = agreed("staff")
    assert "Your team" in reader.text
    assert "These questions are about your team in the last month." in reader.text

    reader.press("Continue", FIRST_PAGE)
    assert "Questions 4 to 5 of 5" in reader.text
    reader.press("Continue", SECOND_PAGE)
    assert "We plan the day together. Agree" in reader.text
    assert "How many hours of supervision did you have? 2.5" in reader.text
    reader.press("Send my answers")

    assert "Your answers were sent." in reader.text
    assert Response.objects.get().sent_at is not None
    assert answers() == {
        "t1": (3.0, ""), "t2": (1.0, ""), "t3": (7.0, ""), "t4": (2.5, ""), "t5": (None, "not_applicable"),
    }  # fmt: skip


def test_young_people_answer_one_question_a_page(agreed) -> None:
    reader = agreed("young_person")
    for number, (item, value) in enumerate({"d1": "3", "d2": "8", "d3": "10"}.items(), start=1):
        assert f"Question {number} of 3" in reader.text
        assert [value for name, value in reader.page.forms[0].fields if name == "item"] == [f"days.{item}"]
        reader.press("Continue", {f"days.{item}": value})

    reader.press("Send my answers")

    assert answers() == {"d1": (3.0, ""), "d2": (None, "dont_know"), "d3": (10.0, "")}


def test_carers_answer_and_send(agreed) -> None:
    agreed("carer").press("Continue", {"family.f1": "1", "family.f2": "2"}).press("Send my answers")

    assert answers() == {"f1": (1.0, ""), "f2": (2.0, "")}


def test_an_instrument_whose_wording_may_not_be_printed_is_not_asked(agreed) -> None:
    reader = agreed("staff")

    assert "of 5" in reader.text
    reader.press("Continue", FIRST_PAGE).press("Continue", SECOND_PAGE)
    assert set(AnswerEvent.objects.values_list("instrument", flat=True)) == {"team"}


def test_a_question_without_an_answer_is_asked_for_and_the_rest_is_kept(agreed) -> None:
    reader = agreed("staff").press("Continue", {"team.t1": "3", "team.t3": "7"})

    assert "Question 2: Choose an answer, or press Skip." in reader.text
    assert chosen(reader) == {"team.t1": "3", "team.t3": "7"}
    assert answers() == {"t1": (3.0, ""), "t3": (7.0, "")}
    reader.press("Continue", {"team.t2": "2"})
    assert "Questions 4 to 5 of 5" in reader.text


def test_words_where_a_number_belongs_come_back_as_typed_with_what_to_do(agreed) -> None:
    reader = agreed("staff").press("Continue", FIRST_PAGE)

    reader.press("Continue", {"team.t4": "two and a half", "team.t5": "3"})

    assert "Question 4: Type a number, for example 4 or 4.5." in reader.text
    assert chosen(reader) == {"team.t4": "two and a half", "team.t5": "3"}
    assert "t4" not in answers()
    reader.press("Continue", {"team.t4": "2,5"})
    assert answers()["t4"] == (2.5, "")


@pytest.mark.parametrize("typed", ["nan", "inf", "1e999", "--1"])
def test_what_is_no_finite_number_is_no_answer(agreed, typed) -> None:
    agreed("staff").press("Continue", FIRST_PAGE).press("Continue", {"team.t4": typed, "team.t5": "3"})

    assert "t4" not in answers()


@pytest.mark.parametrize("typed", ["1234567.25", "0.1", "100000000", "-3"])
def test_a_number_shown_again_and_sent_again_is_the_same_number(agreed, typed) -> None:
    reader = agreed("staff").press("Continue", FIRST_PAGE).press("Continue", {"team.t4": typed, "team.t5": "3"})
    reader.press("Change question 4")

    reader.press("Continue")

    assert list(AnswerEvent.objects.filter(item="t4").values_list("value", flat=True)) == [float(typed)]


def test_a_choice_that_was_never_offered_is_refused(agreed) -> None:
    reader = agreed("staff").press("Continue", FIRST_PAGE | {"team.t1": "77"})

    assert "Question 1: Choose one of the answers." in reader.text
    assert "t1" not in answers()


def test_skip_leaves_out_what_was_not_answered_and_says_so_in_the_record(agreed) -> None:
    reader = agreed("staff").press("Skip", {"team.t1": "3"})

    assert "Questions 4 to 5 of 5" in reader.text
    assert answers() == {"t1": (3.0, ""), "t2": (None, "skipped"), "t3": (None, "skipped")}


def test_prefer_not_to_say_is_always_there_and_is_a_reason_not_a_number(agreed) -> None:
    reader = agreed("staff").press("Continue", dict.fromkeys(FIRST_PAGE, "prefer_not"))
    reader.press("Continue", {"team.t4.prefer_not": "prefer_not", "team.t5": "prefer_not"})

    assert set(answers().values()) == {(None, "prefer_not")}
    assert reader.text.count("Prefer not to say") == 5


def test_back_saves_what_is_on_the_page_and_shows_the_page_before(agreed) -> None:
    reader = agreed("staff").press("Continue", FIRST_PAGE).press("Back", {"team.t5": "1"})

    assert chosen(reader) == FIRST_PAGE
    assert answers()["t5"] == (1.0, "")


def test_an_answer_changed_from_the_last_look_adds_a_row_and_returns_to_the_last_look(agreed) -> None:
    reader = agreed("staff").press("Continue", FIRST_PAGE).press("Continue", SECOND_PAGE)

    reader.press("Change question 1").press("Continue", {"team.t1": "1"})

    assert "One last look" in reader.text
    rows = AnswerEvent.objects.filter(item="t1").order_by("revision")
    assert list(rows.values_list("value", flat=True)) == [3.0, 1.0]


def test_a_page_sent_again_adds_nothing(agreed) -> None:
    reader = agreed("staff").press("Continue", FIRST_PAGE)

    reader.send_again()

    assert AnswerEvent.objects.count() == 3
    assert "Questions 4 to 5 of 5" in reader.text


def test_the_browser_s_back_button_and_another_choice_keep_both_rows_and_the_later_counts(agreed) -> None:
    reader = agreed("staff")
    first_page = reader.response
    reader.press("Continue", FIRST_PAGE).press("Continue", SECOND_PAGE)

    reader.response = first_page
    reader.press("Continue", FIRST_PAGE | {"team.t1": "2"})

    assert "open in two places" not in reader.text
    assert answers()["t1"] == (2.0, "")
    assert AnswerEvent.objects.filter(item="t1").count() == 2


def test_stop_keeps_the_page_and_the_same_code_goes_on_from_there(agreed, invited, coming_in) -> None:
    code = invited("staff")
    reader = agreed("staff", code=code).press("Continue", FIRST_PAGE).press("Stop and come back", {"team.t4": "2"})
    assert "What you said so far is kept" in reader.text

    again = coming_in(code)

    assert "Welcome back. We kept what you said." in again.text
    assert "Questions 4 to 5 of 5" in again.text
    assert chosen(again) == {"team.t4": "2"}


def test_stopping_while_agreeing_comes_back_to_the_choice_that_is_left(invited, coming_in) -> None:
    code = invited("young_person")
    reader = coming_in(code).press("Continue").press("Continue", {"age": "over"})
    reader.press("Continue", {"purpose_take_part": "yes"}).press("Stop and come back")

    assert "Can we put your answers next to some facts" in coming_in(code).text


def test_after_stopping_the_pages_of_that_visit_open_nothing_and_say_what_was_not_kept(agreed) -> None:
    reader = agreed("staff")
    first_page = reader.response
    reader.press("Stop and come back", {"team.t1": "3"})

    reader.response = first_page
    reader.press("Continue", FIRST_PAGE)

    assert reader.response.status_code == 410
    assert "came too late and was not added" in reader.text
    assert answers() == {"t1": (3.0, "")}


def test_a_young_person_s_answers_are_not_shown_to_whoever_opens_the_form_next(agreed, invited, coming_in) -> None:
    code = invited("young_person")
    agreed("young_person", code=code).press("Continue", {"days.d1": "1"}).press("Stop and come back", {"days.d2": "3"})

    reader = coming_in(code).press("Back").press("Back")

    assert "Question 1 of 3" in reader.text
    assert chosen(reader) == {}
    assert "You have answered this. You can choose again." in reader.text
    reader.press("Continue").press("Continue").press("Continue", {"days.d3": "5"})
    assert "I feel safe here. Answered" in reader.text
    assert "Not true" not in reader.text
    assert answers() == {"d1": (1.0, ""), "d2": (3.0, ""), "d3": (5.0, "")}


def test_skipping_a_question_answered_before_keeps_the_answer(agreed, invited, coming_in) -> None:
    code = invited("young_person")
    agreed("young_person", code=code).press("Stop and come back", {"days.d1": "1"})

    reader = coming_in(code).press("Back").press("Skip")

    assert "Question 2 of 3" in reader.text
    assert answers() == {"d1": (1.0, "")}


def test_a_young_person_sees_what_they_chose_in_the_same_visit(agreed) -> None:
    reader = agreed("young_person").press("Continue", {"days.d1": "1"}).press("Back")

    assert chosen(reader) == {"days.d1": "1"}


def test_nothing_is_answered_by_whoever_has_not_agreed(invited, coming_in) -> None:
    reader = coming_in(invited("staff"))
    ticket = dict(reader.page.forms[0].fields)["ticket"]

    reader.send("/take-part/questions/", [("ticket", ticket), ("place", "0"), ("item", "team.t1"), ("team.t1", "3")])

    assert "About this small study" in reader.text
    assert not AnswerEvent.objects.exists()


@pytest.mark.parametrize("place", ["-1", "2", "99", "x", "", "²", "1" * 12])
def test_a_page_that_does_not_exist_leads_to_where_the_person_is(agreed, place) -> None:
    reader = agreed("staff")
    ticket = dict(reader.page.forms[0].fields)["ticket"]

    reader.send("/take-part/questions/", [("ticket", ticket), ("place", place), ("item", "team.t1"), ("team.t1", "3")])

    assert "Questions 1 to 3 of 5" in reader.text
    assert not AnswerEvent.objects.exists()


def test_a_ticket_of_another_hand_opens_nothing(agreed) -> None:
    reader = agreed("staff")
    ticket = dict(reader.page.forms[0].fields)["ticket"]

    forged = ticket[:-1] + ("A" if ticket[-1] != "A" else "B")
    reader.send("/take-part/questions/", [("ticket", forged), ("place", "0")])

    assert reader.response.status_code == 410
    assert "This page is closed" in reader.text
