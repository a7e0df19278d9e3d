"""A new version of a text: codings stay on their words, and those whose words were changed wait for a person."""

import pytest
from django.urls import reverse

from newel.web.audit.models import Event
from newel.web.coding.actions.choose_quote import check_quote, choose_quote
from newel.web.coding.models import Coding, Quote, Waiting
from newel.web.coding.record_source import coding_frames
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by, redact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture
def mine():
    a_codebook()
    return Work(a_layer(), a_talk().id)


def test_codings_after_and_before_an_edit_stay_on_their_words(mine):
    mine.code("Nobody greets me", "morning")
    mine.code(TRUST, "trust")
    redact(mine, "Café smells", "[a long replacement for a smell]")

    assert mine.codes() == [("morning", "Nobody greets me"), ("trust", TRUST)]
    assert set(Coding.objects.values_list("version", flat=True)) == {3}


def test_a_coding_with_a_redaction_inside_keeps_its_edges(mine):
    mine.code("I trust my key worker. She listens", "trust")
    redact(mine, "key worker", "[name]")

    assert mine.codes() == [("trust", "I trust my [name]. She listens")]


def test_a_coding_whose_edge_was_cut_waits_and_counts_nowhere(mine, sign_in):
    mine.code(TRUST, "trust")
    redact(mine, "key worker. She", "[left out]")

    assert mine.codes() == []
    assert Waiting.objects.count() == 1
    assert coding_frames()["coding"].is_empty()
    client = sign_in("researcher")
    assert "1 coding to place" in client.get(reverse("coding:board")).content.decode()
    assert "Relations / Trust" in client.get(reverse("coding:waiting")).content.decode()


def wait(mine):
    mine.code(TRUST, "trust")
    redact(mine, "key worker. She", "[left out]")
    return Coding.objects.get()


def test_a_person_places_it_on_one_of_the_places_offered(mine, sign_in):
    coding = wait(mine)
    client = sign_in("researcher")
    card = client.get(reverse("coding:waiting")).context["cards"][0]
    value, words = card.places[0]
    client.post(reverse("coding:place", args=[coding.key]), {"place": value, "version": card.version})

    assert mine.codes() == [("trust", words)]
    assert words.startswith("I trust my")
    assert Waiting.objects.count() == 0
    assert Event.objects.filter(verb="place", thing="coding").count() == 1


def test_a_person_places_it_on_a_whole_turn_or_drops_it(mine, sign_in):
    coding = wait(mine)
    sign_in("researcher").post(reverse("coding:place", args=[coding.key]), {"unit": "4", "version": "3"})

    assert mine.codes() == [("trust", mine.text.quote(mine.text.units[3].start, mine.text.units[3].end))]


def test_a_dropped_one_is_gone_from_the_queue(mine, sign_in):
    coding = wait(mine)
    client = sign_in("researcher")
    client.post(reverse("coding:place", args=[coding.key]), {"drop": "yes"})

    assert "Nothing waits" in client.get(reverse("coding:waiting")).content.decode()
    assert mine.codes() == []
    assert client.post(reverse("coding:place", args=[coding.key]), {"drop": "yes"}).status_code == 404


@pytest.mark.parametrize("sent", [{}, {"place": "0-5"}, {"unit": "99"}, {"unit": "4", "version": "2"}])
def test_it_is_placed_nowhere_but_where_it_was_offered(mine, sign_in, sent):
    coding = wait(mine)
    where = reverse("coding:place", args=[coding.key])
    answer = sign_in("researcher").post(where, {"version": "3"} | sent, follow=True)

    assert "Choose where it belongs." in answer.content.decode()
    assert Waiting.objects.count() == 1


def test_a_colleague_does_not_place_what_is_in_ones_own_layer(mine, sign_in):
    coding = wait(mine)

    assert sign_in("lead").post(reverse("coding:place", args=[coding.key]), {"drop": "yes"}).status_code == 404


def test_a_locked_layer_follows_the_text_too(mine):
    mine.code("Nobody greets me", "morning")
    mine.lock()
    redact(mine, "Loud", "[a word that is longer]")

    assert mine.codes() == [("morning", "Nobody greets me")]


def test_a_quote_whose_words_were_changed_is_read_again(mine):
    kept = choose_quote(by=by("researcher-all"), coding=mine.code("Nobody greets me", "morning"))
    changed = choose_quote(by=by("researcher-all"), coding=mine.code("I trust my key worker. She listens", "trust"))
    for quote in (kept, changed):
        check_quote(by=by("lead-all"), quote=quote)
    redact(mine, "key worker", "[name]")

    assert Quote.objects.get(pk=kept.pk).checked_by == "lead-all"
    assert Quote.objects.get(pk=changed.pk).checked_by == ""


def test_two_codings_that_come_to_the_same_words_are_one(mine):
    mine.code("key worker", "trust")
    mine.code("key worker.", "trust")
    redact(mine, "worker.", "worker")

    assert len(mine.codes()) + Waiting.objects.count() in {1, 2}
    assert len(set(mine.codes())) == len(mine.codes())


def test_a_page_that_shows_the_old_text_cannot_code(mine, sign_in):
    form = mine.form(TRUST, "trust")
    redact(mine, "Café", "[place]")
    answer = sign_in("researcher").post(mine.address("add"), form, HTTP_ACCEPT="application/json")

    assert answer.status_code == 409
    assert mine.codes() == []


def test_the_following_is_in_the_audit_with_counts_alone(mine):
    mine.code("Nobody greets me", "morning")
    redact(mine, "Café", "[place]")

    body = Event.objects.get(verb="follow", thing="version").body
    assert '"moved":1' in body
    assert '"waiting":0' in body
