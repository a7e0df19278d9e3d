"""The door to the freeze: what the pages collected, in the shape the records state, without those who withdrew."""

import json

import polars as pl
import pytest

from newel.freeze import seal
from newel.protocol import read_protocol
from newel.records import KINDS, FrameSource, conform
from newel.web.capture.record_source import capture_frames
from tests.web.capture.conftest import STUDY

pytestmark = pytest.mark.django_db
YES = {"purpose_take_part": "yes", "purpose_linkage": "no", "purpose_quotes": "yes"}


def sealed(folder):
    return seal(read_protocol(STUDY), FrameSource(capture_frames(), "the pages of a test"), folder)


def test_with_nobody_invited_every_frame_is_there_and_empty() -> None:
    frames = capture_frames()

    assert {name: frame.height for name, frame in frames.items()} == {"consent": 0, "response": 0, "answer": 0}
    for name, frame in frames.items():
        assert frame.schema == KINDS[name].empty().schema


def test_frames_have_the_shape_of_their_kinds_and_hold_what_was_said(invited, coming_in) -> None:
    invited("staff")  # invited, and silent so far
    reader = coming_in(invited("staff")).press("Continue").press("Continue", YES)
    reader.press("Continue", {"team.t1": "3", "team.t2": "9", "team.t3": "prefer_not"})
    reader.press("Skip", {"team.t5": "1"}).press("Change question 1").press("Continue", {"team.t1": "2"})
    reader.press("Send my answers")

    frames = capture_frames()

    for name, frame in frames.items():
        assert conform(KINDS[name], frame).equals(frame)
    response = frames["response"].row(0, named=True)
    assert (response["site_id"], response["group"], response["wave"], response["mode"]) == ("S01", "staff", "w2", "web")
    assert response["sent_on"] == response["started_on"]
    answers = {row["item"]: (row["value"], row["missing"]) for row in frames["answer"].iter_rows(named=True)}
    assert answers == {
        "t1": (2.0, None),
        "t2": (None, "not_applicable"),
        "t3": (None, "prefer_not"),
        "t4": (None, "skipped"),
        "t5": (1.0, None),
    }
    assert frames["answer"]["version"].unique().to_list() == ["2"]
    said = frames["consent"].filter(pl.col("participant_id") == response["participant_id"])
    states = dict(said.select("purpose", "state").rows())
    assert states == {"take_part": "given", "linkage": "refused", "quotes": "given"}
    silent = frames["consent"].filter(pl.col("participant_id") != response["participant_id"])
    assert silent.select("purpose", "state").rows() == [("take_part", "asked")]


def test_what_was_never_reached_says_so_and_a_form_not_sent_has_no_day_of_sending(agreed) -> None:
    agreed("staff").press("Stop and come back", {"team.t1": "3"})

    frames = capture_frames()

    reasons = dict(frames["answer"].select("item", "missing").rows())
    assert reasons == {"t1": None} | dict.fromkeys(["t2", "t3", "t4", "t5"], "not_reached")
    assert frames["response"]["sent_on"].to_list() == [None]


def test_of_two_answers_from_two_places_the_one_kept_is_in_the_frame(agreed, invited, coming_in) -> None:
    code = invited("young_person")
    here, there = agreed("young_person", code=code), coming_in(code)
    there.press("Continue", {"days.d1": "1"})
    here.press("Continue", {"days.d1": "3"}).press("Continue", {"days.d1": "3"})

    answers = capture_frames()["answer"].filter(pl.col("item") == "d1")

    assert answers["value"].to_list() == [3.0]


def test_who_took_back_is_in_the_next_freeze_as_a_statement_and_as_nothing_else(agreed, invited, tmp_path) -> None:
    code = invited("carer")
    stays = agreed("carer").press("Continue", {"family.f1": "1", "family.f2": "2"}).press("Send my answers")
    leaves = agreed("carer", code=code).press("Continue", {"family.f1": "3", "family.f2": "3"})
    before = sealed(tmp_path / "before")

    leaves.press("Stop and take back").press("Yes, delete my answers")
    after = sealed(tmp_path / "after")

    assert stays.response.status_code == 200
    assert (before.frame("response").height, after.frame("response").height) == (2, 1)
    assert (before.frame("answer").height, after.frame("answer").height) == (4, 2)
    assert 3.0 not in after.frame("answer")["value"].to_list()
    states = after.frame("consent").filter(pl.col("purpose") == "take_part")["state"].sort().to_list()
    assert states == ["given", "withdrawn"]
    assert before.manifest["newel"]["withdrawn"]["people"] == 0
    assert after.manifest["newel"]["withdrawn"]["people"] == 1
    assert after.id != before.id


def test_who_refused_is_counted_as_asked_and_answered_nothing(invited, coming_in, tmp_path) -> None:
    coming_in(invited("young_person")).press("I do not want to take part")

    freeze = sealed(tmp_path)

    assert freeze.frame("consent")["state"].to_list() == ["refused"]
    assert freeze.frame("response").height == 0


def test_the_same_records_twice_are_the_same_freeze(agreed, tmp_path) -> None:
    agreed("staff").press("Continue", {"team.t1": "3", "team.t2": "1", "team.t3": "7"})

    assert sealed(tmp_path / "one").id == sealed(tmp_path / "two").id


def test_no_code_link_or_database_id_is_in_a_freeze(agreed, invited, tmp_path) -> None:
    code = invited("staff")
    agreed("staff", code=code).press("Continue", {"team.t1": "3", "team.t2": "1", "team.t3": "7"})

    freeze = sealed(tmp_path)

    frames = [freeze.frame(kind).to_dict(as_series=False) for kind in ("consent", "response", "answer")]
    written = json.dumps(frames, default=str)
    assert code not in written
    assert code.replace("-", "") not in written
    participants = set(freeze.frame("consent")["participant_id"]) & set(freeze.frame("response")["response_id"])
    assert participants == set()
