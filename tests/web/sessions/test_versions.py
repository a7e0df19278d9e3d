"""Versions: what was signed never changes, what changes later is another version, and followers move with it."""

import pytest
from django.db import DatabaseError, transaction

from newel.transcripts import Span, TextVersion, applied, reanchor
from newel.web.sessions import followers, models
from newel.web.sessions.actions._recording import NotNowError
from newel.web.sessions.actions.open_desk import clear_desk, open_desk
from newel.web.sessions.queries.history import versions_of
from newel.web.sessions.queries.sources import all_sources, current_text, text_and_units, text_of_version, texts, units
from newel.web.vault.queries.originals import text_of
from tests.support.filed_sources import NAME, TEXT, a_ready_source, a_source
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture
def told():
    """What a follower is told in this test."""
    heard = []
    followers.follow(heard.append)
    yield heard
    followers.unfollow(heard.append)


def test_a_version_is_what_its_hash_and_edits_say():
    filed = a_ready_source()
    signed = current_text(filed.id)

    assert applied(text_of(filed.id, 1), signed.edits) == signed.text
    kept = versions_of(filed.id)
    assert [row.sha256 for row in kept] == [signed.sha256, TextVersion(1, TEXT, "transcribed").sha256]
    assert [(row.number, row.reason, row.here) for row in kept] == [(2, "redacted", True), (1, "transcribed", False)]


def test_more_redaction_makes_a_version_and_takes_the_one_before_into_the_vault():
    filed = a_ready_source()
    before = current_text(filed.id)
    number = filed.change("chess", "[a game]", kind="deductive")

    now = current_text(filed.id)
    assert (number, now.number, now.reason) == (3, 3, "redacted")
    assert "chess" not in now.text
    assert text_of_version(filed.id, 2) is None
    assert text_of(filed.id, 2) == before.text
    assert [row.sha256 for row in versions_of(filed.id)][1] == before.sha256


def test_no_word_that_was_hidden_later_is_left_in_any_version_of_the_study():
    filed = a_ready_source()
    filed.change("evening", "afternoon", kind="correction")
    filed.change("chess", "[a game]", kind="deductive")

    here = models.TextVersion.objects.filter(source=filed.source, sealed__isnull=False)
    assert [version.number for version in here] == [4]


def test_a_corrected_slip_makes_a_version_and_leaves_the_one_before_readable():
    filed = a_ready_source()
    filed.change("chess", "cheese", kind="correction")

    assert (current_text(filed.id).reason, "cheese" in current_text(filed.id).text) == ("corrected", True)
    earlier = text_of_version(filed.id, 2)
    assert earlier is not None
    assert "chess" in earlier.text


def test_the_original_is_no_version_that_anybody_reads():
    filed = a_ready_source()

    assert text_of_version(filed.id, 1) is None
    assert text_of_version(filed.id, 99) is None


def test_followers_are_told_of_every_version_but_the_first_signed_one(told):
    filed = a_ready_source()
    assert told == []
    filed.change("chess", "[a game]", kind="deductive")

    (added,) = told
    assert (added.source_id, added.old.number, added.new.number) == (filed.id, 2, 3)
    assert applied(added.old.text, added.new.edits) == added.new.text


def test_a_follower_moves_a_span_exactly_by_the_edits_it_is_told(told):
    filed = a_ready_source()
    words = "we played chess"
    start = current_text(filed.id).text.index(words)
    filed.change("Fine", "Really fine", kind="correction")

    (added,) = told
    (moved,) = reanchor(added.new.edits, [Span(start, start + len(words))])
    assert added.new.text[moved.start : moved.end] == words
    assert moved.start == start + len("Really ")


def test_where_a_follower_fails_no_version_is_made():
    filed = a_ready_source()
    open_desk(actor="redactor", source_id=filed.id, now=NOON)
    filed.mark("chess", "[a game]")
    filed.hand_over()

    def fails(added):
        raise RuntimeError

    followers.follow(fails)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            filed.sign()
    finally:
        followers.unfollow(fails)
    assert current_text(filed.id).number == 2
    assert filed.desk.handed_at is not None


def test_following_twice_is_following_once(told):
    followers.follow(told.append)
    a_ready_source().change("chess", "[a game]")

    assert len(told) == 1


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"number": 9}, {"reason": "corrected"}, {"signed_by": "x"}])
def test_the_database_refuses_to_change_what_a_version_is(change):
    a_ready_source()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        models.TextVersion.objects.filter(number=2).update(**change)


def test_while_a_signed_text_lies_on_the_desk_researchers_read_it_as_it_was():
    filed = a_ready_source()
    open_desk(actor="redactor", source_id=filed.id, now=NOON)
    filed.mark("chess", "[a game]")

    assert "chess" in current_text(filed.id).text
    with pytest.raises(NotNowError, match="on the desk already"):
        open_desk(actor="redactor", source_id=filed.id, now=NOON)


def test_a_desk_is_cleared_only_where_nothing_would_change():
    filed = a_ready_source()
    open_desk(actor="redactor", source_id=filed.id, now=NOON)
    filed.mark("chess", "[a game]")
    with pytest.raises(NotNowError, match="marked to be replaced"):
        clear_desk(actor="redactor", source_id=filed.id, now=NOON)
    filed.decide(filed.desk.marks[0], "leave")
    clear_desk(actor="redactor", source_id=filed.id, now=NOON)

    assert current_text(filed.id).number == 2
    open_desk(actor="redactor", source_id=filed.id, now=NOON)
    assert filed.desk.number == 3


def test_the_first_redaction_cannot_be_left_out():
    filed = a_source()

    with pytest.raises(NotNowError, match="cannot be left out"):
        clear_desk(actor="redactor", source_id=filed.id, now=NOON)


def test_the_words_of_a_version_are_sealed_in_the_database():
    filed = a_ready_source()
    kept = models.TextVersion.objects.get(source=filed.source, number=2)

    assert b"chess" not in bytes(kept.sealed)
    assert NAME.encode() not in bytes(kept.sealed_edits)
    assert all(b"[name 1]" not in bytes(mark.sealed_replacement) for mark in models.Redaction.objects.all())


def test_the_texts_of_many_sources_are_read_at_once_and_are_the_signed_ones():
    first, second, waiting = a_ready_source(), a_ready_source("P1: Fine, thanks.\n"), a_source()
    second.change("Fine", "Really fine", kind="correction")
    found = texts(all_sources())

    assert found == {filed.id: current_text(filed.id).text for filed in (first, second)}
    assert waiting.id not in found


def test_a_text_and_its_units_belong_together():
    answers = a_ready_source("The gym.\n\nStaff: they listen.\n", kind="answers", consents={"take_part": "given"})
    version, found = text_and_units(answers.id)

    assert [(unit.kind, version.text[unit.start : unit.end].strip()) for unit in found] == [
        ("answer", "The gym."),
        ("answer", "Staff: they listen."),
    ]
    assert units(answers.id) == found
