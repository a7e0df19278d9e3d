"""Queries: the evaluation lead asks about a return, the site answers, the lead closes; counted, and in the audit."""

import json
import re

import pytest

from newel.web.audit.models import Event
from newel.web.returns.actions.answer_query import answer_query
from newel.web.returns.actions.close_query import close_query
from newel.web.returns.models import Query
from tests.support.web import NOON
from tests.support.web_returns import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
MONTH = "/staff/progress/S01/monthly/2020-07/"
ASK = f"{MONTH}ask/"
QUERIES = "/staff/progress/queries/"
QUESTION = "Restraints fell from 11 to 0. Was everything counted?"


@pytest.fixture
def lead(sign_in):
    return sign_in("lead")


@pytest.fixture
def site(sign_in):
    return sign_in("site_lead")


@pytest.fixture
def asked(lead):
    lead.post(ASK, {"words": QUESTION})
    return Query.objects.get()


def answer(client, query, words="One unit was closed."):
    return client.post(f"{QUERIES}{query.pk}/answer/", {"words": words}, follow=True)


def close(client, query):
    return client.post(f"{QUERIES}{query.pk}/close/", follow=True)


def test_a_question_of_the_lead_waits_on_the_pages_of_the_site(asked, site):
    assert (asked.kind, asked.site_id, asked.month) == ("monthly_return", "S01", "2020-07")
    assert QUESTION in text_of(site.get(QUERIES))
    assert QUESTION in text_of(site.get(MONTH))
    assert "1 question" in text_of(site.get("/staff/returns/"))


def test_the_answer_of_the_site_is_shown_to_the_lead_who_closes_it(asked, site, lead):
    assert "Your answer is kept" in text_of(answer(site, asked))
    assert "One unit was closed." in text_of(lead.get(QUERIES))
    assert "The question is closed" in text_of(close(lead, asked))

    assert "Closed on 15 September 2020" in text_of(site.get(MONTH))
    assert QUESTION not in text_of(lead.get(QUERIES))


def test_open_queries_are_counted_on_the_board_until_they_are_closed(asked, site, lead):
    def count():
        board = text_of(lead.get("/staff/progress/"))
        row = re.search(r"Alder \(S01\)</a></th>(.*?)</tr>", board, re.DOTALL)[1]
        return int(re.findall(r"<td[^>]*>(\d+)</td>", row)[-1]), "1 open query" in board

    assert count() == (1, True)
    answer(site, asked)
    assert count() == (1, True)
    close(lead, asked)
    assert count() == (0, False)


def test_each_step_writes_one_event_that_holds_none_of_the_words(asked, site, lead):
    answer(site, asked)
    close(lead, asked)
    events = Event.objects.filter(thing="query").order_by("seq")

    assert [event.verb for event in events] == ["ask", "answer", "close"]
    assert json.loads(events[0].body) == {"kind": "monthly_return", "site_id": "S01", "month": "2020-07"}
    assert json.loads(events[1].body) == {"query": asked.pk}
    assert not any(words in event.body for event in events for words in ("Restraints", "unit"))


def test_the_form_asks_for_no_identifier(lead, asked, site):
    for page in (lead.get(MONTH), site.get(QUERIES)):
        assert "Write no name, date of birth or number of a child or a member of staff." in text_of(page)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Write your words first"),
        ("  \n ", "Write your words first"),
        ("x" * 1001, "longer than 1000 characters"),
        ("Is it 943 476 5919?", "looks like an NHS number"),
    ],
)
def test_words_that_cannot_be_kept_are_told_and_given_back(lead, site, asked, words, told):
    question, answered = lead.post(ASK, {"words": words}), answer(site, asked, words)

    assert (question.status_code, answered.status_code) == (422, 422)
    assert told in text_of(question)
    assert told in text_of(answered)
    assert words in text_of(answered)
    assert Query.objects.get().answer == ""


def test_a_site_does_not_ask_and_a_lead_does_not_answer(asked, site, lead, sign_in):
    assert site.post(ASK, {"words": "Why?"}).status_code == 403
    assert sign_in("researcher").post(ASK, {"words": "Why?"}).status_code == 403
    assert answer(lead, asked).status_code == 403
    assert close(site, asked).status_code == 403
    assert Query.objects.get().answered_at is None


def test_a_query_of_another_site_is_not_there(asked, sign_in):
    other = sign_in("site_lead", sites=("S05",))

    assert answer(other, asked).status_code == 404
    assert QUESTION not in text_of(other.get(QUERIES))
    assert other.post(f"{QUERIES}999/answer/", {"words": "x"}).status_code == 404


def test_a_query_is_answered_once_and_closed_once(asked, site, lead):
    assert answer_query(actor="a colleague", query_id=asked.pk, answer="first", now=NOON)
    assert "was answered or closed meanwhile" in text_of(answer(site, asked, "second"))
    assert close_query(actor="a colleague", query_id=asked.pk, now=NOON)
    assert "It was closed before" in text_of(close(lead, asked))

    assert Query.objects.get().answer == "first"
    assert Event.objects.filter(thing="query").count() == 3


def test_a_query_that_was_closed_without_an_answer_takes_none_any_more(asked, site, lead):
    close(lead, asked)

    assert "Nothing changed" in text_of(answer(site, asked))
    assert Query.objects.get().answer == ""


@pytest.mark.parametrize("rest", ["monthly/2020-09/", "monthly/2031-01/", "monthly/nonsense/", "nonsense/2020-07/"])
def test_a_month_or_return_that_is_not_expected_has_no_page(lead, rest):
    assert lead.get(f"/staff/progress/S01/{rest}").status_code == 404
    assert lead.post(f"/staff/progress/S01/{rest}ask/", {"words": "Why?"}).status_code == 404


def test_an_address_that_only_acts_shows_no_page(asked, site, lead):
    assert lead.get(ASK).status_code == 405
    assert site.get(f"{QUERIES}{asked.pk}/answer/").status_code == 405
    assert lead.get(f"{QUERIES}{asked.pk}/close/").status_code == 405
