"""A project that leaves, is loaded and leaves again is the same to the byte, ids too; and leaving is a look."""

from dataclasses import replace

import pytest

from newel.exchange import read_project
from newel.web.coding.actions.link_codings import link_codings
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.keys import key_from
from newel.web.coding.models import Coding, Look
from tests.support.coding_on_the_web import TALK, TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.loaded_projects import empty_the_study, export, load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture
def works(make_account):
    """Two coders on three sources of three people, in one round."""
    make_account("lead")
    make_account("researcher")
    a_codebook()
    first, second = a_layer(), a_layer("lead-all", number=1)
    filed = [a_talk(f"{TALK}P1: That was talk {n}.\n", case_id=f"case{n}") for n in range(3)]
    found = [Work(layer, one.id) for layer in (first, second) for one in filed]
    for work in found:
        work.code(TRUST, "trust")
        work.code("Nobody greets me", "morning")
    return found


def think(about, about_id, *, words, layer=None):
    write_memo(by=by("researcher-all"), thought=Thought("analytic", about, about_id, words, layer))


def test_a_project_that_left_comes_back_and_leaves_again_in_the_same_bytes(works, tmp_path):
    layer, everything = works[0].layer, Coding.objects.filter(layer=works[0].layer)
    one, other = everything.filter(code="trust").first(), everything.filter(code="morning").first()
    parts = {"context": [one], "mechanism": [other]}
    link_codings(by=by("researcher-all"), layer=layer, kind="cmo", parts=parts)
    think("source", works[0].source_id, words="A loud house.")
    think("coding", one.key, words="I wonder why.", layer=layer)
    export(tmp_path / "first")
    empty_the_study()
    load(tmp_path / "first", "--texts-are-redacted")
    export(tmp_path / "second")

    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "first", tmp_path / "second")
    )
    assert "codings.csv" in {str(path) for path in first}
    assert second == first


def test_who_exports_has_seen_what_the_others_coded(works, tmp_path):
    export(tmp_path / "out")

    assert set(Look.objects.values_list("by", "source_id")) == {("lead-all", work.source_id) for work in works}


def test_what_is_loaded_a_second_time_gets_ids_of_its_own(works, tmp_path):
    before = set(Coding.objects.values_list("key", flat=True))
    project = replace(_left(tmp_path / "out"), sources=())
    taken = [key_from(coding.id, before) for coding in project.codings]

    assert {coding.id for coding in project.codings} == before
    assert not before & set(taken)


def _left(folder):
    export(folder)
    return read_project(folder)
