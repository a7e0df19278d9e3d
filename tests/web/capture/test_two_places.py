"""One link open in two places, and two people pressing at the same moment: both rows are kept and the page asks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from newel.web.audit.models import Event
from newel.web.audit.queries.verification import verify_chain
from newel.web.capture.actions.save_answers import FormClosedError, Given, Seen, save_answers
from newel.web.capture.actions.send_response import send_response
from newel.web.capture.actions.withdraw_response import withdraw_response
from newel.web.capture.models import AccessGrant, AnswerEvent, Response
from newel.web.capture.queries.current_answers import latest_events
from tests.web.capture.conftest import NOW

FIRST_PAGE = {"team.t1": "3", "team.t2": "1", "team.t3": "7"}


@pytest.mark.django_db
def test_the_second_of_two_who_differ_sees_both_answers_and_chooses(agreed, invited, coming_in) -> None:
    code = invited("staff")
    here = agreed("staff", code=code)
    there = coming_in(code)
    there.press("Continue", FIRST_PAGE)

    here.press("Continue", FIRST_PAGE | {"team.t1": "1"})

    assert "This form is open in two places" in here.text
    assert "Here: Disagree. In the other place: Agree." in here.text
    assert [value for name, value in here.page.forms[0].fields if name == "item"] == ["team.t1"]
    rows = AnswerEvent.objects.filter(item="t1").order_by("revision").values_list("value", flat=True)
    assert list(rows) == [3.0, 1.0]
    here.press("Continue", {"team.t1": "3"})
    assert "Questions 4 to 5 of 5" in here.text
    assert list(rows.all()) == [3.0, 1.0, 3.0]


@pytest.mark.django_db
def test_the_same_answer_from_two_places_is_no_difference(agreed, invited, coming_in) -> None:
    code = invited("staff")
    here, there = agreed("staff", code=code), coming_in(code)
    there.press("Continue", FIRST_PAGE)

    here.press("Continue", FIRST_PAGE)

    assert "Questions 4 to 5 of 5" in here.text
    assert AnswerEvent.objects.count() == 3


@pytest.mark.django_db
def test_a_young_person_is_asked_again_and_is_not_shown_the_other_answer(agreed, invited, coming_in) -> None:
    code = invited("young_person")
    here, there = agreed("young_person", code=code), coming_in(code)
    there.press("Continue", {"days.d1": "1"})

    here.press("Continue", {"days.d1": "3"})

    assert "This question got two answers. Nothing is lost." in here.text
    assert "In the other place" not in here.text
    assert [name for name, _ in here.page.forms[0].fields if "." in name] == []
    here.press("Continue", {"days.d1": "3"})
    assert "Question 2 of 3" in here.text
    assert [event.value for event in AnswerEvent.objects.order_by("revision")] == [1.0, 3.0]


@pytest.mark.django_db
def test_a_page_made_after_the_other_answer_asks_nothing(agreed, invited, coming_in) -> None:
    code = invited("staff")
    agreed("staff", code=code).press("Continue", FIRST_PAGE)

    later = coming_in(code).press("Back").press("Continue", FIRST_PAGE | {"team.t1": "1"})

    assert "two places" not in later.text


@pytest.mark.django_db
def test_two_who_send_at_once_are_both_told_and_one_response_is_kept(agreed, invited, coming_in) -> None:
    code = invited("carer")
    here = agreed("carer", code=code).press("Continue", {"family.f1": "1", "family.f2": "2"})
    there = coming_in(code)
    there.press("Send my answers")

    here.press("Send my answers")

    assert "Your answers were sent before" in here.text
    assert Event.objects.filter(verb="send_response").count() == 1


@pytest.mark.django_db
def test_answers_from_a_place_where_it_was_sent_meanwhile_are_refused_in_words(agreed, invited, coming_in) -> None:
    code = invited("staff")
    here = agreed("staff", code=code)
    there = coming_in(code)
    there.press("Skip").press("Skip").press("Send my answers")

    here.press("Continue", FIRST_PAGE)

    assert "came too late and was not added" in here.text
    assert set(AnswerEvent.objects.values_list("missing", flat=True)) == {"skipped"}


@pytest.fixture
def begun(transactional_db) -> Response:
    """A form that was begun and has no answers."""
    place = {"site_id": "S01", "group": "staff", "wave": "w2"}
    grant = AccessGrant.objects.create(
        participant="p", code_mac="c", link_mac="l", made_at=NOW, expires_on=NOW.date(), **place
    )
    return Response.objects.create(response_id="r", grant=grant, mode="web", started_at=NOW)


def at_once(*acts) -> list[object]:
    """Start every act at the same moment, each in a thread with a database connection of its own."""
    start = Barrier(len(acts))

    def run(act):
        try:
            connections["default"].ensure_connection()
            start.wait()
            return act()
        except FormClosedError as closed:
            return closed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_no_answer_is_lost_when_many_places_save_at_the_same_moment(begun) -> None:
    def saving(place: int):
        given = [Given("team", "2", f"q{number}", value=float(place)) for number in range(5)]
        return lambda: save_answers(response=begun, given=given, seen=Seen(f"v{place}", 0), now=NOW)

    saved = at_once(*[saving(place) for place in range(8)])

    assert AnswerEvent.objects.count() == 40
    assert sorted(AnswerEvent.objects.values_list("revision", flat=True)) == list(range(1, 41))
    assert sorted(outcome.revision for outcome in saved) == [5, 10, 15, 20, 25, 30, 35, 40]
    assert sorted(len(outcome.differing) for outcome in saved) == [0, 5, 5, 5, 5, 5, 5, 5]
    last = max(saved, key=lambda outcome: outcome.revision)
    assert {event.value for event in latest_events(begun).values()} == {float(saved.index(last))}
    assert verify_chain().broken_at is None
    assert Event.objects.filter(verb="save_answers").count() == 8


def test_answers_that_arrive_after_sending_or_taking_back_are_refused(begun) -> None:
    given = [Given("team", "2", "t1", value=1.0)]
    send_response(response=begun, visit="a", now=NOW)
    with pytest.raises(FormClosedError):
        save_answers(response=begun, given=given, seen=Seen("b", 0), now=NOW)

    withdraw_response(grant=begun.grant, visit="a", document_version="3", now=NOW)
    with pytest.raises(FormClosedError):
        save_answers(response=begun, given=given, seen=Seen("b", 0), now=NOW)

    assert not AnswerEvent.objects.exists()


def test_saving_and_sending_at_the_same_moment_either_counts_or_says_so(begun) -> None:
    outcomes = at_once(
        lambda: save_answers(response=begun, given=[Given("team", "2", "t1", value=1.0)], seen=Seen("a", 0), now=NOW),
        lambda: send_response(response=begun, visit="b", now=NOW),
        lambda: send_response(response=begun, visit="c", now=NOW),
    )

    refused = isinstance(outcomes[0], FormClosedError)
    assert AnswerEvent.objects.count() == (0 if refused else 1)
    assert sorted(outcomes[1:]) == [False, True]
    assert verify_chain().broken_at is None
