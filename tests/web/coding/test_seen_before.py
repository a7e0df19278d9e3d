"""Who has seen anybody else's coding of a source does not code that source blind any more; the page says why."""

import json
from dataclasses import replace

import pytest
from django.urls import reverse

from newel.web.audit.models import Event
from newel.web.coding.actions.choose_quote import check_quote, choose_quote
from newel.web.coding.actions.decide import open_reconciled
from newel.web.coding.actions.fill_cell import Cell, fill_cell
from newel.web.coding.actions.open_layer import open_layer
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.models import Codebook, Coding, Layer, Look
from tests.support.coding_on_the_web import BOOK, TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.theory_pages import page, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
AS_SCRIPT = {"HTTP_ACCEPT": "application/json"}
WHY = "you have seen how somebody else coded it"


class Seen:
    """A colleague has coded two sources of three; the researcher is about to look at one of them."""

    def __init__(self):
        a_codebook()
        self.source, self.other, self.fresh = (a_talk(case_id=f"case{n}") for n in range(3))
        layer = a_layer("lead-all")
        self.theirs, self.besides = Work(layer, self.source.id), Work(layer, self.other.id)
        self.coding = self.theirs.code(TRUST, "trust")
        self.besides.code("Some shout", "shouting")

    def blind(self):
        """Open a blind layer for the researcher, in a round of its own, and return the sources in it."""
        layer = a_layer("researcher-all", number=2, blind=True)
        return [Work(layer, each.id) for each in (self.source, self.other, self.fresh)]


@pytest.fixture
def seen():
    return Seen()


@pytest.fixture
def client(sign_in):
    return sign_in("researcher")


def beside(seen):
    return Work(a_layer("researcher-all", number=1), seen.source.id)


def in_pages(seen):
    """Return {page: how one looks at the first source's codings there}."""
    return {
        "a colleague's layer": lambda client: client.get(seen.theirs.address()),
        "beside one's own": lambda client: client.get(beside(seen).address()),
        "what is new": lambda client: client.get(beside(seen).address("since"), {"step": "0"}),
        "an answer to an act": lambda client: _code_there(client, beside(seen)),
        "compare": lambda client: client.get(
            reverse("coding:pair", args=[seen.theirs.layer.key, _coded(seen).layer.key])
        ),
        "side by side": lambda client: client.get(
            reverse("coding:side_by_side", args=[seen.theirs.layer.key, beside(seen).layer.key, seen.source.id])
        ),
        "cell": lambda client: client.get(reverse("coding:cell", args=["ways", seen.source.id, "relations"])),
        "matrix": lambda client: client.get(reverse("coding:matrix")),
        "counts": lambda client: client.get(reverse("coding:counts")),
        "together": lambda client: client.get(reverse("coding:together")),
        "saturation": lambda client: client.get(reverse("coding:saturation")),
        "search": lambda client: client.post(reverse("coding:search"), {"words": "key", "code": "trust"}),
        "quotes": lambda client: (
            choose_quote(by=by("lead-all"), coding=seen.coding), client.get(reverse("coding:quotes"))
        ),
        "memos": lambda client: (_think(seen), client.get(reverse("coding:memos"))),
        "a quote as evidence": lambda client: (
            check_quote(by=by("second"), quote=choose_quote(by=by("lead-all"), coding=seen.coding)),
            client.get(page("link", write(client), "quote")),
        ),
        "file": lambda client: client.post(reverse("coding:give", args=["ways", "codings-csv"])),
    }  # fmt: skip


def _code_there(client, work):
    return client.post(work.address("add"), work.form("key worker", "review"), **AS_SCRIPT)


def _coded(seen):
    own = beside(seen)
    own.code("Nobody greets me", "morning")
    return own


def _think(seen):
    about = Thought("analytic", "coding", seen.coding.key, "Hm.", seen.theirs.layer, seen.source.id)
    write_memo(by=by("lead-all"), thought=about)


@pytest.mark.parametrize("where", sorted(in_pages(None)))
def test_who_looked_at_a_colleagues_coding_of_a_source_cannot_code_it_blind_afterwards(seen, client, where):
    in_pages(seen)[where](client)
    work, _, fresh = seen.blind()
    answer = client.get(work.address())

    assert answer.status_code == 403
    assert WHY in answer.content.decode()
    assert TRUST not in answer.content.decode()
    assert client.get(fresh.address()).status_code == 200


def test_no_act_gets_around_the_closed_page(seen, client):
    client.get(seen.theirs.address())
    work, *_ = seen.blind()
    asked = client.post(work.address("add"), work.form(TRUST, "trust"), **AS_SCRIPT)
    unit = client.post(work.address("add_unit"), {"unit": "4", "code": "trust", "version": "2"}, follow=True)

    assert asked.status_code == 409
    assert WHY in asked.json()["says"]
    assert WHY in unit.content.decode()
    assert not Coding.objects.filter(layer=work.layer).exists()


def test_only_the_source_that_was_seen_is_closed(seen, client):
    client.get(seen.theirs.address())
    _, other, fresh = seen.blind()

    assert client.get(other.address()).status_code == 200
    assert client.get(fresh.address()).status_code == 200
    _code_there(client, other)
    assert other.codes() == [("review", "key worker")]


def test_who_has_looked_at_nothing_codes_everything_blind(seen, client):
    client.get(reverse("coding:board"))
    client.get(reverse("coding:rounds"))
    client.get(reverse("coding:codebook", args=["ways"]))

    assert [client.get(work.address()).status_code for work in seen.blind()] == [200, 200, 200]
    assert not Look.objects.exists()


def test_ones_own_codings_of_an_earlier_round_close_nothing(client):
    a_codebook()
    own = Work(a_layer(), a_talk().id)
    own.code(TRUST, "trust")
    client.get(own.address())
    client.get(reverse("coding:matrix"))
    again = Work(a_layer(number=2, blind=True), own.source_id)

    assert client.get(again.address()).status_code == 200


def test_a_reconciled_layer_is_somebody_elses_coding_too(seen, client):
    own = _coded(seen)
    seen.theirs.lock()
    own.lock()
    agreed = open_reconciled(by=by("researcher-all"), first=seen.theirs.layer, second=own.layer)
    Work(agreed, seen.other.id).code("Some shout", "shouting")
    client.get(Work(agreed, seen.other.id).address())
    _, other, fresh = seen.blind()

    assert client.get(other.address()).status_code == 403
    assert client.get(fresh.address()).status_code == 200


def test_who_locks_looks_and_has_it_unlocked_does_not_go_on_with_what_was_seen(seen, client):
    work, other, _ = seen.blind()
    a_layer("a-third", number=2, blind=True)
    work.code("Nobody greets me", "morning")
    work.lock()
    client.get(seen.theirs.address())
    Layer.objects.filter(pk=work.layer.pk).update(locked_at=None)

    assert client.get(work.address()).status_code == 403
    assert client.get(other.address()).status_code == 200


def test_a_layer_that_is_locked_can_still_be_read(seen, client):
    client.get(seen.theirs.address())
    work, *_ = seen.blind()
    work.lock()

    assert client.get(work.address()).status_code == 200


def test_what_was_coded_with_another_codebook_was_seen_as_well(seen, client):
    client.get(seen.theirs.address())
    a_codebook(replace(BOOK, id="second", title="Second"))
    book = Codebook.objects.get(pk="second")
    layer = open_layer(by=by("lead-all"), codebook=book, coder="researcher-all", blind=True)

    assert client.get(Work(layer, seen.source.id).address()).status_code == 403
    assert client.get(Work(layer, seen.fresh.id).address()).status_code == 200


def test_the_first_page_says_which_sources_are_closed_and_links_to_none(seen, client):
    client.get(seen.theirs.address())
    work, other, _ = seen.blind()
    board = client.get(reverse("coding:board")).content.decode()

    assert "Closed: " + WHY in board
    assert work.address() not in board
    assert other.address() in board


def test_the_lead_is_told_how_many_sources_are_closed_when_opening_a_blind_layer(seen, client, sign_in):
    client.get(seen.theirs.address())
    sent = {"codebook": "ways", "coder": "researcher-all", "blind": "yes"}
    said = sign_in("lead").post(reverse("coding:open_layer"), sent, follow=True).content.decode()

    assert "Round 2 is open for researcher-all." in said
    assert "1 of 3 sources stays closed to them there" in said


def test_a_blind_layer_in_which_everything_would_be_closed_is_not_opened(seen, client, sign_in):
    Work(seen.theirs.layer, seen.fresh.id).code("Some shout", "shouting")
    client.get(reverse("coding:matrix"))
    sent = {"codebook": "ways", "coder": "researcher-all", "blind": "yes"}
    answer = sign_in("lead").post(reverse("coding:open_layer"), sent, follow=True).content.decode()

    assert "Not opened: researcher-all has seen how somebody else coded every source" in answer
    assert Layer.objects.count() == 1
    sign_in("lead", username="again").post(reverse("coding:open_layer"), sent | {"blind": ""})
    assert Layer.objects.count() == 2


def test_a_look_is_kept_once_with_its_event_in_the_audit(seen, client):
    for _ in range(3):
        client.get(seen.theirs.address())
    event = Event.objects.get(verb="see", thing="codings")

    assert list(Look.objects.values_list("by", "source_id", "codebook")) == [("researcher-all", seen.source.id, "ways")]
    assert event.actor == "researcher-all"
    assert json.loads(event.body) == {"codebook": "ways", "sources": [seen.source.id]}


def test_a_summary_is_pinned_without_looking_at_more(seen):
    cell = Cell(Codebook.objects.get(), "case0", "relations", 0)
    fill_cell(by=by("lead-all"), cell=cell, summary="x", pinned=[seen.coding])

    assert not Look.objects.exists()
