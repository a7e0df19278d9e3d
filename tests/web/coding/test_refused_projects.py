"""A project that cannot be loaded is refused whole, in words, with the file and the row; nothing of it is kept."""

from dataclasses import replace

import pytest
from django.core.management.base import CommandError

from newel.coding import Layer, Link, Relation, RelationPart
from newel.transcripts import units_of
from newel.web.audit.models import Event
from newel.web.coding.actions._coders import Coders
from newel.web.coding.actions._recording import Doer
from newel.web.coding.actions.load_project import Arrived, Arriving, load_project
from newel.web.coding.models import Codebook, Coding, Memo
from newel.web.coding.models import Layer as Kept
from newel.web.sessions.actions.add_source import Described
from newel.web.sessions.models import Source
from newel.web.vault.models import OriginalText
from tests.support.coding_on_the_web import a_codebook
from tests.support.coding_projects import TALK
from tests.support.filed_sources import HELD_ON, a_source
from tests.support.loaded_projects import a_placed_project, load, written
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
REDACTED = ("--texts-are-redacted", "--agreed", "use")


@pytest.fixture(autouse=True)
def _the_lead(make_account):
    make_account("lead")


@pytest.fixture
def project():
    return a_placed_project()


@pytest.fixture
def folder(project, tmp_path):
    return written(project, tmp_path / "ours")


def nothing_is_there():
    tables = (Source, Codebook, Kept, Coding, Memo, OriginalText)
    return not any(table.objects.exists() for table in tables) and not Event.objects.filter(verb="load").exists()


def refused(folder, *options):
    """Return what the command says when it refuses; that nothing was kept is part of it."""
    with pytest.raises(CommandError) as said:
        load(folder, *REDACTED, *options)
    assert nothing_is_there()
    return str(said.value)


def test_a_text_that_was_changed_after_it_was_coded_is_refused(folder):
    path = folder / "texts" / "talk-one.txt"
    path.write_text(path.read_text() + "One more line.")

    said = refused(folder)
    assert "texts/talk-one.txt: source talk-one" in said
    assert "a text that was changed after the codings were made" in said


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    assert "project.toml" in refused(tmp_path / "nowhere")


def test_a_codebook_whose_id_the_study_has_is_refused_and_can_be_given_another(folder, project):
    a_codebook(replace(project.codebook, codes=(), relations=()))
    with pytest.raises(CommandError, match=r"(?s)codebook.toml: id.*handover.*--codebook"):
        load(folder, *REDACTED)
    assert not Source.objects.exists()
    load(folder, *REDACTED, "--codebook", "handover-2")

    assert set(Codebook.objects.values_list("pk", flat=True)) == {"handover", "handover-2"}


@pytest.mark.parametrize("name", ["with.a.dot", "h" * 61])
def test_a_codebook_whose_id_can_stand_in_no_address_is_refused(project, tmp_path, name):
    book = replace(project.codebook, id=name)

    assert "at most 60 letters, digits, - and _" in refused(written(replace(project, codebook=book), tmp_path / "x"))


def test_a_code_with_an_id_that_is_too_long_to_keep_is_refused(project, tmp_path):
    codes = (*project.codebook.codes, replace(project.codebook.codes[0], id="c" * 115, name="Long", place=9))
    longer = replace(project, codebook=replace(project.codebook, codes=codes))

    assert "an id of 115 letters" in refused(written(longer, tmp_path / "x"))


def test_a_title_that_is_too_long_to_keep_is_refused(project, tmp_path):
    book = replace(project.codebook, title="Long " * 41)

    assert "at most 200" in refused(written(replace(project, codebook=book), tmp_path / "x"))


def test_a_character_that_no_text_holds_is_refused(project, tmp_path):
    memo = replace(project.memos[0], text="Before\0after")
    titled = replace(project.codebook, title="A\0title")
    odd = replace(project, codebook=titled, memos=(memo, *project.memos[1:]))

    said = refused(written(odd, tmp_path / "x"))

    assert f"memo {memo.id}\n  found     a NUL character" in said
    assert "codebook.toml: title\n  found     a NUL character" in said


def test_a_source_without_a_word_is_refused(project, tmp_path):
    empty = replace(project.sources[1], text=" \n", units=())
    bare = replace(project, sources=(empty,), codings=(), memos=(), relations=())

    assert "source notes\n  found     an empty text" in refused(written(bare, tmp_path / "x"))


@pytest.mark.parametrize("text", ["One.\r\nTwo.", "Cafe\u0301."])
def test_a_text_in_which_places_would_be_counted_differently_is_refused_and_not_shifted(project, tmp_path, text):
    odd = replace(project.sources[1], text=text, units=units_of(text))
    bare = replace(project, sources=(odd,), codings=(), memos=(), relations=())

    assert "places would be counted differently" in refused(written(bare, tmp_path / "x"))


def test_a_text_that_the_study_has_already_is_refused(folder):
    filed = a_source(TALK)
    with pytest.raises(CommandError, match="the very text of Interview 1"):
        load(folder, *REDACTED)

    assert list(Source.objects.all()) == [filed.source]


def test_the_same_project_is_not_loaded_twice(folder):
    load(folder, *REDACTED)
    before = Event.objects.count()
    with pytest.raises(CommandError, match=r"(?s)an id that no codebook of the study has.*the very text of"):
        load(folder, *REDACTED)

    assert (Source.objects.count(), Event.objects.count()) == (2, before)


def test_two_sources_with_one_text_are_refused(project, tmp_path):
    twin = replace(project.sources[0], id="twin")
    twice = replace(project, sources=(*project.sources, twin))

    assert "the text of another source" in refused(written(twice, tmp_path / "x"))


def test_codings_on_an_earlier_version_than_the_text_are_refused_with_their_number(project, tmp_path):
    older = tuple(replace(one, version=1) for one in project.codings)
    said = refused(written(replace(project, codings=older), tmp_path / "x"))

    assert "codings.csv: source talk-one\n  found     4 codings on another version of the text" in said
    assert "source notes" not in said


def test_two_things_of_one_id_are_refused(project, tmp_path):
    other = replace(project.codings[1], id="c0")
    twice = replace(project, codings=(project.codings[0], other), memos=(), relations=())

    assert "codings.csv: coding c0\n  found     an id that is there twice" in refused(written(twice, tmp_path / "x"))


def test_two_layers_of_one_coder_in_a_round_are_refused(project, tmp_path, make_account):
    make_account("researcher")
    folder = written(project, tmp_path / "x")
    said = refused(folder, "--coder", "K1=researcher-all", "--coder", "K2=researcher-all")

    assert "layer K1-1\n  found     more than one layer of one coder in round 1" in said


def test_the_same_layers_in_two_rounds_are_taken(project, tmp_path):
    layers = (project.layers[0], Layer("K2-1", "K1", round=2))
    load(written(replace(project, layers=layers), tmp_path / "x"), *REDACTED)

    assert list(Kept.objects.order_by("round").values_list("pseudonym", "round")) == [("K1", 1), ("K1", 2)]


@pytest.mark.parametrize("link", [Link("coding", "gone"), Link("source", "gone"), Link("project", "gone")])
def test_a_memo_about_something_that_is_not_there_is_refused(project, tmp_path, link):
    memo = replace(project.memos[0], about=(link,))
    said = refused(written(replace(project, memos=(memo,)), tmp_path / "x"))

    assert f"memo m1\n  found     it is about the {link.kind} gone" in said


@pytest.mark.parametrize(
    ("relation", "found"),
    [
        (Relation("r1", "cmo", (RelationPart("context", "c0"), RelationPart("mechanism", "c1"))), "other codings"),
        (Relation("r1", "cmo", (RelationPart("context", "gone"),)), "other codings"),
        (Relation("r1", "cmo", ()), "other codings, or none"),
        (Relation("r1", "k" * 21, (RelationPart("context", "c0"),)), "a long kind or role"),
        (Relation("r1", "cmo", (RelationPart("c" * 21, "c0"),)), "a long kind or role"),
    ],
)
def test_a_relation_that_cannot_be_kept_is_refused(project, tmp_path, relation, found):
    memos = project.memos[:2]
    said = refused(written(replace(project, relations=(relation,), memos=memos), tmp_path / "x"))

    assert f"relation r1\n  found     {found}" in said


@pytest.mark.parametrize("said", ["K9=lead-all", "K1=nobody-here", "K1=", "K1=redactor-all"])
def test_a_coder_or_an_account_that_is_not_there_is_refused(folder, make_account, said):
    make_account("redactor")

    assert "--coder" in refused(folder, "--coder", said)


def test_where_loading_fails_in_the_middle_neither_database_has_anything(project, monkeypatch):
    def fails(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr("newel.web.coding.actions.load_project.place_memos", fails)
    described = Described("interview", "S01", "w3", "staff", HELD_ON)
    arrived = {source.id: Arrived(described, {"interview": "given"}, agreed=True) for source in project.sources}
    arriving = Arriving(project, arrived, Coders({}, ()), redacted=True)
    with pytest.raises(RuntimeError):
        load_project(by=Doer("lead-all", NOON), arriving=arriving)

    assert nothing_is_there()
