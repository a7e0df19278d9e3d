"""Redo does again what undo took back, step by step, until something new is done; undo takes that back once more."""

import json

import pytest

from newel.web.audit.models import Event
from newel.web.coding.actions._recording import LayerLockedError, NothingToRedoError, Where
from newel.web.coding.actions.link_codings import link_codings
from newel.web.coding.actions.remove_coding import remove_coding
from newel.web.coding.actions.sort_coding import sort_coding
from newel.web.coding.actions.undo import redo, undo
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.models import Coding, Memo, Relation, Step
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
ME = "researcher-all"
AS_SCRIPT = {"HTTP_ACCEPT": "application/json"}
BOTH = [("trust", TRUST), ("shouting", "Some shout")]


@pytest.fixture
def mine():
    a_codebook()
    return Work(a_layer(), a_talk().id)


def take_back(work, name=ME):
    return undo(by=by(name), where=Where(work.source_id, work.layer))


def again(work, name=ME):
    return redo(by=by(name), where=Where(work.source_id, work.layer))


def two(work):
    work.code(TRUST, "trust")
    return work.code("Some shout", "shouting")


def test_what_was_taken_back_is_done_again_in_turn_until_nothing_is_left(mine):
    two(mine)
    take_back(mine)
    take_back(mine)
    assert mine.codes() == []

    again(mine)
    assert mine.codes() == BOTH[:1]
    again(mine)
    assert mine.codes() == BOTH
    with pytest.raises(NothingToRedoError):
        again(mine)


def test_undo_and_redo_go_back_and_forth_as_often_as_one_likes(mine):
    two(mine)
    for _ in range(3):
        take_back(mine)
        take_back(mine)
        assert mine.codes() == []
        again(mine)
        take_back(mine)
        again(mine)
        again(mine)
        assert mine.codes() == BOTH


def test_after_something_new_nothing_is_done_again(mine):
    two(mine)
    take_back(mine)
    mine.code("Nobody greets me", "morning")

    with pytest.raises(NothingToRedoError):
        again(mine)
    assert ("shouting", "Some shout") not in mine.codes()


def test_where_nothing_was_taken_back_there_is_nothing_to_do_again(mine):
    two(mine)

    with pytest.raises(NothingToRedoError):
        again(mine)


def test_a_removal_a_memo_and_a_link_are_done_again(mine):
    other = two(mine)
    remove_coding(by=by(ME), layer=mine.layer, coding=other)
    take_back(mine)
    assert mine.codes() == BOTH
    again(mine)
    assert mine.codes() == BOTH[:1]
    write_memo(by=by(ME), thought=Thought("analytic", "source", mine.source_id, "x", None, mine.source_id))
    take_back(mine)
    again(mine)
    assert Memo.objects.get().live
    one, other = mine.code("Nobody greets me", "morning"), mine.code("Loud", "day")
    link_codings(by=by(ME), layer=mine.layer, kind="cmo", parts={"context": [one], "mechanism": [other]})
    take_back(mine)
    assert not Relation.objects.get().live
    again(mine)
    assert Relation.objects.get().live


def test_a_coding_that_was_given_another_code_gets_it_again(mine):
    coding = mine.code(TRUST, "trust")
    sort_coding(by=by(ME), coding=coding, code="review")
    take_back(mine)
    assert mine.codes() == [("trust", TRUST)]
    again(mine)
    assert mine.codes() == [("review", TRUST)]
    take_back(mine)
    assert mine.codes() == [("trust", TRUST)]


def test_a_sorting_from_before_that_did_not_note_the_code_is_not_done_again(mine):
    coding = mine.code(TRUST, "trust")
    Step.objects.create(
        at=by(ME).now, by=ME, verb="sort coding", source_id=mine.source_id, layer=mine.layer,
        said=json.dumps({"codes": [[coding.pk, "day"]], "dropped": []}),
    )  # fmt: skip
    take_back(mine)

    with pytest.raises(NothingToRedoError):
        again(mine)


def test_nobody_does_again_what_another_person_took_back(mine):
    two(mine)
    take_back(mine)

    with pytest.raises(NothingToRedoError):
        again(mine, "lead-all")


def test_nothing_is_done_again_in_a_locked_layer_or_on_another_source(mine):
    two(mine)
    take_back(mine)
    with pytest.raises(NothingToRedoError):
        again(Work(mine.layer, a_talk().id))
    mine.lock()
    with pytest.raises(LayerLockedError):
        again(mine)


def test_a_memo_that_was_deleted_with_its_source_does_not_come_back(mine):
    write_memo(by=by(ME), thought=Thought("analytic", "source", mine.source_id, "x", None, mine.source_id))
    take_back(mine)
    Memo.objects.update(words="")
    again(mine)

    assert not Memo.objects.get().live


def test_the_page_says_what_was_done_again_with_and_without_a_script(mine, sign_in):
    client = sign_in("researcher")
    mine.code(TRUST, "trust")
    client.post(mine.address("undo"))
    answer = client.post(mine.address("redo"), **AS_SCRIPT).json()
    client.post(mine.address("undo"))
    page = client.post(mine.address("redo"), follow=True).content.decode()

    assert answer["says"] == "done again: the last coding"
    assert "<mark" in answer["units"]["4"]
    assert "Done again: the last coding" in page
    assert "Redo" in page
    assert client.post(mine.address("redo"), **AS_SCRIPT).status_code == 404


def test_a_redo_that_is_sent_again_does_one_step(mine, sign_in):
    client = sign_in("researcher")
    two(mine)
    take_back(mine)
    take_back(mine)
    for _ in range(2):
        client.post(mine.address("redo"), {"ticket": "c" * 32})

    assert mine.codes() == BOTH[:1]


def test_a_colleagues_page_is_told_of_it_and_the_audit_has_it(mine, sign_in):
    client = sign_in("lead")
    coding = two(mine)
    take_back(mine)
    seen = client.get(mine.address()).context["last"]
    step = again(mine)
    told = client.get(mine.address("since"), {"step": seen}).json()

    assert list(told["units"]) == ["6"]
    event = Event.objects.get(verb="redo", thing="act")
    assert json.loads(event.body) == {
        "step": step.pk, "source": mine.source_id, "layer": mine.layer.key,
        "redone": "add coding", "of": step.undoes.pk,
    }  # fmt: skip
    assert Coding.objects.get(pk=coding.pk).live
