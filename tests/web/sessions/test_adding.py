"""Adding a source: a file or a text goes into the vault whole, or nothing is kept and every field says why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from newel.web.sessions.dividing import units_in
from newel.web.sessions.models import Source
from newel.web.sessions.queries.sources import all_sources
from newel.web.vault.queries.originals import file_of, text_of
from tests.support.filed_sources import TEXT, Filed, a_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]

TYPED = {
    "kind": "interview",
    "site": "S01",
    "wave": "w3",
    "group": "young_person",
    "held_on": "2020-09-01",
    "agreed_use": "given",
    "agreed_quotes": "refused",
    "text": TEXT,
}


@pytest.fixture
def redactor(sign_in):
    return sign_in("redactor", username="hands")


def said(response):
    return [str(message) for message in response.context["messages"]]


def faults(response):
    return response.context["faults"]


def the_source():
    return Filed(Source.objects.get())


def test_a_typed_text_is_kept_in_the_vault_and_lies_on_the_desk(redactor):
    response = redactor.post("/staff/sources/add/", TYPED, follow=True)

    filed = the_source()
    assert response.request["PATH_INFO"] == filed.address("desk")
    assert "Interview 1 is kept in the vault." in said(response)[0]
    assert text_of(filed.id, 1) == TEXT.strip()
    assert filed.desk.open
    (row,) = all_sources()
    assert (row.title, row.stage, row.group, row.version) == ("Interview 1", "to_redact", "young_person", 0)
    assert dict(filed.source.consent_words.values_list("purpose", "state")) == {
        "interview": "given",
        "quotes": "refused",
    }


def test_a_file_is_kept_as_it_was_sent_with_its_name(redactor):
    content = TEXT.replace("\n", "\r\n").encode()
    file = SimpleUploadedFile("interview with Zbigniew.txt", content)
    redactor.post("/staff/sources/add/", TYPED | {"text": "", "file": file})

    filed = the_source()
    assert file_of(filed.id) == ("interview with Zbigniew.txt", content)
    assert text_of(filed.id, 1) == TEXT.strip()


def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_kept(redactor):
    file = SimpleUploadedFile("sound.docx", b"no word file")
    response = redactor.post("/staff/sources/add/", TYPED | {"text": "", "file": file})

    assert response.status_code == 422
    assert "sound.docx" not in faults(response)["file"]
    assert faults(response)["file"]
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "song"}, "kind"),
        ({"site": "S99"}, "site"),
        ({"wave": ""}, "wave"),
        ({"group": ""}, "group"),
        ({"held_on": "2031-01-01"}, "held_on"),
        ({"case_id": "Zbigniew"}, "case_id"),
        ({"session_id": "a b"}, "session_id"),
        ({"agreed_use": ""}, "agreed_use"),
        ({"text": ""}, "file"),
    ],
)
def test_what_cannot_be_used_is_named_beside_its_field_and_the_text_is_still_there(redactor, change, field):
    response = redactor.post("/staff/sources/add/", TYPED | change)

    assert response.status_code == 422
    assert list(faults(response)) == [field]
    assert f'href="#f-{field}"' in response.content.decode()
    assert ("chess" in response.content.decode()) == ("text" not in change)
    assert not Source.objects.exists()


def test_a_file_and_a_text_together_are_refused(redactor):
    response = redactor.post("/staff/sources/add/", TYPED | {"file": SimpleUploadedFile("a.txt", b"x")})

    assert "text" in faults(response)


def test_consent_that_is_not_known_is_kept_as_not_known(redactor):
    redactor.post("/staff/sources/add/", TYPED | {"agreed_use": "unknown", "agreed_quotes": "unknown"})

    assert not the_source().source.consent_words.exists()


def test_a_meeting_has_no_group_and_open_answers_ask_about_taking_part(redactor):
    redactor.post("/staff/sources/add/", TYPED | {"kind": "minutes", "group": ""})
    assert the_source().source.group == ""
    redactor.post("/staff/sources/add/", TYPED | {"kind": "answers"})

    words = Source.objects.get(kind="answers").consent_words
    assert set(words.values_list("purpose", flat=True)) == {"take_part", "quotes"}


def test_sources_of_one_kind_are_numbered_and_carry_no_words_in_their_title():
    for kind in ("interview", "focus_group", "interview"):
        a_source(kind=kind)

    assert [row.title for row in all_sources()] == ["Interview 1", "Focus group 1", "Interview 2"]


TABLE = "id,What helped?\n1,The gym.\n2,\n3,\"Staff: they\n\nlisten.\"\n"


def test_a_column_of_a_table_is_a_source_of_answers_each_its_own_unit(redactor):
    file = SimpleUploadedFile("answers.csv", TABLE.encode())
    sent = TYPED | {"kind": "answers", "text": "", "file": file, "column": "What helped?"}
    redactor.post("/staff/sources/add/", sent)

    filed = the_source()
    text = text_of(filed.id, 1)
    found = units_in("answers", text)
    assert [(unit.number, unit.kind, text[unit.start : unit.end]) for unit in found] == [
        (1, "answer", "The gym."),
        (2, "answer", "Staff: they\nlisten."),
    ]


def test_a_column_that_is_not_there_is_named(redactor):
    file = SimpleUploadedFile("answers.csv", TABLE.encode())
    sent = TYPED | {"kind": "answers", "text": "", "file": file, "column": "x"}
    response = redactor.post("/staff/sources/add/", sent)

    assert faults(response)["file"]
    assert not Source.objects.exists()
