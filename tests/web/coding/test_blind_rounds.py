"""A blind round: nobody sees another coder's layer, on any page, in any file or count, until every layer is locked."""

import json

import pytest
from django.urls import reverse

from newel.web.audit.models import Event
from newel.web.coding.actions.choose_quote import choose_quote
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.models import Layer
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.record_source import coding_frames
from newel.web.coding.views.exporting import FILES
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
AS_SCRIPT = {"HTTP_ACCEPT": "application/json"}
THOUGHT = "Quokka-thought: he means his uncle."


@pytest.fixture
def both():
    """Two coders blind in one round; the first has coded, chosen a quote and written a memo about the coding."""
    a_codebook()
    source = a_talk()
    first = Work(a_layer("researcher-all", blind=True), source.id)
    second = Work(a_layer("lead-all", number=1, blind=True), source.id)
    coding = first.code(TRUST, "trust")
    choose_quote(by=by("researcher-all"), coding=coding)
    write_memo(by=by("researcher-all"), thought=Thought("analytic", "coding", coding.key, THOUGHT, first.layer))
    return first, second


def pages_of(work):
    book = {"codebook": "ways"}
    return {
        "desk": (work.address(), {}),
        "since": (work.address("since"), {"step": "0"}),
        "board": (reverse("coding:board"), {}),
        "rounds": (reverse("coding:rounds"), {}),
        "codebook": (reverse("coding:codebook", args=["ways"]), {}),
        "code": (reverse("coding:code", args=["ways", "trust"]), {}),
        "compare": (reverse("coding:compare"), {}),
        "matrix": (reverse("coding:matrix"), book),
        "counts": (reverse("coding:counts"), book),
        "together": (reverse("coding:together"), book),
        "saturation": (reverse("coding:saturation"), book),
        "quotes": (reverse("coding:quotes"), {}),
        "memos": (reverse("coding:memos"), {}),
        "waiting": (reverse("coding:waiting"), {}),
    }


@pytest.mark.parametrize("page", sorted(pages_of(Work(Layer(key="k"), "s"))))
def test_every_page_reads_for_the_other_coder_as_if_nothing_were_coded(both, sign_in, page):
    """The page with the other's work is, but for tokens, the page without it."""
    first, second = both
    client = sign_in("lead")
    address, asked = pages_of(second)[page]
    with_it = client.get(address, asked).content.decode()
    first.layer.codings.update(live=False)
    first.layer.memos.update(live=False)
    without = client.get(address, asked).content.decode()

    assert bare(with_it) == bare(without)
    assert THOUGHT not in with_it
    if page != "desk":
        assert TRUST not in with_it


def bare(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


@pytest.mark.parametrize("key", sorted(FILES))
def test_no_file_tells_of_the_other_layer(both, sign_in, key):
    first, _ = both
    client = sign_in("lead")
    address = reverse("coding:give", args=["ways", key])
    with_it = client.post(address).content
    first.layer.codings.update(live=False)

    assert client.post(address).content == with_it


def test_the_other_layer_has_no_page_at_all(both, sign_in):
    first, second = both
    client = sign_in("lead")

    assert client.get(first.address()).status_code == 404
    assert client.get(reverse("coding:pair", args=[first.layer.key, second.layer.key])).status_code == 404
    assert client.get(f"{reverse('coding:board')}?layer={first.layer.key}").context["layer"] == second.layer


def test_one_coder_who_has_locked_still_sees_nothing_and_is_not_seen(both, sign_in):
    first, second = both
    first.lock()

    assert sign_in("lead").get(first.address()).status_code == 404
    assert sign_in("researcher").get(second.address()).status_code == 404


def test_when_both_have_locked_both_see_both(both, sign_in):
    first, second = both
    first.lock()
    second.lock()

    assert TRUST in sign_in("lead").get(first.address()).content.decode()
    pair = reverse("coding:pair", args=[first.layer.key, second.layer.key])
    assert sign_in("researcher").get(pair).status_code == 200


def test_a_blind_second_coder_does_not_see_the_first_layer_of_an_open_round():
    a_codebook()
    first = a_layer("researcher-all")
    a_layer("lead-all", number=1, blind=True)

    assert first not in sight_of("lead-all").layers


def test_who_codes_blind_sees_no_other_round_of_the_codebook_either():
    a_codebook()
    earlier = a_layer("researcher-all")
    own = a_layer("lead-all", number=2, blind=True)

    assert sight_of("lead-all").layers == (own,)
    assert earlier in sight_of("somebody-else").layers


def test_a_layer_of_a_blind_round_that_is_over_stays_locked(both, sign_in):
    first, second = both
    first.lock()
    second.lock()

    answer = sign_in("lead").post(reverse("coding:unlock", args=[first.layer.key]), follow=True)

    assert "may have seen each other" in answer.content.decode()
    first.layer.refresh_from_db()
    assert first.layer.locked_at is not None


def test_a_layer_is_unlocked_while_the_other_is_still_being_coded(both, sign_in):
    first, _ = both
    first.lock()

    sign_in("lead").post(reverse("coding:unlock", args=[first.layer.key]))

    first.layer.refresh_from_db()
    assert first.layer.locked_at is None


def test_a_blind_layer_has_no_suggestions(both, sign_in):
    first, _ = both
    client = sign_in("researcher")
    page = client.get(first.address()).content.decode()
    answer = client.post(first.address("ask_suggestions"), {"on": "yes"}, **AS_SCRIPT)

    assert "Suggestions" not in page
    assert answer.status_code == 409
    assert client.get(first.address("suggest"), {"unit": "4"}).status_code == 404
    first.layer.refresh_from_db()
    assert not first.layer.suggests


def test_a_blind_round_that_goes_on_is_in_no_freeze(both):
    first, second = both

    assert coding_frames()["coding"].is_empty()
    assert coding_frames()["layer"].is_empty()
    assert coding_frames()["quote"].is_empty()
    first.lock()
    second.lock()
    assert coding_frames()["coding"].height == 1


def test_a_merge_is_asked_about_without_counting_the_blind_layer(both, sign_in):
    page = sign_in("lead").post(
        reverse("coding:code", args=["ways", "trust"]), {"act": "merge", "into": "shouting", "seen": "1"}
    ).content.decode()

    assert "0 codings you can see have this code; so may codings in a blind round" in page


def test_opening_locking_and_unlocking_are_in_the_audit(both):
    first, _ = both
    first.lock()

    verbs = Event.objects.filter(thing="layer").values_list("verb", "body")
    assert json.loads(verbs[0][1])["layer"] == first.layer.key
    assert [verb for verb, _ in verbs] == ["open", "open", "lock"]
