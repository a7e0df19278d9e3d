"""Two layers side by side: agreement as statistics has it, every disagreement once, decisions that keep both layers."""

import numpy as np
import pytest
from django.urls import reverse

from newel.coding import disagreements
from newel.statistics.measurement import krippendorff_alpha
from newel.transcripts import Unit
from newel.web.coding.models import Coding, Decision, Layer
from newel.web.coding.queries.codings import counted
from newel.web.coding.settling import compare
from newel.web.coding.texts import core_source
from newel.web.sessions.queries.sources import all_sources
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture
def pair():
    """Two coders who agree on trust in turn 4, where one took more words, and differ in three things."""
    a_codebook()
    source = a_talk()
    one = Work(a_layer("researcher-all"), source.id)
    other = Work(a_layer("lead-all", number=1), source.id)
    one.code(TRUST, "trust")
    other.code("trust my key worker. She listens", "trust")
    one.code("Nobody greets me", "morning")
    other.code("Some shout", "shouting")
    one.code("Some shout", "review")
    other.code("in the review", "review")
    return one, other


@pytest.fixture
def client(sign_in):
    return sign_in("researcher")


def address(pair, page, *more):
    return reverse(f"coding:{page}", args=[pair[0].layer.key, pair[1].layer.key, *more])


def lock(pair):
    for work in pair:
        work.lock()


def decide(client, pair, unit, code, choice, **more):
    where = address(pair, "settle", pair[0].source_id)
    return client.post(where, {"unit": unit, "code": code, "choice": choice} | more, follow=True)


def settled():
    return Work(Layer.objects.get(purpose="reconciled"), Coding.objects.first().source_id).codes()


def test_the_table_has_the_alpha_of_the_very_ratings(client, pair):
    page = client.get(address(pair, "pair"))
    row = next(row for row in page.context["rows"] if row.path == "Relations / Trust")
    ratings = np.array([[0, 0], [0, 0], [0, 0], [1, 1], [0, 0], [0, 0]], dtype=float)

    assert (row.first, row.second, row.both, row.units) == (1, 1, 1, 6)
    assert row.shown[0] == f"{krippendorff_alpha(ratings).value:.2f}" == "1.00"
    apart = next(row for row in page.context["rows"] if row.path == "The day / Morning")
    ratings[3], ratings[1] = (0, 0), (1, 0)
    assert apart.shown[0] == f"{krippendorff_alpha(ratings).value:.2f}"


def test_every_unit_in_which_only_one_has_a_code_is_a_disagreement(pair):
    """Held against `newel.coding.disagreements`, which knows nothing of places inside a unit."""
    one, other = pair
    row = next(row for row in all_sources() if row.source_id == one.source_id)
    theirs = disagreements([core_source(row, one.text)], counted([one.layer]), counted([other.layer]))
    rows = [list(Coding.objects.filter(layer=work.layer)) for work in pair]
    ours = [item for item in compare(one.text.units, *rows).differing if item.kind != "places"]

    assert [(item.unit.number, item.code) for item in ours] == [(each.unit.number, each.code) for each in theirs]
    assert [(item.unit.number, item.code) for item in ours] == [(2, "morning"), (6, "shouting")]


def test_the_page_shows_both_and_what_each_has(client, pair):
    page = client.get(address(pair, "side_by_side", pair[0].source_id)).content.decode()

    assert "3 disagreements, 3 to decide" in page
    for said in ("only researcher-all", "only lead-all", "both, on other words", "Nobody greets me", "in the review"):
        assert said in page
    assert "Both have" not in page
    assert "Both have: Relations / Trust" in client.get(
        address(pair, "side_by_side", pair[0].source_id), {"show": "all"}
    ).content.decode()


def test_decisions_wait_until_both_layers_are_locked(client, pair):
    answer = decide(client, pair, 2, "morning", "first")

    assert "locked" in answer.content.decode()
    assert Decision.objects.count() == 0
    assert "It counts" not in client.get(address(pair, "side_by_side", pair[0].source_id)).content.decode()


def test_the_reconciled_layer_has_what_both_have_and_what_was_decided(client, pair):
    lock(pair)
    before = [work.codes() for work in pair]
    decide(client, pair, 2, "morning", "first", because="It is the morning.")
    decide(client, pair, 6, "shouting", "neither")
    decide(client, pair, 6, "review", "both")

    assert settled() == [
        ("morning", "Nobody greets me"),
        ("trust", "trust my key worker"),
        ("review", "Some shout"),
        ("review", "in the review"),
    ]
    assert [work.codes() for work in pair] == before, "both layers stay as they were"
    page = client.get(address(pair, "side_by_side", pair[0].source_id)).content.decode()
    assert "3 disagreements, 0 to decide" in page
    assert "It is the morning." in page


def test_a_decision_can_be_changed_and_only_its_own_codings_with_it(client, pair):
    lock(pair)
    decide(client, pair, 6, "review", "both")
    decide(client, pair, 6, "review", "second")

    assert [code for code in settled() if code[0] == "review"] == [("review", "in the review")]
    assert ("trust", "trust my key worker") in settled()
    assert Decision.objects.count() == 1


def test_a_coding_over_two_turns_is_decided_turn_by_turn():
    units = (Unit(1, "turn", 0, 10), Unit(2, "turn", 12, 20))
    found = compare(units, [Coding(code="a", start=5, end=18)], [Coding(code="a", start=14, end=16)])

    assert found.agreed == (("a", 14, 16),)
    assert [(item.unit.number, item.kind, item.first) for item in found.differing] == [(1, "first", ((5, 10),))]


@pytest.mark.parametrize(
    ("unit", "code", "choice"), [(2, "morning", "maybe"), (4, "trust", "first"), (2, "nothing", "first"), ("x", "", "")]
)
def test_what_is_no_disagreement_is_not_decided(client, pair, unit, code, choice):
    lock(pair)
    assert "Choose what counts." in decide(client, pair, unit, code, choice).content.decode()
    assert Decision.objects.count() == 0


def test_what_both_have_is_carried_over_in_every_source_once(client, pair):
    lock(pair)
    for says in ("1 codings that both have are carried over", "0 codings that both have are carried over"):
        assert says in client.post(address(pair, "carry"), follow=True).content.decode()

    assert settled() == [("trust", "trust my key worker")]


def test_a_locked_reconciled_layer_takes_no_decision(client, pair):
    lock(pair)
    client.post(address(pair, "carry"))
    Work(Layer.objects.get(purpose="reconciled"), pair[0].source_id).lock()

    assert "the reconciled layer is locked" in decide(client, pair, 2, "morning", "first").content.decode()
    assert "the reconciled layer is locked" in client.post(address(pair, "carry"), follow=True).content.decode()


def test_a_source_that_one_coder_alone_has_coded_is_named_and_not_compared(client, pair):
    alone = Work(pair[0].layer, a_talk().id)
    alone.code(TRUST, "trust")
    page = client.get(address(pair, "pair"))

    assert "Coded by one of them alone, so not compared: Interview 2" in page.content.decode()
    assert page.context["rows"][0].units == 6


def test_pairs_are_offered_and_others_are_not_there(client, pair):
    assert "researcher-all and lead-all" in client.get(reverse("coding:compare")).content.decode()
    key = pair[0].layer.key
    assert client.get(reverse("coding:pair", args=[key, key])).status_code == 404
    assert client.get(reverse("coding:pair", args=[key, "nothing"])).status_code == 404
    assert client.get(address(pair, "side_by_side", "nothing")).status_code == 404
