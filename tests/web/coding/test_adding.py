"""Coding a span: kept at once, at places counted in code points, and refused where the page shows old words."""

import json

import pytest

from newel.web.audit.models import Event
from newel.web.coding.models import Coding, Step
from tests.support.coding_on_the_web import TRUST, a_codebook, a_layer, a_talk, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
AS_SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def mine():
    a_codebook()
    return work(a_talk(), a_layer())


@pytest.fixture
def researcher(sign_in):
    return sign_in("researcher")


def test_a_span_is_coded_and_announced(mine, researcher):
    answer = researcher.post(mine.address("add"), mine.form(TRUST, "trust"), **AS_SCRIPT)

    assert answer.status_code == 200
    assert answer.json()["says"] == "coded: Trust, 1 code"
    assert mine.codes() == [("trust", TRUST)]


def test_the_second_code_on_the_same_words_is_counted_in_the_announcement(mine, researcher):
    mine.code(TRUST, "trust")

    answer = researcher.post(mine.address("add"), mine.form("key worker", "review"), **AS_SCRIPT)

    assert answer.json()["says"] == "coded: Review, 2 codes"


def test_the_answer_holds_the_unit_as_the_page_shows_it_now(mine, researcher):
    answer = researcher.post(mine.address("add"), mine.form(TRUST, "trust"), **AS_SCRIPT).json()

    assert list(answer["units"]) == ["4"]
    assert f">{TRUST}</mark>" in answer["units"]["4"]
    assert "Take Trust away from Turn 4, P1" in answer["units"]["4"]


def test_places_are_code_points_also_after_an_emoji_and_an_accent(mine, researcher):
    researcher.post(mine.address("add"), mine.form("Café", "morning"), **AS_SCRIPT)

    row = Coding.objects.get()
    assert mine.text.words[row.start : row.end] == "Café"
    assert len(mine.text.words[: row.start].encode("utf-16-le")) // 2 == row.start + 1, "the emoji is two for a browser"


@pytest.mark.parametrize(
    "changed",
    [
        {"quote": "I trust my key worke!"},
        {"version": 1},
        {"start": 0},
        {"end": 99_999},
        {"end": 0},
    ],
)
def test_words_that_are_not_the_words_of_the_text_are_refused(mine, researcher, changed):
    answer = researcher.post(mine.address("add"), mine.form(TRUST, "trust") | changed, **AS_SCRIPT)

    assert answer.status_code == 409
    assert "Load the page again" in answer.json()["says"]
    assert Coding.objects.count() == 0


@pytest.mark.parametrize("code", ["", "unheard_of"])
def test_a_code_the_codebook_has_not_is_refused(mine, researcher, code):
    answer = researcher.post(mine.address("add"), mine.form(TRUST, "trust") | {"code": code}, **AS_SCRIPT)

    assert answer.status_code == 422
    assert Coding.objects.count() == 0


@pytest.mark.parametrize("changed", [{"start": "x"}, {"start": "-1"}, {"end": "1" * 30}, {"start": "²"}])
def test_places_that_are_no_numbers_are_refused(mine, researcher, changed):
    answer = researcher.post(mine.address("add"), mine.form(TRUST, "trust") | changed, **AS_SCRIPT)

    assert answer.status_code == 422


def test_the_same_words_with_the_same_code_are_one_coding(mine, researcher):
    for _ in range(2):
        answer = researcher.post(mine.address("add"), mine.form(TRUST, "trust"), **AS_SCRIPT)

    assert answer.json()["says"] == "it has the code Trust already, 1 code"
    assert Coding.objects.count() == 1
    assert Step.objects.filter(verb="add coding").count() == 1


def test_an_act_that_is_sent_again_after_a_lost_answer_is_done_once(mine, researcher):
    form = mine.form(TRUST, "trust") | {"ticket": "a" * 32}
    first = researcher.post(mine.address("add"), form, **AS_SCRIPT)
    researcher.post(mine.address("remove"), {"coding": first.json()["coding"], "ticket": "b" * 32}, **AS_SCRIPT)

    again = researcher.post(mine.address("add"), form, **AS_SCRIPT)

    assert again.status_code == 200
    assert mine.codes() == [], "the answer that came late did not bring it back"


def test_without_a_script_the_form_goes_back_to_the_page(mine, researcher):
    answer = researcher.post(mine.address("add"), mine.form(TRUST, "trust"), follow=True)

    assert answer.redirect_chain == [(mine.address(), 302)]
    assert "Coded: Trust." in answer.content.decode()


def test_a_whole_turn_is_coded_by_a_plain_form(mine, researcher):
    unit = mine.text.by_number[4]

    answer = researcher.post(mine.address("add_unit"), {"unit": "4", "code": "trust", "version": mine.text.version})

    assert answer["Location"] == f"{mine.address()}#u4"
    assert mine.codes() == [("trust", mine.text.quote(unit.start, unit.end))]


@pytest.mark.parametrize("sent", [{"unit": "99"}, {"unit": "x"}, {"unit": "4", "version": "1"}])
def test_a_turn_that_is_not_there_is_refused(mine, researcher, sent):
    fields = {"code": "trust", "version": mine.text.version} | sent

    assert researcher.post(mine.address("add_unit"), fields, **AS_SCRIPT).status_code == 409


def test_a_coding_is_taken_away_and_its_words_stay_free_to_code_again(mine, researcher):
    coding = mine.code(TRUST, "trust")

    answer = researcher.post(mine.address("remove"), {"coding": coding.key}, **AS_SCRIPT)
    assert answer.json()["says"] == "taken away: Trust"
    assert mine.codes() == []

    mine.code(TRUST, "trust")
    assert mine.codes() == [("trust", TRUST)]


def test_a_coding_that_is_gone_cannot_be_taken_away_twice(mine, researcher):
    coding = mine.code(TRUST, "trust")
    researcher.post(mine.address("remove"), {"coding": coding.key})

    assert researcher.post(mine.address("remove"), {"coding": coding.key}, **AS_SCRIPT).status_code == 404
    assert researcher.post(mine.address("remove"), {"coding": "x"}, **AS_SCRIPT).status_code == 404


def test_every_act_is_in_the_audit_with_places_and_without_words(mine, researcher):
    researcher.post(mine.address("add"), mine.form(TRUST, "trust"))

    event = Event.objects.get(verb="add", thing="coding")
    body = json.loads(event.body)
    assert (event.actor, body["source"], body["code"]) == ("researcher-all", mine.source_id, "trust")
    assert body["end"] - body["start"] == len(TRUST)
    assert TRUST not in "".join(Event.objects.values_list("body", flat=True))
    assert TRUST not in "".join(Step.objects.values_list("said", flat=True))


def test_a_locked_layer_takes_no_coding(mine, researcher):
    mine.lock()

    answer = researcher.post(mine.address("add"), mine.form(TRUST, "trust"), **AS_SCRIPT)

    assert (answer.status_code, answer.json()["says"]) == (409, "Nothing was changed: this layer is locked.")


def test_nobody_codes_in_a_colleagues_layer(mine, sign_in):
    answer = sign_in("lead").post(mine.address("add"), mine.form(TRUST, "trust"), **AS_SCRIPT)

    assert answer.status_code == 403
    assert Coding.objects.count() == 0


def test_a_source_without_consent_is_not_there_to_code(mine, researcher):
    from newel.web.sessions.models import Source
    from tests.support.filed_sources import Filed

    Filed(Source.objects.get()).say(interview="withdrawn")

    assert researcher.get(mine.address()).status_code == 404
    assert researcher.post(mine.address("add"), {"code": "trust"}, **AS_SCRIPT).status_code == 404


def test_an_act_is_not_done_by_following_a_link(mine, researcher):
    assert researcher.get(mine.address("add")).status_code == 405


def test_two_people_code_the_same_words_in_two_layers(mine):
    other = work_of_the_lead(mine)
    mine.code(TRUST, "trust")
    other.code(TRUST, "trust")

    assert mine.codes() == other.codes() == [("trust", TRUST)]


def work_of_the_lead(mine):
    from tests.support.coding_on_the_web import Work

    return Work(a_layer("lead-all", number=mine.layer.round), mine.source_id)
