"""Undo takes back one's own last act at that place, step by step, and never what somebody else did."""

import pytest
from django.db import DatabaseError, transaction

from newel.web.coding.actions._recording import LayerLockedError, NothingToUndoError, Where
from newel.web.coding.actions.link_codings import link_codings
from newel.web.coding.actions.remove_coding import remove_coding
from newel.web.coding.actions.undo import undo
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.models import Memo, Relation, Step
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
ME = "researcher-all"


@pytest.fixture
def mine():
    a_codebook()
    return Work(a_layer(), a_talk().id)


def take_back(work, name=ME):
    return undo(by=by(name), where=Where(work.source_id, work.layer))


def test_acts_are_taken_back_in_turn_from_the_last(mine):
    mine.code(TRUST, "trust")
    coding = mine.code("Some shout", "shouting")
    remove_coding(by=by(ME), layer=mine.layer, coding=coding)

    take_back(mine)
    assert mine.codes() == [("trust", TRUST), ("shouting", "Some shout")]
    take_back(mine)
    assert mine.codes() == [("trust", TRUST)]
    take_back(mine)
    assert mine.codes() == []
    with pytest.raises(NothingToUndoError):
        take_back(mine)


def test_what_another_person_did_is_not_taken_back(mine):
    mine.code(TRUST, "trust")

    with pytest.raises(NothingToUndoError):
        take_back(mine, "lead-all")
    assert mine.codes() == [("trust", TRUST)]


def test_an_act_on_another_source_is_left_alone(mine):
    other = Work(mine.layer, a_talk().id)
    mine.code(TRUST, "trust")
    other.code(TRUST, "trust")

    take_back(mine)
    assert mine.codes() == []
    assert other.codes() == [("trust", TRUST)]


def test_a_removal_is_not_brought_back_twice_where_it_was_coded_again(mine):
    first = mine.code(TRUST, "trust")
    remove_coding(by=by(ME), layer=mine.layer, coding=first)
    removal = Step.objects.latest("pk")
    mine.code(TRUST, "trust")
    take_back(mine)
    mine.code(TRUST, "trust")
    Step.objects.filter(verb="add coding").latest("pk")

    take_back(mine)
    take_back(mine)
    assert removal.pk in Step.objects.filter(undoes__isnull=False).values_list("undoes", flat=True)
    assert mine.codes() == [("trust", TRUST)]


def test_a_memo_and_a_link_are_taken_back(mine):
    one, other = mine.code(TRUST, "trust"), mine.code("Some shout", "shouting")
    write_memo(by=by(ME), thought=Thought("analytic", "source", mine.source_id, "x", None, mine.source_id))
    link_codings(by=by(ME), layer=mine.layer, kind="cmo", parts={"context": [one], "mechanism": [other]})

    take_back(mine)
    assert not Relation.objects.filter(live=True).exists()
    write_memo(by=by(ME), thought=Thought("analytic", "coding", "1", "y", mine.layer, mine.source_id))
    take_back(mine)
    assert Memo.objects.filter(live=True).count() == 1


def test_nothing_is_taken_back_in_a_locked_layer(mine):
    mine.code(TRUST, "trust")
    mine.lock()

    with pytest.raises(LayerLockedError):
        take_back(mine)


def test_the_page_says_what_was_taken_back_and_when_nothing_is_left(mine, sign_in):
    client = sign_in("researcher")
    mine.code(TRUST, "trust")
    as_script = {"HTTP_ACCEPT": "application/json"}

    answer = client.post(mine.address("undo"), **as_script).json()
    assert answer["says"] == "taken back: the last coding"
    assert list(answer["units"]) == ["4"]
    assert "<mark" not in answer["units"]["4"]
    assert client.post(mine.address("undo"), **as_script).status_code == 404


def test_an_undo_that_is_sent_again_takes_one_step_back(mine, sign_in):
    client = sign_in("researcher")
    mine.code(TRUST, "trust")
    mine.code("Some shout", "shouting")

    for _ in range(2):
        client.post(mine.address("undo"), {"ticket": "c" * 32})

    assert mine.codes() == [("trust", TRUST)]


def test_the_database_refuses_to_change_a_step(mine):
    mine.code(TRUST, "trust")

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Step.objects.update(by="somebody else")
