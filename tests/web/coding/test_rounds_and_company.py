"""Rounds, two people at once, suggestions, and the example's codings."""

import pytest
from django.urls import reverse

from newel.protocol import read_protocol
from newel.rehearsal import read_truths, rehearse_words
from newel.web.audit.models import Event
from newel.web.coding.actions.load_rehearsed import load_rehearsed
from newel.web.coding.models import Coding, Layer, Quote
from newel.web.coding.queries.layers import sight_of
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk
from tests.support.web import NOON, STUDIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
AS_SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def mine():
    a_codebook()
    return Work(a_layer(), a_talk().id)


def test_the_lead_opens_a_blind_layer_beside_another(mine, sign_in, make_account):
    lead = sign_in("lead")
    sent = {"codebook": "ways", "coder": "lead-all", "round": "1", "blind": "yes"}
    lead.post(reverse("coding:open_layer"), sent)
    layer = Layer.objects.latest("pk")

    assert (layer.coder, layer.round, layer.purpose, layer.blind) == ("lead-all", 1, "second", True)
    again = lead.post(reverse("coding:open_layer"), sent, follow=True).content.decode()
    assert "codes in this round already" in again


@pytest.mark.parametrize("sent", [{"codebook": "no"}, {"coder": "nobody"}, {"coder": "site_lead-s01"}])
def test_a_layer_is_opened_for_a_codebook_and_a_coder_that_are_there(mine, sign_in, make_account, sent):
    make_account("site_lead")
    fields = {"codebook": "ways", "coder": "lead-all"} | sent

    answer = sign_in("lead").post(reverse("coding:open_layer"), fields, follow=True)
    assert "Choose a codebook and a coder." in answer.content.decode()


def test_a_coder_locks_their_own_layer_and_no_other(mine, sign_in):
    theirs = a_layer("lead-all")
    client = sign_in("researcher")
    assert client.post(reverse("coding:lock", args=[theirs.key])).status_code == 403
    client.post(reverse("coding:lock", args=[mine.layer.key]))

    assert set(Layer.objects.filter(locked_at=None)) == {theirs}
    assert client.post(reverse("coding:lock", args=["nothing"])).status_code == 404


def test_the_lead_unlocks_a_layer_of_an_open_round(mine, sign_in):
    mine.lock()
    sign_in("lead").post(reverse("coding:unlock", args=[mine.layer.key]))

    assert not Layer.objects.exclude(locked_at=None).exists()


def test_what_a_colleague_codes_comes_to_the_page(mine, sign_in):
    theirs = Work(a_layer("lead-all", number=1), mine.source_id)
    client = sign_in("researcher")
    seen = client.get(mine.address("since"), {"step": "0"}).json()["step"]
    theirs.code(TRUST, "trust")
    told = client.get(mine.address("since"), {"step": seen}).json()

    assert told["says"] == "lead-all changed codings"
    assert "lead-all" in told["units"]["4"]
    assert client.get(mine.address("since"), {"step": told["step"]}).json()["units"] == {}
    assert client.get(mine.address("since"), {"step": seen, "others": "no"}).json()["units"] == {}


def test_a_removal_by_a_colleague_comes_too(mine, sign_in):
    theirs = Work(a_layer("lead-all", number=1), mine.source_id)
    coding = theirs.code(TRUST, "trust")
    client = sign_in("researcher")
    last = client.get(mine.address()).context["last"]
    sign_in("lead").post(theirs.address("remove"), {"coding": coding.key})

    assert "<mark" not in client.get(mine.address("since"), {"step": last}).json()["units"]["4"]


@pytest.mark.parametrize("step", ["x", "-1", "9" * 30, ""])
def test_a_step_that_is_none_is_taken_for_the_first(mine, sign_in, step):
    mine.code(TRUST, "trust")

    assert list(sign_in("researcher").get(mine.address("since"), {"step": step}).json()["units"]) == ["4"]


def test_a_colleagues_layer_is_read_and_not_written(mine, sign_in):
    mine.code(TRUST, "trust")
    page = sign_in("lead").get(mine.address()).content.decode()

    assert "This is a colleague's layer." in page
    assert "unit-code" not in page
    assert "bar-remove" not in page


def test_suggestions_are_off_until_asked_for_and_come_with_their_evidence(mine, sign_in):
    client = sign_in("researcher")
    assert client.get(mine.address("suggest"), {"unit": "4"}).status_code == 404
    client.post(mine.address("ask_suggestions"), {"on": "yes"})
    assert client.get(mine.address("suggest"), {"unit": "4"}).json()["suggestions"] == []
    for _ in range(2):
        Work(mine.layer, a_talk().id).code(TRUST, "trust")
    found = client.get(mine.address("suggest"), {"unit": "4"}).json()["suggestions"]

    assert [(each["code"], each["name"]) for each in found] == [("trust", "Relations / Trust")]
    assert TRUST in found[0]["because"]


def test_what_is_accepted_and_what_is_refused_is_logged(mine, sign_in):
    client = sign_in("researcher")
    client.post(mine.address("ask_suggestions"), {"on": "yes"})
    client.post(mine.address("add"), mine.form(TRUST, "trust") | {"suggested": "yes"}, **AS_SCRIPT)
    client.post(mine.address("suggest"), {"code": "review"}, **AS_SCRIPT)

    assert '"suggested":true' in Event.objects.get(verb="add", thing="coding").body
    assert '"code":"review"' in Event.objects.get(verb="refuse", thing="suggestion").body


def test_a_code_the_unit_has_is_not_suggested_again(mine, sign_in):
    client = sign_in("researcher")
    client.post(mine.address("ask_suggestions"), {"on": "yes"})
    for _ in range(2):
        Work(mine.layer, a_talk().id).code(TRUST, "trust")
    mine.code(TRUST, "trust")

    assert client.get(mine.address("suggest"), {"unit": "4"}).json()["suggestions"] == []
    assert client.get(mine.address("suggest"), {"unit": "99"}).json()["suggestions"] == []


def test_the_examples_codings_stand_on_the_words_that_were_rehearsed():
    folder = STUDIES / "secure_stairs"
    words = rehearse_words(read_protocol(folder), read_truths(folder), seed=2018)
    sources = {source.id: source for source in words.sources}
    count = load_rehearsed(actor="example", words=words, sources=sources, now=NOON)

    assert count == len(words.codings) == Coding.objects.count() > 1_000
    done = Layer.objects.exclude(locked_at=None)
    assert sorted(done.values_list("purpose", flat=True)) == ["first", "reconciled", "second"]
    assert Quote.objects.count() > 0.8 * len(words.quotes), "a few stand on what neither coder saw"
    assert [layer.coder for layer in sight_of("researcher").own() if layer.locked_at is None] == ["researcher"]
    assert load_rehearsed(actor="example", words=type(words)(), sources=sources, now=NOON) == 0


def test_pages_of_coding_are_kept_in_no_browser(mine, sign_in):
    client = sign_in("researcher")
    for address in (mine.address(), mine.address("since"), reverse("coding:codebook", args=["ways"])):
        assert "no-store" in client.get(address)["Cache-Control"]
