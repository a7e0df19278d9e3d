"""The example's sources: the rehearsal's texts, most of them signed, three at three places of the desk."""

import pytest

from newel.rehearsal import read_truths, rehearse_words
from newel.web.audit.queries.verification import verify_chain
from newel.web.example.actions.load_example import SEED
from newel.web.example.sources import load_sources
from newel.web.sessions.presenters.desk import desk_standing
from newel.web.sessions.queries.desks import desk_of
from newel.web.sessions.queries.sources import all_sources, current_text
from newel.web.sessions.record_source import session_frames
from newel.web.study import current_study
from newel.web.vault.queries.originals import text_of
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture
def rehearsed():
    study = current_study()
    return rehearse_words(study.protocol, read_truths(study.folder), seed=SEED).sources


def test_sources_are_there_that_were_held_by_the_day_and_signed_texts_are_the_rehearsed_ones(rehearsed):
    count = load_sources(rehearsed, today=NOON.date(), now=NOON)
    held = {source.id: source for source in rehearsed if source.record["held_on"] <= NOON.date()}
    rows = all_sources()

    assert count == len(rows) == len(held)
    for row in rows:
        assert text_of(row.source_id, 1) == held[row.source_id].transcribed
        if row.may_be_coded:
            assert current_text(row.source_id).text == held[row.source_id].text
            assert row.sha256 == held[row.source_id].record["text_sha256"]
    assert verify_chain().broken_at is None


def test_consent_is_as_it_was_rehearsed(rehearsed):
    load_sources(rehearsed, today=NOON.date(), now=NOON)
    said = {source.id: (source.record["may_be_coded"], source.record["may_be_quoted"]) for source in rehearsed}

    ready = [row for row in all_sources() if row.stage == "ready"]
    assert {row.source_id: (row.may_be_coded, row.may_be_quoted) for row in ready} == {
        row.source_id: said[row.source_id] for row in ready
    }
    assert len({row.may_be_quoted for row in ready}) == 2


def test_the_latest_three_lie_on_the_desk_to_begin_to_go_on_and_to_be_read_again(rehearsed):
    load_sources(rehearsed, today=NOON.date(), now=NOON)
    desks = [desk_of(row.source_id) for row in all_sources() if row.stage != "ready"]

    begun, half, done = sorted(desks, key=lambda desk: desk_standing(desk).percent)
    assert desk_standing(begun).decided == 0 < len(begun.marks)
    assert 0 < desk_standing(half).decided < len(half.marks)
    assert (done.open, done.handed_by) == ((), "redactor")


def test_the_example_is_ready_to_freeze(rehearsed):
    load_sources(rehearsed, today=NOON.date(), now=NOON)
    frames = session_frames()

    assert set(frames["unit"]["source_id"]) < set(frames["source"]["source_id"])
    assert set(frames["unit"]["speaker_role"]) == {"interviewer", "staff", "young_person", "carer"} & set(
        frames["unit"]["speaker_role"]
    )


def test_a_study_that_rehearses_no_words_has_no_sources():
    assert load_sources((), today=NOON.date(), now=NOON) == 0
