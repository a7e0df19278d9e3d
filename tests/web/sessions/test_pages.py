"""The pages of the sources: each does one thing, says what it did, and loses nothing of what was typed."""

import re

import pytest

from newel.web.sessions.queries.sources import current_text
from tests.support.filed_sources import NAME, NUMBER, a_ready_source, a_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]

@pytest.fixture
def redactor(sign_in):
    return sign_in("redactor", username="hands")


@pytest.fixture
def lead(sign_in):
    return sign_in("lead")


def said(response):
    return [str(message) for message in response.context["messages"]]


def faults(response):
    return response.context["faults"]


def test_the_desk_asks_about_one_mark_after_the_other_until_all_are_decided(redactor):
    filed = a_source()
    filed.look()
    for _ in filed.desk.marks:
        mark = redactor.get(filed.address("desk")).context["asked"].mark
        redactor.post(filed.address("decide", mark.number), {"go": "replace", "replacement": mark.replacement})

    response = redactor.get(filed.address("desk"))
    assert response.context["asked"] is None
    assert "Give it to a second reader" in response.content.decode()


def test_after_the_last_open_mark_below_the_desk_goes_on_above(redactor):
    filed = a_source()
    filed.look()
    first, *_, last = filed.desk.marks
    response = redactor.post(filed.address("decide", last.number), {"go": "leave"})

    assert response["Location"] == f"{filed.address('desk')}?at={first.number}"


def test_undoing_comes_back_to_the_same_mark(redactor):
    filed = a_source()
    filed.look()
    mark = filed.desk.marks[1]
    redactor.post(filed.address("decide", mark.number), {"go": "leave"})
    response = redactor.post(filed.address("decide", mark.number), {"go": "reopen"}, follow=True)

    assert response.context["asked"].mark.number == mark.number
    assert response.context["asked"].state == "to decide"


def test_all_places_with_the_same_words_are_decided_with_one_button(redactor):
    filed = a_source("P1: I saw Bo Quokka. I know Bo Quokka.\n")
    filed.look()
    page = redactor.get(filed.address("desk"))
    assert page.context["asked"].others == 1
    sent = {"go": "replace.alike", "replacement": "[a man]"}
    response = redactor.post(filed.address("decide", filed.desk.marks[0].number), sent, follow=True)

    assert said(response) == ["2 places with these words were decided alike."]
    assert filed.desk.open == ()


@pytest.mark.parametrize("sent", [{"go": "burn"}, {}, {"go": "replace", "replacement": "x" * 300}])
def test_a_decision_that_cannot_be_kept_changes_nothing_and_says_so(redactor, sent):
    filed = a_source()
    filed.look()
    response = redactor.post(filed.address("decide", filed.desk.marks[0].number), sent, follow=True)

    assert "Nothing changed" in said(response)[0]
    assert len(filed.desk.open) == len(filed.desk.marks)


def test_words_are_marked_everywhere_or_in_one_part(redactor):
    filed = a_source("P1: Tea then.\nI: Tea?\nP1: Tea, and tear.\n")
    filed.look()
    marks = {"words": "tea", "mark_kind": "deductive", "instead": "[a drink]"}
    redactor.post(filed.address("mark"), marks | {"where": "2"})
    assert [mark.start for mark in filed.desk.marks if mark.replaced] == [17]
    response = redactor.post(filed.address("mark"), marks | {"where": "everywhere"}, follow=True)

    assert said(response)[-1] == "2 places are marked."
    assert len([mark for mark in filed.desk.marks if mark.replaced]) == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "no such words"}, "words"),
        ({"words": "hess"}, "words"),
        ({"where": "1"}, "words"),
        ({"mark_kind": "song"}, "mark_kind"),
        ({"instead": ""}, "instead"),
        ({"words": NUMBER}, "words"),
    ],
)
def test_words_that_cannot_be_marked_are_named_and_what_was_typed_stays(redactor, change, field):
    filed = a_source()
    filed.look()
    typed = {"words": "chess", "mark_kind": "name", "instead": "[a game]", "where": "everywhere"}
    response = redactor.post(filed.address("mark"), typed | change)

    assert response.status_code == 422
    assert field in faults(response)
    assert 'id="mark" open' in response.content.decode()
    assert not any(mark.replaced for mark in filed.desk.marks)


def test_a_text_goes_from_one_person_to_the_other_through_the_pages(redactor, lead):
    filed = a_source()
    filed.look()
    filed.decide_all()
    redactor.post(filed.address("hand_over"))
    page = lead.get(filed.address("source"))
    assert "Read it a second time" in page.content.decode()
    second = lead.get(filed.address("second")).content.decode()
    assert NAME in second
    assert "[name 1]" in second
    response = lead.post(filed.address("sign"), {"go": "sign", "read_all": "yes"}, follow=True)

    assert said(response) == ["Version 2 is signed. What it replaced is in the vault."]
    assert NAME not in current_text(filed.id).text


def test_without_the_box_or_the_note_the_second_reader_is_asked_again(redactor, lead):
    filed = a_source()
    filed.look()
    filed.decide_all()
    redactor.post(filed.address("hand_over"))

    assert "read_all" in faults(lead.post(filed.address("sign"), {"go": "sign"}))
    assert "note" in faults(lead.post(filed.address("sign"), {"go": "back", "note": " "}))
    response = lead.post(filed.address("sign"), {"go": "back", "note": "Turn 4."}, follow=True)
    assert "Turn 4." in response.content.decode()


def test_who_handed_it_over_finds_no_second_reading(redactor):
    filed = a_source()
    filed.look()
    filed.decide_all()
    redactor.post(filed.address("hand_over"))
    response = redactor.get(filed.address("second"), follow=True)

    assert response.request["PATH_INFO"] == filed.address("source")
    assert "Another person must read it" in said(response)[-1]
    assert "Read it a second time" not in response.content.decode()


@pytest.mark.parametrize("page", ["desk", "second"])
def test_a_page_for_work_that_is_not_there_says_so(redactor, page):
    filed = a_ready_source()
    response = redactor.get(filed.address(page), follow=True)

    assert response.request["PATH_INFO"] == filed.address("source")
    assert "Nothing changed." in said(response)[0]


def test_nobody_works_on_the_text_of_somebody_who_withdrew(redactor, lead):
    filed = a_source()
    filed.look()
    filed.say(interview="withdrawn")

    assert "have withdrawn" in said(redactor.get(filed.address("desk"), follow=True))[0]
    filed.decide_all()
    filed.hand_over()
    assert "have withdrawn" in said(lead.get(filed.address("second"), follow=True))[0]


def test_a_signed_text_is_opened_again_and_cleared(redactor):
    filed = a_ready_source()
    opened = redactor.post(filed.address("open_desk"), follow=True)
    assert "Mark what must change" in opened.content.decode()
    response = redactor.post(filed.address("clear_desk"), follow=True)

    assert said(response) == ["The desk is cleared. The text stays as it was signed."]


def test_consent_is_noted_and_what_it_changes_is_seen_at_once(redactor):
    filed = a_ready_source()
    sent = {"purpose": "quotes", "state": "withdrawn", "said_on": "2020-09-14"}
    response = redactor.post(filed.address("consent"), sent, follow=True)

    assert "taken back" in said(response)[0]
    assert "may not be quoted" in response.content.decode()
    assert not redactor.post(filed.address("consent"), sent | {"state": ""}, follow=True).context["row"].may_be_quoted
    assert filed.source.consent_words.count() == 3


def test_a_readers_page_has_the_signed_words_and_their_hash(sign_in):
    filed = a_ready_source()
    page = sign_in("researcher").get(filed.address("text", 2)).content.decode()

    assert current_text(filed.id).sha256 in page
    assert "[name 1]" in page
    assert NAME not in page


def test_an_earlier_version_says_that_it_is_one(sign_in):
    filed = a_ready_source()
    filed.change("chess", "cheese", kind="correction")
    page = sign_in("researcher").get(filed.address("text", 2)).content.decode()

    assert "This is an earlier version" in page
    assert "chess" in page


def test_the_board_counts_each_step_once_and_shows_what_is_asked_for(lead):
    a_source()
    waiting = a_source()
    waiting.look()
    waiting.decide_all()
    waiting.hand_over()
    a_ready_source()
    a_ready_source(consents={})
    a_ready_source().say(interview="withdrawn")
    page = lead.get("/staff/sources/")

    assert {filter_.id: filter_.count for filter_ in page.context["filters"]} == {
        "": 5, "to_redact": 1, "to_sign": 1, "no_consent": 1, "ready": 1, "withdrawn": 1,
    }  # fmt: skip
    assert "3 of 5 texts are redacted and signed off" in page.content.decode()
    assert [told.step for told in lead.get("/staff/sources/?show=to_sign").context["rows"]] == ["to_sign"]
    assert len(lead.get("/staff/sources/?show=nonsense").context["rows"]) == 5


def test_an_empty_board_says_what_comes_first(lead):
    assert "There is no source yet" in lead.get("/staff/sources/").content.decode()
    a_source()
    assert "No text waits for a second reader." in lead.get("/staff/sources/?show=to_sign").content.decode()


def test_no_space_or_line_break_of_a_text_is_lost_on_its_page(sign_in):
    filed = a_ready_source("P1: One\ntwo & <three>.\n\nP1: Four.\n")
    page = sign_in("researcher").get(filed.address("text", 2)).content.decode()

    assert re.search(r"One<br>two &amp; &lt;three&gt;\.</p>", page)
