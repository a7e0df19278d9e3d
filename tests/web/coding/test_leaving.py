"""What leaves: files checked for consent and small numbers, and records for the freeze, without a source's text."""

import csv
import hashlib
import io
import zipfile

import pytest
from django.urls import reverse

from newel.coding import codebook_of
from newel.exchange import read_qdc, read_qdpx
from newel.records import KINDS
from newel.web.audit.models import Event
from newel.web.coding.actions.choose_quote import check_quote, choose_quote
from newel.web.coding.actions.fill_cell import Cell, fill_cell
from newel.web.coding.actions.link_codings import link_codings
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.models import Codebook, Coding
from newel.web.coding.record_source import coding_frames
from newel.web.coding.views.exporting import FILES
from newel.web.record_source import WebSource
from newel.web.sessions.models import Source
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.filed_sources import Filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
SILENT = {"interview": "given", "quotes": "refused"}


@pytest.fixture
def layer():
    a_codebook()
    return a_layer()


def crowd(layer, number=3, **more):
    """Return so many sources of one group at one site, each with a coding."""
    works = [Work(layer, a_talk(case_id=f"case{n}", **more).id) for n in range(number)]
    for work in works:
        work.code(TRUST, "trust")
    return works


def get(client, key, **query):
    return client.post(reverse("coding:give", args=["ways", key], query=query))


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_words_of_those_who_agreed_are_in_the_file(layer, sign_in):
    crowd(layer)
    rows = table(get(sign_in("researcher"), "codings-csv").content)

    assert [row["words"] for row in rows] == [TRUST] * 3
    assert {row["code path"] for row in rows} == {"Relations / Trust"}


def test_the_words_of_those_who_did_not_agree_are_not(layer, sign_in):
    crowd(layer)
    crowd(layer, 1, consents=SILENT)
    rows = table(get(sign_in("researcher"), "codings-csv").content)

    assert sorted(row["words"] for row in rows) == ["(may not be quoted)", TRUST, TRUST, TRUST]


def test_who_is_nearly_alone_at_a_site_is_neither_quoted_nor_placed(layer, sign_in):
    crowd(layer)
    crowd(layer, 2, site="S02")
    rows = table(get(sign_in("researcher"), "codings-csv").content)

    placed = [("S01", TRUST)] * 3
    assert sorted((row["site"], row["words"]) for row in rows) == [("", "(may not be quoted)")] * 2 + placed


def test_small_counts_are_withheld_from_the_file(layer, sign_in):
    crowd(layer, 8)
    crowd(layer, 3, group="staff")
    rows = table(get(sign_in("researcher"), "group-csv").content)

    assert rows[1] == {"code": "Relations / Trust", "Staff (of 3)": "withheld", "Young people (of 8)": "8"}


def test_every_file_opens(layer, sign_in):
    crowd(layer)
    client = sign_in("lead")
    for key, file in FILES.items():
        answer = get(client, key)
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="ways-{file.name}"'
        if file.name.endswith(("xlsx", "docx", "qdpx")):
            assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None


def test_the_codebook_goes_out_and_comes_in_the_same(layer, sign_in):
    client = sign_in("researcher")
    again = codebook_of(get(client, "codebook-toml").content.decode())

    assert [code.name for code in again.in_order()][:2] == ["Relations", "Trust"]
    assert [code.name for code in read_qdc("ways.qdc", get(client, "codebook-qdc").content).codebook.in_order()] == [
        code.name for code in again.in_order()
    ]


def test_a_whole_project_is_for_the_lead_and_has_every_coding_in_its_place(layer, sign_in):
    crowd(layer)
    assert get(sign_in("researcher"), "project-qdpx").status_code == 404
    assert "project.qdpx" not in sign_in("researcher", username="r2").get(reverse("coding:exports")).content.decode()
    project = read_qdpx("ways.qdpx", get(sign_in("lead"), "project-qdpx").content).project

    texts = {source.id: source.text for source in project.sources}
    assert [texts[coding.source][coding.start : coding.end] for coding in project.codings] == [TRUST] * 3


def test_a_whole_project_takes_memos_and_links_with_it_but_no_reflexive_one(layer, sign_in):
    work = crowd(layer, 1)[0]
    one, other = Coding.objects.get(), work.code("Nobody greets me", "morning")
    for kind, about, about_id in (
        ("analytic", "study", ""),
        ("code", "code", "ways/trust"),
        ("method", "source", work.source_id),
        ("analytic", "coding", one.key),
        ("analytic", "coding", "999"),
        ("reflexive", "study", ""),
    ):
        write_memo(by=by("lead-all"), thought=Thought(kind, about, about_id, f"{kind} on {about} {about_id}"))
    link_codings(by=by("researcher-all"), layer=layer, kind="cmo", parts={"context": [other], "mechanism": [one]})
    project = read_qdpx("ways.qdpx", get(sign_in("lead"), "project-qdpx").content).project

    texts = " ".join(memo.text for memo in project.memos)
    for said in ("analytic on study", "code on code ways/trust", "method on source", f"analytic on coding {one.key}"):
        assert said in texts
    assert "reflexive" not in texts
    assert "999" not in texts
    assert len(project.relations) >= 1


def test_the_matrix_file_has_the_summary_and_the_pinned_words(layer, sign_in):
    works = crowd(layer)
    cell = Cell(Codebook.objects.get(), "case0", "relations", 0)
    pinned = Coding.objects.filter(source_id=works[0].source_id)
    fill_cell(by=by("researcher-all"), cell=cell, summary="Trusts her key worker.", pinned=pinned)
    book = zipfile.ZipFile(io.BytesIO(get(sign_in("researcher"), "matrix-xlsx").content))

    inside = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "Trusts her key worker." in inside
    assert TRUST in inside


def test_a_file_is_noted_in_the_audit_without_what_is_in_it(layer, sign_in):
    crowd(layer)
    get(sign_in("researcher"), "codings-csv")

    event = Event.objects.get(verb="export")
    assert (event.actor, event.thing) == ("researcher-all", "codings-csv")
    assert TRUST not in event.body


@pytest.mark.parametrize("key", ["nothing", "codings.csv"])
def test_a_file_nobody_makes_is_not_there(layer, sign_in, key):
    assert sign_in("lead").post(f"/staff/coding/files/ways/{key}/").status_code == 404


def test_records_hold_places_and_hashes_and_no_text(layer):
    work = crowd(layer, 1)[0]
    frame = coding_frames()["coding"]
    row = frame.row(0, named=True)

    assert (row["code_id"], row["first_unit"], row["last_unit"]) == ("trust", 4, 4)
    assert row["quote_sha256"] == hashlib.sha256(TRUST.encode()).hexdigest()
    assert work.text.quote(row["start"], row["end"]) == TRUST
    assert TRUST not in str(coding_frames())


def test_a_quote_is_in_the_records_with_its_words_only_where_it_may_be(layer):
    for work in (crowd(layer, 1)[0], crowd(layer, 1, consents=SILENT)[0]):
        quote = choose_quote(by=by("researcher-all"), coding=Coding.objects.get(source_id=work.source_id))
        check_quote(by=by("lead-all"), quote=quote)
    frame = coding_frames()["quote"]

    assert sorted(frame["words"].to_list(), key=str) == [TRUST, None]
    assert "researcher" not in str(frame.rows()), "coders are known by pseudonym"


def test_a_summary_is_of_a_case_or_of_a_source_and_names_its_pinned_quotes(layer):
    work = crowd(layer, 1)[0]
    coding = Coding.objects.get()
    quote = choose_quote(by=by("researcher-all"), coding=coding)
    for case in ("case0", work.source_id, "gone"):
        cell = Cell(Codebook.objects.get(), case, "relations", 0)
        fill_cell(by=by("researcher-all"), cell=cell, summary="S", pinned=[coding])
    rows = coding_frames()["matrix_cell"].select("source_id", "case_id", "pinned").rows()

    assert set(rows) == {(None, "case0", f"q{quote.key}"), (work.source_id, None, f"q{quote.key}")}


def test_codes_carry_their_theme_and_their_codebook(layer):
    row = next(row for row in coding_frames()["code"].rows(named=True) if row["code_id"] == "trust")

    assert (row["parent_id"], row["theme"]) == ("relations", "relations")
    assert (row["codebook"], row["codebook_version"]) == ("ways", 1)


def test_what_may_no_longer_be_coded_leaves_no_record(layer):
    work = crowd(layer, 1)[0]
    Filed(Source.objects.get(source_id=work.source_id)).say(interview="withdrawn")

    assert coding_frames()["coding"].is_empty()


def test_the_site_hands_codings_to_the_freeze(layer):
    crowd(layer, 1)

    assert WebSource().frame(KINDS["coding"]).height == 1
    assert WebSource().frame(KINDS["layer"])["coder"][0] == layer.pseudonym
