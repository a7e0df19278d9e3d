"""Two people observe a meeting blind to each other, close their sheets, and settle what they saw otherwise."""

import json

import pytest

from newel.records import KINDS, conform
from newel.web.audit.models import Event
from newel.web.observations.models import Meeting, Sheet
from newel.web.observations.record_source import observation_frames
from tests.support.reader import Reader
from tests.web.observations.conftest import begun, closed, filled, of_second

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_meeting_goes_from_two_blind_sheets_to_an_agreed_one_and_into_the_records(anna, ben) -> None:
    address = begun(anna)
    closed(anna, address, filled("2", **{"moments-child_mentioned": "1:15, 12:05"}))
    ben.open(address).press("Join with a sheet of my own")
    closed(ben, address, of_second(filled("2", **{"step-voice": "4", "step-plan": "not_seen"})))
    assert "You saw 2 things otherwise." in anna.open(address).text

    anna.open(f"{address}settle/").press("This is what we saw", {"step-voice": "3", "step-plan": "2"})

    assert Sheet.objects.count() == 3
    frames = observation_frames()
    for name, frame in frames.items():
        assert conform(KINDS[name], frame).equals(frame)
    (meeting,) = frames["observation"].to_dicts()
    assert (meeting["meeting"], meeting["minutes"], meeting["staff_present"]) == ("handover", 45, 7)
    assert (meeting["needs_discussed"], meeting["child_present"]) == (True, False)
    steps = {(row["sheet"], row["item"]): row["value"] for row in frames["observation_rating"].to_dicts()}
    assert (steps["first", "voice"], steps["second", "voice"], steps["agreed", "voice"]) == (2, 4, 3)
    assert (steps["first", "plan"], steps["second", "plan"], steps["agreed", "plan"]) == (2, None, 2)
    assert steps["agreed", "needs"] == 2
    assert frames["observation_event"].select("sheet", "item", "second").rows() == [
        ("first", "child_mentioned", 75), ("first", "child_mentioned", 725)
    ]  # fmt: skip
    observers = set(frames["observation_rating"]["observer"])
    assert len(observers) == 2
    assert not observers & {"anna", "ben"}


def test_nobody_sees_the_others_sheet_before_both_are_closed(anna, ben) -> None:
    address = begun(anna)
    ben.open(address).press("Join with a sheet of my own")
    closed(anna, address, filled("4"))

    text = ben.open(address).text
    assert "What was seen" not in text
    assert ben.open(f"{address}settle/").response.status_code == 302
    assert "Your sheet is closed. The other one shows here as soon as it is closed too." in anna.open(address).text
    assert ben.open(f"{address}sheet/").response.status_code == 200
    assert " 4 " not in ben.open(address).text.partition("Sheets closed")[2]

    closed(ben, address, of_second(filled("1")))

    assert "You saw 6 things otherwise." in ben.open(address).text


def test_a_sheet_is_kept_as_often_as_one_likes_with_gaps_and_shows_again_as_it_was(anna) -> None:
    address = begun(anna)

    typed = {"step-voice": "3", "moments-interruption": "4:30", "note-voice": "He asked why."}
    anna.press("Keep, and go on later", typed)
    anna.open(f"{address}sheet/")

    fields = dict(anna.page.forms[-1].fields)
    assert (fields["step-voice"], fields["moments-interruption"]) == ("3", "4:30")
    assert fields["note-voice"] == "He asked why."
    assert "step-plan" not in fields
    assert "He asked why" not in bytes(Sheet.objects.get().notes).decode("latin-1")
    assert observation_frames()["observation"].is_empty(), "an open sheet is no record"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"step-voice": ""}, "The young person's own view: choose a step, or say that it could not be seen."),
        ({"minutes": ""}, "Give a whole number of minutes, from 0 to 600."),
        ({"needs_discussed": ""}, "Say whether a young person's needs were talked about."),
        ({"moments-interruption": "half past"}, "write moments as minutes and seconds, for example 4:30."),
    ],
)
def test_a_sheet_with_a_gap_is_not_closed_and_nothing_typed_is_lost(anna, changes, says) -> None:
    address = begun(anna)

    closed(anna, address, filled("2", **{"note-voice": "A word."} | changes))

    assert anna.response.status_code == 422
    assert says in anna.text
    assert dict(anna.page.forms[-1].fields)["note-voice"] == "A word."
    assert Sheet.objects.get().closed_at is None


def test_a_closed_sheet_stays_as_it_is(anna) -> None:
    address = begun(anna)
    page = anna.page.forms[-1]
    closed(anna, address, filled("2"))

    anna.send(f"{address}sheet/", [*page.fields, *filled("4").items(), ("step", "keep")])

    assert Sheet.objects.get().steps["voice"] == 2
    assert "One sheet closed" in anna.open("/staff/observations/").text


def test_the_page_keeps_the_sheet_while_somebody_types_and_says_what_it_cannot_keep(anna) -> None:
    address = begun(anna)

    kept = anna.client.post(f"{address}sheet/", filled("3") | {"step": "keep"}, HTTP_ACCEPT="application/json")
    wrong = anna.client.post(
        f"{address}sheet/", {"moments-interruption": "soon", "step": "keep"}, HTTP_ACCEPT="application/json"
    )

    assert (kept.status_code, kept.json()) == (200, {"revision": 1})
    assert wrong.status_code == 422
    assert "minutes and seconds" in wrong.json()["says"]
    assert Sheet.objects.get().steps["voice"] == 3


def test_only_two_people_observe_a_meeting_and_nobody_twice(anna, ben, sign_in) -> None:
    address = begun(anna)
    carl = Reader(sign_in("lead", username="carl"))
    assert "Join with a sheet of my own" not in anna.open(address).buttons
    carl.open(address)
    form = carl.page.forms[-1]
    ben.open(address).press("Join with a sheet of my own")

    carl.send(form.action, form.fields)

    assert "Two people observe this meeting already." in carl.open(address).text
    assert Sheet.objects.count() == 2


def test_only_the_two_who_sat_there_settle_and_only_once(anna, ben, sign_in) -> None:
    address = begun(anna)
    ben.open(address).press("Join with a sheet of my own")
    closed(anna, address, filled("2"))
    closed(ben, address, of_second(filled("2")))
    carl = Reader(sign_in("lead", username="carl"))
    assert carl.open(f"{address}settle/").response.status_code == 302
    ben.open(f"{address}settle/")
    page = ben.page.forms[-1]
    assert "You saw everything alike." in ben.text

    ben.press("This is what we saw")
    anna.send(page.action, page.fields)

    assert Sheet.objects.filter(place="agreed").count() == 1


def test_what_is_settled_needs_a_choice_for_each_difference(anna, ben) -> None:
    address = begun(anna)
    ben.open(address).press("Join with a sheet of my own")
    closed(anna, address, filled("2"))
    closed(ben, address, of_second(filled("2", **{"step-voice": "4"})))

    anna.open(f"{address}settle/").press("This is what we saw")

    assert "The young person's own view: choose what you both stand for." in anna.text
    assert not Sheet.objects.filter(place="agreed").exists()
    assert "first sheet" in anna.text
    assert "second sheet" in anna.text


def test_field_notes_become_a_source_to_be_redacted_and_leave_the_sheet(anna) -> None:
    from newel.web.sessions.record_source import session_frames

    address = begun(anna)
    closed(anna, address, filled("2", **{"note-voice": "Kyle asked why.", "note-reflexive": "I was moved."}))

    anna.open(address).press("Hand my notes over to be redacted")

    assert Sheet.objects.get().notes is None
    assert "on their way to be redacted" in anna.open(address).text
    (source,) = session_frames()["source"].to_dicts()
    assert source["kind"] == "observation"
    assert not source["may_be_coded"]
    assert "Hand my notes over" not in anna.open(address).text


def test_the_audit_holds_neither_a_step_nor_a_word(anna) -> None:
    address = begun(anna)
    closed(anna, address, filled("3", **{"note-voice": "Kyle asked why."}))

    bodies = [json.loads(event.body) for event in Event.objects.filter(thing="observation")]

    assert [event.verb for event in Event.objects.filter(thing="observation")] == ["begin", "keep", "close"]
    assert set().union(*bodies) <= {"observation", "site", "kind", "revision"}
    assert not any("Kyle" in event.body for event in Event.objects.all())


@pytest.mark.parametrize("role", ["site_lead", "practitioner", "redactor", "output_checker"])
def test_who_does_not_observe_is_refused(role, example_study, sign_in) -> None:
    client = sign_in(role)

    assert client.get("/staff/observations/").status_code == 403
    assert client.get("/staff/observations/begin/").status_code == 403


def test_a_meeting_that_is_not_there_is_not_found(anna) -> None:
    assert anna.open("/staff/observations/0123456789abcdef/").response.status_code == 404


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"site": "S99"}, "Choose the site."),
        ({"kind": "party"}, "Choose the kind of meeting."),
        ({"wave": ""}, "Choose the wave."),
        ({"held_on": "2020-12-24"}, "Give a day from"),
    ],
)
def test_a_meeting_is_begun_where_and_when_it_can_be(anna, wrong, says) -> None:
    anna.open("/staff/observations/begin/")

    anna.press("Begin", {"site": "S01", "kind": "handover", "wave": "w3", "held_on": "2020-09-14"} | wrong)

    assert says in anna.text
    assert not Meeting.objects.exists()


def test_a_study_that_looks_for_nothing_says_so(serve_study, sign_in, tmp_path) -> None:
    from tests.web.capture.conftest import STUDY as SMALL

    serve_study(SMALL)
    reader = Reader(sign_in("researcher"))

    assert "The protocol does not say what is looked for" in reader.open("/staff/observations/").text
    assert reader.open("/staff/observations/begin/").response.status_code == 404
