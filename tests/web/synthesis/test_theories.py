"""Theories on the web: written, reworded and moved, each as a version that nothing can change."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from newel.web.audit.models import Event
from newel.web.synthesis.actions._recording import Doer
from newel.web.synthesis.models import TheoryVersion
from newel.web.synthesis.queries.theories import balance_of_one, every_theory
from tests.support.theory_pages import WORDS, link, move, page, write

pytestmark = pytest.mark.django_db


def test_a_theory_begins_as_a_draft_and_is_shown(client):
    theory = write(client)
    shown = client.get(page("theory", theory)).content.decode()

    assert (theory, every_theory()[0].status) == ("t1", "draft")
    assert all(words in shown for words in WORDS.values())
    assert WORDS["title"] in client.get(page("theories")).content.decode()


def test_who_wrote_it_is_a_pseudonym_in_the_record_and_an_account_in_the_audit(client):
    write(client)
    event = Event.objects.get(thing="theory")

    assert "researcher" not in every_theory()[0].written_by
    assert (event.actor, event.verb) == ("researcher-all", "write")
    assert json.loads(event.body) == {"theory": "t1", "version": 1}


@pytest.mark.parametrize("part", ["title", "context", "resource", "response", "outcome"])
def test_a_part_that_is_missing_is_named_beside_its_field_and_nothing_is_kept(client, part):
    response = client.post(page("write"), WORDS | {part: " "})

    assert response.status_code == 422
    assert f'href="#f-{part}"' in response.content.decode()
    assert not TheoryVersion.objects.exists()


def test_a_typed_number_is_refused_and_what_was_typed_is_still_there(client):
    response = client.post(page("write"), WORDS | {"outcome": "restraints fall by 12 a month"})

    assert response.status_code == 422
    assert "found: 12" in response.content.decode()
    assert "restraints fall by 12 a month" in response.content.decode()


def test_other_words_are_the_next_version_and_the_older_one_can_be_read(client):
    theory = write(client)
    client.post(page("reword", theory), WORDS | {"outcome": "the plan is known to them", "seen": 1})
    shown = client.get(page("theory", theory)).content.decode()

    assert [version.version for version in TheoryVersion.objects.order_by("version")] == [1, 2]
    assert "the plan is known to them" in shown
    assert "the plan is theirs" in shown


def test_a_theory_that_left_its_draft_changes_only_with_a_reason(client):
    theory = write(client)
    move(client, theory, "proposed")
    without = client.post(page("reword", theory), WORDS | {"seen": 2})
    client.post(page("reword", theory), WORDS | {"seen": 2, "because": "A clearer outcome.", "outcome": "they know it"})

    assert without.status_code == 422
    assert "Say why the words change" in without.content.decode()
    assert balance_of_one(theory).theory.because == "A clearer outcome."


def test_of_two_people_who_change_a_theory_at_once_the_second_is_told_and_loses_nothing(client):
    theory = write(client)
    client.post(page("reword", theory), WORDS | {"outcome": "hers", "seen": 1})
    late = client.post(page("reword", theory), WORDS | {"outcome": "his own words", "seen": 1})

    assert late.status_code == 422
    assert "Somebody else wrote a version" in late.content.decode()
    assert "his own words" in late.content.decode()
    assert balance_of_one(theory).theory.outcome == "hers"


def test_a_theory_moves_with_a_reason_and_keeps_its_history(client):
    theory = write(client)
    move(client, theory, "proposed")
    move(client, theory, "rejected", because="The late sites say otherwise.")
    shown = client.get(page("theory", theory)).content.decode()

    assert balance_of_one(theory).theory.status == "rejected"
    assert "The late sites say otherwise." in shown
    assert "The interviews say so." in shown


@pytest.mark.parametrize(
    ("status", "strength", "because", "says"),
    [
        ("supported", "strong", "It is so.", "not supported"),
        ("proposed", "not_judged", "", "Give the reason"),
        ("proposed", "not_judged", "In 9 of 10.", "Write no number here"),
        ("nowhere", "not_judged", "It is so.", "Choose where the theory stands"),
    ],
)
def test_a_move_that_is_not_open_says_why_and_changes_nothing(client, status, strength, because, says):
    theory = write(client)
    response = move(client, theory, status, strength, because)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert balance_of_one(theory).theory.version == 1


def test_a_theory_is_supported_once_it_has_evidence_a_strength_and_a_look_at_the_other_side(client):
    theory = write(client)
    move(client, theory, "proposed")
    nothing = move(client, theory, "supported", "moderate").content.decode()
    link(client, theory)
    nobody = move(client, theory, "supported", "moderate").content.decode()
    looked = {"looked_against": "the late sites", "because": "Somebody looked.", "seen": 2}
    client.post(page("reword", theory), WORDS | looked)
    move(client, theory, "supported", "moderate")

    assert "Nothing supports it yet" in nothing
    assert "nobody tried to break" in nobody
    assert balance_of_one(theory).theory.status == "supported"


def test_a_move_from_an_old_page_is_refused(client):
    theory = write(client)
    move(client, theory, "proposed")
    late = move(client, theory, "rejected", seen=1)

    assert late.status_code == 422
    assert balance_of_one(theory).theory.status == "proposed"


def test_the_database_itself_refuses_to_change_a_version(client):
    write(client)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        TheoryVersion.objects.update(outcome="another")


def test_a_theory_that_is_not_there_is_not_found(client):
    assert client.get(page("theory", "t99")).status_code == 404
    assert client.get(page("link", write(client), "dream")).status_code == 404


def test_words_are_shown_as_words_and_never_as_html(client):
    theory = write(client, outcome="<script>alert(document)</script>")

    assert "<script>alert" not in client.get(page("theory", theory)).content.decode()


def test_each_act_writes_one_event_and_no_words(client):
    theory = write(client)
    move(client, theory, "proposed")
    link(client, theory)
    client.post(page("take_back", theory, f"{theory}-e1"), {"because": "Read again."})
    events = [event for event in Event.objects.order_by("seq") if event.verb not in ("create", "sign_in")]

    assert [(event.verb, event.thing) for event in events] == [
        ("write", "theory"), ("move", "theory"), ("link", "evidence"), ("take_back", "evidence"),
    ]  # fmt: skip
    every = " ".join(event.body for event in events)
    assert not [words for words in (*WORDS.values(), "Read again.", "The interviews") if words and words in every]


def test_the_day_of_a_version_is_the_day_where_people_are(client):
    late = datetime(2020, 6, 30, 23, 30, tzinfo=UTC)  # in London it is the first of July, at half past midnight

    assert Doer("researcher-all", late).today == date(2020, 7, 1)


def test_the_history_counts_versions_from_the_latest_down(client):
    theory = write(client)
    move(client, theory, "proposed")
    shown = client.get(page("theory", theory)).content.decode()

    assert shown.index('<li value="2">') < shown.index('<li value="1">')
