"""The redaction desk: nothing is hidden, and nothing shown, that a person has not decided."""

import pytest

from newel.transcripts.redaction import Suggestion
from newel.web.sessions.actions import suggest_redactions as suggesting
from newel.web.sessions.actions._recording import NotNowError
from newel.web.sessions.actions.hand_over import take_back
from newel.web.sessions.actions.send_back import send_back
from newel.web.sessions.actions.sign_redaction import SamePersonError
from newel.web.sessions.models import Redaction, RedactionRound, TextVersion
from newel.web.sessions.queries.sources import current_text, units
from tests.support.filed_sources import IDENTIFIERS, NAME, TEXT, a_ready_source, a_source
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


def states(filed):
    return {mark.number: mark.state for mark in filed.desk.marks}


def words_of(filed, mark):
    return TEXT[mark.start : mark.end]


def mark_on(filed, words):
    return next(mark for mark in filed.desk.marks if words in words_of(filed, mark))


def test_every_identifier_is_suggested_and_the_signed_text_has_none_of_them():
    filed = a_ready_source()

    text = current_text(filed.id).text
    assert not any(identifier in text for identifier in IDENTIFIERS)
    assert "we played chess" in text
    assert [unit.speaker for unit in units(filed.id)] == ["Interviewer", "P1", "Interviewer", "P1"]


def test_the_same_person_has_the_same_replacement_wherever_they_are_named():
    filed = a_source()
    filed.look()

    assert {mark.replacement for mark in filed.desk.marks if NAME in words_of(filed, mark)} == {"[name 1]"}


def test_a_suggestion_waits_until_a_person_decides():
    filed = a_source()
    filed.look()

    assert set(states(filed).values()) == {"open"}
    with pytest.raises(NotNowError, match="not decided yet"):
        filed.hand_over()


def test_what_is_left_as_it_is_stays_in_the_text_and_on_record():
    filed = a_source()
    filed.look()
    left = mark_on(filed, "07700")
    filed.decide(left, "leave")
    filed.decide_all()
    filed.hand_over()
    filed.sign()

    assert "07700 900123" in current_text(filed.id).text
    kept = Redaction.objects.get(number=left.number)
    assert (kept.state, kept.decided_by) == ("refused", "redactor")


def test_words_of_ones_own_stand_in_the_place_of_what_was_suggested():
    filed = a_source()
    filed.look()
    filed.decide(mark_on(filed, "Mr"), "replace", "[a teacher]")

    assert states(filed)[mark_on(filed, "Mr").number] == "changed"
    filed.decide_all()
    filed.hand_over()
    filed.sign()
    assert "[a teacher] from the school" in current_text(filed.id).text


def test_a_suggestion_taken_as_it_is_counts_as_accepted():
    filed = a_source()
    filed.look()
    mark = mark_on(filed, "Mr")
    filed.decide(mark, "replace", mark.replacement)

    assert states(filed)[mark.number] == "accepted"


@pytest.mark.parametrize("decision", ["replace", "leave"])
def test_a_decision_is_undone_and_the_mark_waits_again(decision):
    filed = a_source()
    filed.look()
    mark = filed.desk.marks[0]
    filed.decide(mark, decision)
    filed.decide(mark, "reopen")

    assert states(filed)[mark.number] == "open"
    assert filed.desk.marks[0].decided_by == ""


def test_one_decision_about_all_places_with_the_same_words_leaves_other_words_alone():
    text = "P1: I saw Ada Obi. She rang 07700 900123.\nP1: And I saw Ada Obi again, with Bo Quokka.\n"
    filed = a_source(text)
    filed.look()
    first = next(mark for mark in filed.desk.marks if text[mark.start : mark.end] == "Ada Obi")
    count = filed.decide(first, "replace", "[a friend]", alike=True)

    replaced = [text[mark.start : mark.end].casefold() for mark in filed.desk.marks if mark.replaced]
    assert (count, replaced) == (2, ["ada obi", "ada obi"])
    assert {text[mark.start : mark.end] for mark in filed.desk.open} >= {"07700 900123", "Bo Quokka"}


def test_a_flag_without_words_of_its_own_asks_for_some():
    filed = a_source("P1: He is the only one here with a swan tattooed on his neck.\n")
    filed.look()
    flag = next(mark for mark in filed.desk.marks if mark.kind == "deductive")

    with pytest.raises(NotNowError, match="Type what is to stand in its place"):
        filed.decide(flag, "replace")
    filed.decide(flag, "replace", "[a mark]")
    assert next(mark for mark in filed.desk.marks if mark.number == flag.number).replacement == "[a mark]"


@pytest.mark.parametrize("replacement", ["x" * 201, "two\nlines"])
def test_what_stands_in_place_is_one_short_line(replacement):
    filed = a_source()
    filed.look()

    with pytest.raises(NotNowError, match="one line"):
        filed.decide(filed.desk.marks[0], "replace", replacement)
    with pytest.raises(NotNowError, match="one line"):
        filed.mark("chess", replacement)


def test_a_person_marks_what_nobody_suggested():
    filed = a_source()
    filed.look()
    filed.mark("chess", "[a game]", kind="deductive")
    filed.decide_all()
    filed.hand_over()
    filed.sign()

    assert "we played [a game]" in current_text(filed.id).text


def test_words_that_are_marked_already_are_not_marked_twice():
    filed = a_source()
    filed.look()

    with pytest.raises(NotNowError, match="marked already"):
        filed.mark(NAME, "[somebody]")


def test_refused_words_can_be_marked_in_another_way_and_then_block_the_old_mark():
    filed = a_source()
    filed.look()
    mark = mark_on(filed, "Mr")
    filed.decide(mark, "leave")
    filed.mark("Mr Zbigniew", "[a man]")

    with pytest.raises(NotNowError, match="Another mark stands"):
        filed.decide(mark, "replace")
    assert states(filed)[mark.number] == "refused"


def test_there_is_no_mark_of_another_number():
    filed = a_source()
    filed.look()
    mark = filed.desk.marks[0]

    with pytest.raises(NotNowError, match="no such mark"):
        filed.decide(type(mark)(**{**vars(mark), "number": 999}), "leave")


def test_looking_again_adds_only_what_is_new_and_touches_no_decision(monkeypatch):
    filed = a_source()
    filed.look()
    filed.decide(filed.desk.marks[0], "leave")
    before = filed.desk.marks
    start = TEXT.index("school")
    found = (Suggestion(start, start + 6, "unit", ("tests say so",), "[unit]"), *_as_suggested(before))
    monkeypatch.setattr(suggesting, "look", lambda *_text, **_finder: found)

    assert filed.look() == 1
    assert [mark for mark in filed.desk.marks if words_of(filed, mark) != "school"] == list(before)


def _as_suggested(marks):
    return [Suggestion(mark.start, mark.end, mark.kind, (mark.because,), mark.replacement) for mark in marks]


def test_a_text_that_nothing_has_looked_through_goes_to_no_second_reader():
    filed = a_source("P1: Fine, thanks.\n")

    with pytest.raises(NotNowError, match="Look for identifiers first"):
        filed.hand_over()
    filed.look()
    filed.decide_all()
    filed.hand_over()
    assert filed.desk.handed_by == "redactor"


def test_whoever_decided_or_handed_over_cannot_sign():
    filed = a_source()
    filed.look()
    filed.decide_all()
    filed.hand_over()

    with pytest.raises(SamePersonError):
        filed.sign(by="redactor")
    assert TextVersion.objects.count() == 1
    assert filed.sign(by="second") == 2


def test_the_database_itself_asks_for_two_people():
    from django.db import IntegrityError, transaction

    filed = a_ready_source()
    for table in (TextVersion.objects.filter(number=2), RedactionRound.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            table.update(signed_by="redactor")
    assert filed.source.versions.count() == 2


def test_a_text_with_the_second_reader_is_not_worked_on_until_it_is_taken_back():
    filed = a_source()
    filed.look()
    filed.decide_all()
    filed.hand_over()

    with pytest.raises(NotNowError, match="second reader now"):
        filed.decide(filed.desk.marks[0], "leave")
    take_back(actor="redactor", source_id=filed.id, now=NOON)
    filed.decide(filed.desk.marks[0], "leave")
    assert states(filed)[filed.desk.marks[0].number] == "refused"


def test_a_text_that_is_sent_back_lies_open_with_the_note_which_is_sealed():
    filed = a_source()
    filed.look()
    filed.decide_all()
    filed.hand_over()
    send_back(actor="second", source_id=filed.id, note="Look at turn 4: the nan.", now=NOON)

    assert (filed.desk.note, filed.desk.handed_at) == ("Look at turn 4: the nan.", None)
    assert b"nan" not in bytes(RedactionRound.objects.get().sealed_note)
    filed.hand_over()
    assert filed.desk.note == ""


def test_nothing_is_signed_that_was_not_handed_over():
    filed = a_source()

    with pytest.raises(NotNowError, match="still with those who redact"):
        filed.sign()


def test_a_text_without_anything_to_hide_gets_its_signed_version_too():
    filed = a_source("P1: Fine, thanks.\n")
    filed.look()
    filed.decide_all(leave=True)
    filed.hand_over()
    filed.sign()

    version = current_text(filed.id)
    assert (version.number, version.reason, version.text, version.edits) == (2, "redacted", "P1: Fine, thanks.\n", ())
