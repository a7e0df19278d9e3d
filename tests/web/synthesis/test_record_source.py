"""The door to the freeze: every version of a theory, evidence that stands, and topics as they are now."""

import pytest

from newel.protocol import read_protocol
from newel.records import KINDS, conform
from newel.rehearsal.synthesis import rehearse_synthesis
from newel.web.record_source import WebSource
from newel.web.synthesis.actions._recording import Doer
from newel.web.synthesis.actions.load_rehearsed import load_rehearsed
from newel.web.synthesis.record_source import synthesis_frames
from tests.support.theory_pages import begin, judge, link, move, page, write
from tests.support.web import NOON, STUDIES

pytestmark = pytest.mark.django_db


def test_an_empty_site_gives_empty_frames_of_the_right_shape(client):
    frames = synthesis_frames()

    assert list(frames) == ["theory", "theory_evidence", "convergence"]
    assert all(frame.is_empty() and dict(frame.schema) == KINDS[name].schema for name, frame in frames.items())


def test_every_version_of_a_theory_is_a_record(client):
    theory = write(client)
    move(client, theory, "proposed")

    assert synthesis_frames()["theory"]["version"].to_list() == [1, 2]


def test_evidence_that_was_taken_back_is_no_record(client):
    theory = write(client)
    link(client, theory)
    link(client, theory, bearing="contradicts")
    client.post(page("take_back", theory, f"{theory}-e1"), {"because": "No."})

    assert synthesis_frames()["theory_evidence"]["evidence_id"].to_list() == [f"{theory}-e2"]


def test_of_a_part_of_a_topic_the_latest_version_is_the_record(client):
    topic = begin(client)
    judge(client, topic, "quantitative", says="It rises.", seen=1)
    judge(client, topic, "economic", judgement="silence", says="")

    rows = synthesis_frames()["convergence"].sort("part").to_dicts()
    assert [(row["part"], row["says"]) for row in rows] == [("economic", None), ("quantitative", "It rises.")]


def test_the_source_of_the_freeze_holds_them(client):
    write(client)

    assert WebSource().frame(KINDS["theory"]).height == 1


def test_what_a_rehearsal_invents_is_loaded_whole_and_comes_back_the_same(client):
    rehearsed = rehearse_synthesis(read_protocol(STUDIES / "secure_stairs"), {"voice": "Voice"}, until=NOON.date())
    number = load_rehearsed(by=Doer("example", NOON), rehearsed=rehearsed)
    expected = {name: conform(KINDS[name], frame) for name, frame in rehearsed.frames().items()}
    found = synthesis_frames()

    assert number == 4
    assert all(found[name].equals(frame) for name, frame in expected.items())
    assert client.get(page("theories")).status_code == client.get(page("topics")).status_code == 200
