"""The door to the freeze: where sources and units are, never what they say."""

import pytest

from newel.records import KINDS
from newel.transcripts import units_of
from newel.web.record_source import WebSource
from newel.web.sessions.queries.sources import current_text
from newel.web.sessions.record_source import role_of, session_frames
from tests.support.filed_sources import HELD_ON, TEXT, a_ready_source, a_source
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


def test_a_signed_source_is_a_record_of_what_it_is_and_of_its_text_by_hash_alone():
    filed = a_ready_source(case_id="k7m2p9q4", session_id="session-9")
    text = current_text(filed.id)

    (row,) = session_frames()["source"].to_dicts()
    assert row == {
        "source_id": filed.id, "session_id": "session-9", "observation_id": None, "site_id": "S01", "wave": "w3",
        "group": "young_person", "kind": "interview", "case_id": "k7m2p9q4", "held_on": HELD_ON,
        "words": len(text.text.split()), "version": 2, "text_sha256": text.sha256, "redacted_on": NOON.date(),
        "may_be_coded": True, "may_be_quoted": True,
    }  # fmt: skip


def test_its_units_are_where_they_stand_in_that_text():
    filed = a_ready_source()
    text = current_text(filed.id).text

    rows = session_frames()["unit"].to_dicts()
    assert [(row["number"], row["kind"], row["start"], row["end"]) for row in rows] == [
        (unit.number, unit.kind, unit.start, unit.end) for unit in units_of(text)
    ]
    assert [row["speaker_role"] for row in rows] == ["interviewer", "young_person"] * 2


def test_one_that_is_not_signed_off_is_there_without_units_and_may_not_be_coded():
    a_source()

    frames = session_frames()
    (row,) = frames["source"].to_dicts()
    assert (row["version"], row["words"], row["redacted_on"]) == (1, len(TEXT.split()), None)
    assert (row["may_be_coded"], row["may_be_quoted"]) == (False, False)
    assert frames["unit"].is_empty()


def test_one_without_consent_is_there_without_units():
    a_ready_source(consents={})

    frames = session_frames()
    assert frames["source"]["may_be_coded"].to_list() == [False]
    assert frames["unit"].is_empty()


def test_the_frames_have_the_shape_of_their_kinds_and_are_in_the_web_source():
    a_ready_source()
    source = WebSource()

    for name in ("source", "unit"):
        frame = source.frame(KINDS[name])
        assert dict(frame.schema) == KINDS[name].schema
        assert frame.height > 0


@pytest.mark.parametrize(
    ("speaker", "role"),
    [
        ("Interviewer", "interviewer"), ("INT", "interviewer"), ("I", "interviewer"), ("Researcher 2", "interviewer"),
        ("P1", "staff"), ("[name 3]", "staff"), ("Zbigniew", "staff"), (None, None),
    ],
)  # fmt: skip
def test_a_speaker_is_a_role_never_a_name(speaker, role):
    assert role_of(speaker, "staff") == role


def test_who_speaks_in_a_meeting_of_several_groups_is_a_participant():
    assert role_of("Zbigniew", "") == "participant"
