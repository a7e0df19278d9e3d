"""Two people work on one text at once: nothing is lost, nothing is made twice, and the second is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from newel.web.audit.queries.verification import verify_chain
from newel.web.sessions.actions._recording import NotNowError
from newel.web.sessions.actions.decide_redaction import Decided, decide_redaction
from newel.web.sessions.actions.mark_words import Marked, mark_words
from newel.web.sessions.actions.open_desk import open_desk
from newel.web.sessions.actions.sign_redaction import sign_redaction
from newel.web.sessions.models import RedactionRound, TextVersion
from newel.web.sessions.queries.sources import all_sources, current_text
from tests.support.filed_sources import TEXT, a_ready_source, a_source
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]


def at_once(*acts):
    """Run acts at the same moment, each in a thread of its own; return what each came to, `told` for the slower."""
    together = Barrier(len(acts))

    def run(act):
        connections["default"].ensure_connection()
        together.wait(timeout=20)
        try:
            return act()
        except NotNowError:
            return "told"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_second_readers_one_signs_and_the_other_is_told():
    filed = a_source()
    filed.look()
    filed.decide_all()
    filed.hand_over()

    outcomes = at_once(
        lambda: sign_redaction(actor="second", source_id=filed.id, now=NOON),
        lambda: sign_redaction(actor="third", source_id=filed.id, now=NOON),
    )
    assert sorted(map(str, outcomes)) == ["2", "told"]
    assert TextVersion.objects.filter(source=filed.source).count() == 2
    assert verify_chain().broken_at is None


def test_a_decision_and_a_hand_over_at_once_leave_a_desk_that_is_whole():
    filed = a_source()
    filed.look()
    filed.decide_all()
    number = filed.desk.marks[0].number
    reopened = Decided(number, "reopen")

    outcomes = at_once(
        lambda: decide_redaction(actor="redactor", source_id=filed.id, decided=reopened, now=NOON),
        filed.hand_over,
    )
    assert outcomes.count("told") == 1
    assert (filed.desk.handed_at is None) == bool(filed.desk.open)


def test_two_who_mark_the_same_words_make_one_mark():
    filed = a_source()
    start = TEXT.index("chess")
    marked = [Marked(start, start + 5, "name", "[a game]")]

    outcomes = at_once(
        *(lambda who=who: mark_words(actor=who, source_id=filed.id, marked=marked, now=NOON) for who in ("a", "b"))
    )
    assert sorted(map(str, outcomes)) == ["1", "told"]
    assert len(filed.desk.marks) == 1


def test_two_who_mark_other_words_get_numbers_of_their_own():
    filed = a_source()
    places = [TEXT.index(words) for words in ("chess", "school")]

    at_once(
        *(
            lambda at=at: mark_words(
                actor="redactor", source_id=filed.id, marked=[Marked(at, at + 5, "name", "[x]")], now=NOON
            )
            for at in places
        )
    )
    assert sorted(mark.number for mark in filed.desk.marks) == [1, 2]


def test_a_desk_is_opened_once_however_many_press_the_button():
    filed = a_ready_source()

    outcomes = at_once(*(lambda: open_desk(actor="redactor", source_id=filed.id, now=NOON) for _ in range(3)))
    assert outcomes.count("told") == 2
    assert RedactionRound.objects.filter(source=filed.source, closed_at__isnull=True).count() == 1


def test_sources_that_are_added_at_once_have_numbers_of_their_own():
    at_once(a_source, a_source, a_source)

    assert sorted(row.title for row in all_sources()) == ["Interview 1", "Interview 2", "Interview 3"]


def test_what_was_signed_first_is_what_is_read():
    filed = a_ready_source()
    number = filed.change("chess", "[a game]", kind="deductive")

    assert (number, current_text(filed.id).number) == (3, 3)


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 6])
def test_the_board_asks_the_database_as_often_for_many_sources_as_for_one(django_assert_num_queries, many):
    for _ in range(many):
        a_source()

    with django_assert_num_queries(4):
        all_sources()
