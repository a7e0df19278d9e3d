"""Measuring what the suggestions find, the roster they look for, and reading an original for a reason."""

import json

import pytest

from newel.transcripts.redaction import seeded_recall
from newel.web.audit.models import Event
from newel.web.sessions.actions.measure_recall import Sample, measure_recall
from newel.web.sessions.looking import look
from newel.web.sessions.models import RecallMeasure
from newel.web.sessions.presenters.recall import measure_rows
from newel.web.sessions.queries import measures as measuring
from newel.web.sessions.queries.measures import texts_to_measure_on
from newel.web.sessions.queries.sources import current_text
from newel.web.vault.queries.roster import Listed, roster
from tests.support.filed_sources import NAME, TEXT, a_ready_source, a_source
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]

LONG = "Interviewer: And then?\n" + "".join(
    f"P{number}: We walked to the gate and back, and it rained on the way.\nInterviewer: And then?\n"
    for number in range(1, 40)
)


def test_a_measurement_keeps_what_the_measuring_gives():
    texts = [LONG, LONG]
    expected = seeded_recall(texts, seed=7, roster_known=True, finder=None)
    kept = measure_recall(actor="tests", sample=Sample(texts, 7, roster_known=True), finder=None, now=NOON)

    assert (kept.planted, kept.found, kept.seed) == (expected.planted, expected.found, 7)
    assert kept.planted > 0
    assert sum(planted for planted, _ in kept.by_kind.values()) == kept.planted
    assert kept.other_flags == expected.other_flags_per_1000_words
    assert kept.words == 2 * len(LONG.split())


def test_it_is_measured_without_a_roster_and_with_one_and_shown_by_kind(sign_in):
    a_ready_source(LONG)
    lead = sign_in("lead")
    lead.post("/staff/sources/recall/")
    page = lead.get("/staff/sources/recall/").content.decode()

    assert [kept.roster_known for kept in RecallMeasure.objects.order_by("pk")] == [False, True]
    assert "no roster" in page
    assert "people and places on the roster" in page
    assert "other flags in 1,000 words" in page
    assert all(kind.name in page for row in measure_rows(RecallMeasure.objects.all()) for kind in row.kinds)


def test_each_measurement_plants_anew_and_says_by_which_seed(sign_in):
    a_ready_source(LONG)
    lead = sign_in("lead")
    lead.post("/staff/sources/recall/")
    lead.post("/staff/sources/recall/")

    assert list(RecallMeasure.objects.order_by("pk").values_list("seed", flat=True)) == [1, 1, 2, 2]


def test_without_a_signed_text_there_is_nothing_to_measure_on(sign_in):
    a_source()
    lead = sign_in("lead")
    assert "no signed text to measure on yet" in lead.get("/staff/sources/recall/").content.decode()
    lead.post("/staff/sources/recall/")

    assert not RecallMeasure.objects.exists()


def test_a_researcher_sees_the_figures_and_cannot_measure(sign_in):
    a_ready_source()
    researcher = sign_in("researcher")

    assert researcher.get("/staff/sources/recall/").status_code == 200
    assert researcher.post("/staff/sources/recall/").status_code == 403


def test_it_is_measured_on_signed_texts_with_consent_up_to_what_can_be_waited_for(monkeypatch):
    ready = a_ready_source()
    a_source()
    a_ready_source(consents={})
    more = a_ready_source(LONG)
    words = len(current_text(ready.id).text.split())
    assert texts_to_measure_on() == [current_text(ready.id).text, current_text(more.id).text]
    monkeypatch.setattr(measuring, "MOST_WORDS", words)

    assert texts_to_measure_on() == [current_text(ready.id).text]


@pytest.mark.parametrize(
    ("found", "roster_known", "reached"), [(95, False, True), (94, False, False), (99, True, True), (98, True, False)]
)
def test_the_page_says_whether_the_wanted_share_is_reached(found, roster_known, reached):
    kept = RecallMeasure(
        measured_at=NOON, measured_by="tests", seed=1, sources=1, words=1000, roster_known=roster_known,
        with_names_model=False, planted=100, found=found, by_kind={"names_short": [100, found]}, other_flags=1.25,
    )  # fmt: skip
    (row,) = measure_rows([kept])

    assert (row.reached, row.share, row.on) == (reached, f"{found:.1f}%", "1 text, 1,000 words")
    assert [(kind.name, kind.share) for kind in row.kinds] == [("Names short", f"{found:.1f}%")]


def test_the_roster_is_kept_sealed_and_looked_for_in_the_next_text(sign_in):
    redactor = sign_in("redactor")
    redactor.post("/staff/sources/roster/", {"names": "Hope\n\nHope\n", "places": "Rugby", "units": "the Lodge"})

    assert roster() == Listed(("Hope",), ("Rugby",), ("the Lodge",))
    text = "P1: Hope was from Rugby, and hope is not.\n"
    found = [text[one.start : one.end] for one in look(text, finder=None) if one.replacement]
    assert found == ["Hope", "Rugby"]


def test_reading_the_roster_is_written_down_and_so_is_how_long_it_is(sign_in):
    redactor = sign_in("redactor")
    redactor.get("/staff/sources/roster/")
    redactor.post("/staff/sources/roster/", {"names": "A\nB", "places": "", "units": ""})

    events = Event.objects.filter(thing="roster").order_by("seq")
    assert [(event.verb, json.loads(event.body)) for event in events] == [
        ("read", {}),
        ("save", {"names": 2, "places": 0, "units": 0}),
    ]


def test_a_roster_that_is_too_long_is_shown_again(sign_in):
    response = sign_in("redactor").post("/staff/sources/roster/", {"names": "\n".join(map(str, range(5001)))})

    assert response.status_code == 422
    assert "The most is" in response.context["faults"]["names"].replace("the most", "The most")
    assert roster() == Listed()


def test_whom_the_study_has_replaced_is_replaced_alike_in_the_next_text():
    a_ready_source()
    text = f"P1: I think {NAME} knows. So does Edwina Wombat.\n"
    replaced = {text[one.start : one.end]: one.replacement for one in look(text, finder=None)}

    assert replaced[NAME] == "[name 1]"
    assert replaced["Edwina Wombat"] == "[name 2]"


def test_two_texts_on_the_desk_never_call_two_people_by_one_number():
    first, second = a_source("P1: I saw Edwina Wombat there.\n"), a_source("P1: I saw Mungo Bandicoot there.\n")
    first.look()
    second.look()

    (one,), (other,) = ([mark.replacement for mark in filed.desk.marks] for filed in (first, second))
    assert one != other


def test_what_the_study_calls_its_groups_is_no_name():
    text = "Parent or carer: He rang.\nInterviewer: And?\nParent or carer: He was fine.\n"

    assert look(text, finder=None) == ()


def test_an_original_is_shown_for_a_reason_and_the_reason_is_kept(sign_in):
    filed = a_ready_source()
    redactor = sign_in("redactor")
    asked = redactor.get(filed.address("original")).content.decode()
    assert NAME not in asked
    refused = redactor.post(filed.address("original"), {"go": "text", "version": "1", "why": "curious"})
    assert refused.status_code == 422
    assert NAME not in refused.content.decode()
    shown = redactor.post(filed.address("original"), {"go": "text", "version": "1", "why": "person"})

    assert NAME in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    (event,) = Event.objects.filter(verb="read", thing="original")
    assert json.loads(event.body) == {"source": filed.id, "version": 1, "why": "person"}


@pytest.mark.parametrize("version", ["2", "9", "x", ""])
def test_only_what_is_in_the_vault_is_an_original(sign_in, version):
    filed = a_ready_source()
    sent = {"go": "text", "version": version, "why": "person"}

    assert "version" in sign_in("redactor").post(filed.address("original"), sent).context["faults"]


def test_the_file_is_taken_out_under_a_name_that_tells_nothing(sign_in):
    filed = a_source(name=f"{NAME}.docx", content=b"as it came")
    response = sign_in("redactor").post(filed.address("original"), {"go": "file"})

    assert response.content == b"as it came"
    assert response["Content-Disposition"] == f'attachment; filename="{filed.id}-original.docx"'
    assert Event.objects.filter(verb="read", thing="original file").count() == 1


def test_a_typed_source_has_no_file_to_take_out(sign_in):
    filed = a_source(TEXT)
    page = sign_in("redactor").get(filed.address("original")).content.decode()

    assert "Take out the file" not in page
