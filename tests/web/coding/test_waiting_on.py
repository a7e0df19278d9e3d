"""A coding keeps its turn in the queue, whatever happens to it or to the text while it waits or is taken back."""

import pytest
from django.urls import reverse

from newel.web.coding.actions._recording import Where
from newel.web.coding.actions.remove_coding import remove_coding
from newel.web.coding.actions.undo import redo, undo
from newel.web.coding.models import Coding, Layer
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by, redact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
ME = "researcher-all"


@pytest.fixture
def mine():
    a_codebook()
    return Work(a_layer(), a_talk().id)


@pytest.fixture
def coder(sign_in):
    return sign_in("researcher")


def cards(coder):
    return coder.get(reverse("coding:waiting")).context["cards"]


def test_a_removed_coding_that_lost_its_words_waits_once_its_removal_is_taken_back(mine, coder):
    coding = mine.code(TRUST, "trust")
    remove_coding(by=by(ME), layer=Layer.objects.get(), coding=coding)
    redact(mine, "key worker. She", "[left out]")
    assert cards(coder) == []

    undo(by=by(ME), where=Where(mine.source_id, mine.layer))

    assert mine.codes() == []
    assert [card.coding.key for card in cards(coder)] == [coding.key]


def test_a_coding_taken_back_before_it_lost_its_words_waits_once_it_is_done_again(mine, coder):
    coding = mine.code(TRUST, "trust")
    undo(by=by(ME), where=Where(mine.source_id, mine.layer))
    redact(mine, "key worker. She", "[left out]")
    assert cards(coder) == []

    redo(by=by(ME), where=Where(mine.source_id, mine.layer))

    assert [card.coding.key for card in cards(coder)] == [coding.key]


def test_the_places_offered_move_with_a_later_version_of_the_text(mine, coder):
    mine.code(TRUST, "trust")
    redact(mine, "key worker. She", "[left out]")
    offered = [words for _, words in cards(coder)[0].places]
    redact(mine, "Loud", "[a much longer word]")

    assert [words for _, words in cards(coder)[0].places] == offered


def test_a_place_offered_that_a_later_version_cuts_is_offered_no_more(mine, coder):
    coding = mine.code(TRUST, "trust")
    redact(mine, "key worker. She", "[left out]")
    before = cards(coder)[0].places
    assert [words for _, words in before] == ["I trust my"]
    redact(mine, "my [left out] listens", "[left out]")

    card = cards(coder)[0]
    assert card.places == ()
    sent = {"place": before[0][0], "version": card.version}
    coder.post(reverse("coding:place", args=[coding.key]), sent)
    assert Coding.objects.get().queued
