"""What was coded in the browser leaves as a project, and the project comes back with the same codings."""

from dataclasses import replace

import pytest
from django.core.management.base import CommandError
from django.urls import reverse

from newel.coding import Link, Project
from newel.exchange import import_project, read_project, write_project, write_qdpx
from newel.web.audit.models import Event
from newel.web.coding.actions.decide import open_reconciled
from newel.web.coding.actions.link_codings import link_codings
from newel.web.coding.actions.open_layer import pseudonym_of
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.models import Codebook, Coding, Layer, Memo
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.sessions.queries.sources import all_sources, current_text
from tests.support.coding_on_the_web import BOOK, TALK, TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.filed_sources import a_source
from tests.support.loaded_projects import (
    LOAD,
    a_placed_project,
    coded,
    empty_the_study,
    export,
    in_project,
    load,
    written,
)
from tests.support.shared import SHARED, needs_shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
SILENT = {"interview": "given", "quotes": "refused"}


@pytest.fixture(autouse=True)
def _the_people(make_account):
    make_account("lead")
    make_account("researcher")


@pytest.fixture
def works():
    """Two coders on three sources of three people, in one round."""
    a_codebook()
    first, second = a_layer(), a_layer("lead-all", number=1)
    filed = [a_talk(f"{TALK}P1: That was talk {n}.\n", case_id=f"case{n}") for n in range(3)]
    found = [Work(layer, one.id) for layer in (first, second) for one in filed]
    for work in found:
        work.code(TRUST, "trust")
        work.code("Nobody greets me", "morning")
    found[0].code("🙂 Café smells help.", "day")
    return found


def left(folder, *options):
    """Export, and return the project that is in the folder."""
    export(folder, *options)
    return read_project(folder)


def spots(project: Project):
    """Return (layer, source, version, code, start, end) of every coding: all of it but the number of its row."""
    return sorted((one.layer, one.source, one.version, one.code, one.start, one.end) for one in project.codings)


def test_the_folder_holds_every_coding_on_its_words(works, tmp_path):
    project = left(tmp_path / "out")

    assert in_project(project) == coded()
    assert len(project.codings) == 13
    assert project.codebook == codebook_now("ways")
    assert [source.text for source in project.sources] == [current_text(row.source_id).text for row in all_sources()]


def test_a_project_that_left_comes_back_the_same(works, tmp_path):
    layer = works[0].layer
    coding = Coding.objects.filter(layer=layer, code="trust").first()
    mechanism = Coding.objects.filter(layer=layer, source_id=coding.source_id, code="morning").get()
    parts = {"context": [coding], "mechanism": [mechanism]}
    link_codings(by=by("researcher-all"), layer=layer, kind="cmo", parts=parts)
    think("source", works[0].source_id, words="A loud house.")
    think("coding", coding.key, layer=layer)
    first = left(tmp_path / "first")
    empty_the_study()
    load(tmp_path / "first", "--texts-are-redacted")
    second = left(tmp_path / "second")

    assert spots(second) == spots(first)
    assert second.layers == first.layers
    assert second.sources == first.sources
    assert second.codebook == first.codebook
    assert [memo.text for memo in second.memos] == [memo.text for memo in first.memos]
    assert [memo.by for memo in second.memos] == [pseudonym_of("researcher-all")] * 2
    assert [[part.role for part in relation.parts] for relation in second.relations] == [["context", "mechanism"]]
    assert set(Layer.objects.values_list("coder", flat=True)) == {"researcher-all", "lead-all"}


def test_it_comes_back_through_another_programs_file_too(works, tmp_path):
    first = left(tmp_path / "first")
    content = write_qdpx(first).content
    empty_the_study()
    write_project(import_project("ours.qdpx", content).project, tmp_path / "back")
    load(tmp_path / "back", "--texts-are-redacted", "--agreed", "use", *LOAD)

    assert [words for _, _, words in coded()] == [words for _, _, words in in_project(first)]
    assert {code for _, code, _ in coded()} == {code for _, code, _ in in_project(first)}


def test_what_was_loaded_from_elsewhere_leaves_as_it_came(tmp_path):
    project = a_placed_project()
    load(written(project, tmp_path / "came"), "--texts-are-redacted", "--agreed", "use")
    after = left(tmp_path / "left")

    assert in_project(after) == in_project(project)
    assert [(layer.coder, layer.round, layer.purpose, layer.blind) for layer in after.layers] == [
        ("K1", 1, "first", True),
        ("K2", 1, "second", False),
    ]
    assert [(memo.text, memo.by, len(memo.about)) for memo in after.memos] == [
        ("Time again.", "K1", 2),
        ("Two rooms.\nOne door.", "K2", 2),
    ]
    assert [relation.kind for relation in after.relations] == ["cmo"]


def test_the_folder_says_what_the_people_agreed_to_so_that_it_can_be_loaded_as_it_is(works, tmp_path):
    left(tmp_path / "out")
    header, *rows = (tmp_path / "out" / "sources.csv").read_text(encoding="utf-8-sig").splitlines()

    assert header.startswith("source,site,wave")
    assert {row.split(",")[-2:][0] for row in rows} == {"given"}
    assert {row.split(",")[-2:][1] for row in rows} == {"given"}


def test_words_that_may_not_be_quoted_are_marked_so(works, tmp_path):
    quiet = a_talk(f"{TALK}P1: Do not quote me.\n", case_id="case9", consents=SILENT)
    project = left(tmp_path / "out")

    assert {source.id: source.may_be_quoted for source in project.sources}[quiet.id] is False
    assert sum(source.may_be_quoted for source in project.sources) == 3


def test_a_site_that_would_tell_who_speaks_is_left_out_and_counted(tmp_path):
    a_codebook()
    a_talk()
    said = export(tmp_path / "out")
    (source,) = read_project(tmp_path / "out").sources

    assert (source.site, source.may_be_quoted) == (None, False)
    assert "1 sites of sources that would tell who speaks" in said


def test_texts_that_may_not_be_used_stay_with_their_codings_and_are_counted(works, tmp_path):
    gone = a_talk(f"{TALK}P1: Later I took it back.\n", case_id="case8")
    Work(works[0].layer, gone.id).code(TRUST, "trust")
    gone.say(interview="withdrawn")
    on_desk = a_source("P1: My name is Zbigniew Quokka.\n")
    said = export(tmp_path / "out")
    project = read_project(tmp_path / "out")

    assert not {gone.id, on_desk.id} & {source.id for source in project.sources}
    assert "2 sources that are not signed, or may not be used" in said
    assert "1 codings that wait, or stand on what stays" in said
    everything = "".join(path.read_text() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert not [words for words in ("took it back", "Zbigniew", gone.id) if words in everything]


def test_a_blind_round_that_goes_on_stays(works, tmp_path):
    blind = a_layer(number=2, blind=True)
    a_layer("lead-all", number=2, blind=True)
    Work(blind, works[0].source_id).code("Some shout", "shouting")
    said = export(tmp_path / "out")
    project = read_project(tmp_path / "out")

    assert "shouting" not in {coding.code for coding in project.codings}
    assert {layer.round for layer in project.layers} == {1}
    assert "2 layers of blind rounds that go on" in said


def think(about="study", about_id="", kind="analytic", layer=None, words="I wonder why."):
    """Write a memo as the researcher."""
    thought = Thought(kind, about, about_id, words, layer)
    return write_memo(by=by("researcher-all"), thought=thought)


def test_memos_go_along_but_not_private_ones_nor_those_about_what_stays(works, tmp_path):
    gone = a_talk(f"{TALK}P1: Later.\n", consents={})
    think()
    think("code", "ways/trust", kind="code", words="Only of persons.")
    think(kind="reflexive", words="I was tired.")
    think("source", gone.id, words="About somebody who did not agree.")
    think("code", "another/trust", kind="code", words="Of another book.")
    think(layer=works[0].layer, words="My way of coding.")
    said = export(tmp_path / "out")
    memos = {memo.text: memo for memo in read_project(tmp_path / "out").memos}

    assert {text: memo.about for text, memo in memos.items()} == {
        "I wonder why.": (Link("project"),),
        "Only of persons.": (Link("code", "trust"),),
        "My way of coding.": (Link("layer", works[0].layer.key),),
    }
    assert {memo.by for memo in memos.values()} == {pseudonym_of("researcher-all")}
    assert "3 memos that are private, or about what stays" in said


def test_a_reconciled_layer_goes_and_comes_back_as_one(works, tmp_path):
    first, second = works[0], works[3]
    first.lock()
    second.lock()
    agreed = open_reconciled(by=by("lead-all"), first=first.layer, second=second.layer)
    Work(agreed, first.source_id).code(TRUST, "trust")
    project = left(tmp_path / "out")
    empty_the_study()
    load(tmp_path / "out", "--texts-are-redacted")
    layer = Layer.objects.get(purpose="reconciled")

    assert coded() == in_project(project)
    assert {each.coder for each in layer.compares.all()} == {"researcher-all", "lead-all"}


def test_no_account_name_is_in_the_folder(works, tmp_path):
    think()
    left(tmp_path / "out")

    everything = "".join(path.read_text() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert not [name for name in ("researcher-all", "lead-all") if name in everything]


def test_leaving_is_in_the_audit_with_counts_alone(works, tmp_path):
    left(tmp_path / "out")
    event = Event.objects.get(verb="export", thing="project folder")

    assert event.actor == "lead-all"
    assert '"codings":13' in event.body
    assert '"sources":3' in event.body
    assert TRUST not in event.body


def test_a_folder_that_is_not_empty_is_not_written_over_and_nothing_is_noted(works, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="something is already there"):
        export(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert not Event.objects.filter(verb="export").exists()


@pytest.mark.parametrize("who", ["researcher-all", "nobody-at-all"])
def test_only_an_evaluation_lead_writes_sources_in_full(works, tmp_path, who):
    with pytest.raises(CommandError, match="evaluation lead"):
        export(tmp_path / "out", by=who)

    assert not (tmp_path / "out").exists()


def test_where_there_are_several_codebooks_one_is_named(works, tmp_path):
    a_codebook(replace(BOOK, id="second", title="Second"))
    with pytest.raises(CommandError, match=r"--codebook: ways, second|--codebook: second, ways"):
        export(tmp_path / "out")
    with pytest.raises(CommandError, match="--codebook"):
        export(tmp_path / "out", "--codebook", "third")
    project = left(tmp_path / "out", "--codebook", "ways")

    assert project.codebook.id == "ways"


def test_where_there_is_no_codebook_there_is_nothing_to_write(tmp_path):
    with pytest.raises(CommandError, match="there is none yet"):
        export(tmp_path / "out")


@needs_shared
@pytest.mark.parametrize("name", ["skyloom-TestProject.qdpx", "skyloom-Project.qde"])
def test_a_file_of_another_program_can_be_carried_on_in_the_browser(tmp_path, sign_in, name):
    imported = import_project(name, (SHARED / "real" / "qualitative" / name).read_bytes())
    write_project(imported.project, tmp_path / "theirs", imported=imported)
    said = load(tmp_path / "theirs", "--texts-are-redacted", "--agreed", "use", *LOAD, "--codebook", "sky")
    book = codebook_now("sky")

    assert "14 codes" in said
    assert {code.name for code in book.codes} == {code.name for code in imported.project.codebook.codes}
    assert Codebook.objects.get().title == imported.project.codebook.title
    assert {memo.words for memo in Memo.objects.all()} == {memo.text for memo in imported.project.memos}
    page = sign_in("researcher", username="reader").get(reverse("coding:codebook", args=["sky"]))
    assert page.status_code == 200
    assert "happiness" in page.content.decode()
