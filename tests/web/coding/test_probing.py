"""Ids guessed in a blind round: an act on another's coding, quote, memo or place is as if nothing were there."""

import pytest
from django.urls import reverse

from newel.web.coding.actions.choose_quote import choose_quote
from newel.web.coding.actions.link_codings import link_codings
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.models import Coding, Memo, Quote, Relation, Step, Waiting
from newel.web.coding.queries.layers import sight_of
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
AS_SCRIPT = {"HTTP_ACCEPT": "application/json"}
NOTHING = "0123456789abcdef"


class Apart:
    """Two who code blind in one round; the first has coded, linked, quoted and thought."""

    def __init__(self):
        a_codebook()
        source = a_talk(case_id="case1")
        self.theirs = Work(a_layer("lead-all", blind=True), source.id)
        self.mine = Work(a_layer("researcher-all", number=1, blind=True), source.id)
        one, other = self.theirs.code(TRUST, "trust"), self.theirs.code("Nobody greets me", "morning")
        self.coding = one
        doer = by("lead-all")
        self.quote = choose_quote(by=doer, coding=one)
        self.memo = write_memo(by=doer, thought=Thought("analytic", "coding", one.key, "Hm.", self.theirs.layer))
        parts = {"context": [other], "mechanism": [one]}
        link_codings(by=doer, layer=self.theirs.layer, kind="cmo", parts=parts)
        self.relation = Relation.objects.get()
        self.own = self.mine.code("Some shout", "shouting")

    def probes(self, *, really):
        """Return (address, what is sent) of acts on the other's things; else of the same acts on what nobody has."""
        coding, quote, memo, relation = (
            thing.key if really else NOTHING for thing in (self.coding, self.quote, self.memo, self.relation)
        )
        return {
            "remove": (self.mine.address("remove"), {"coding": coding}),
            "unlink": (self.mine.address("link"), {"relation": relation}),
            "link": (
                self.mine.address("link"), {"kind": "cmo", "role.context": coding, "role.mechanism": self.own.key}
            ),
            "choose": (reverse("coding:choose_quote"), {"coding": coding}),
            "check": (reverse("coding:check_quote", args=[quote]), {}),
            "take_back": (reverse("coding:check_quote", args=[quote]), {"take_back": "yes"}),
            "memo": (reverse("coding:remove_memo", args=[memo]), {}),
            "place": (reverse("coding:place", args=[coding]), {"drop": "yes"}),
            "sort": (reverse("coding:sort", args=["ways", "trust"]), {"coding": coding, "part": "review"}),
        }


@pytest.fixture
def apart():
    return Apart()


@pytest.fixture
def client(sign_in):
    return sign_in("researcher")


def theirs(apart):
    layer = apart.theirs.layer
    return [
        list(Coding.objects.filter(layer=layer).values()),
        list(Quote.objects.values()),
        list(Memo.objects.values()),
        list(Relation.objects.values()),
    ]


@pytest.mark.parametrize("probe", ["remove", "unlink", "link", "choose", "check", "take_back", "memo", "place", "sort"])
def test_an_act_on_what_is_anothers_answers_as_if_it_were_not_there(apart, client, probe):
    before = theirs(apart)
    answers = [client.post(*apart.probes(really=really)[probe], **AS_SCRIPT) for really in (True, False)]

    assert answers[0].status_code == answers[1].status_code
    assert answers[0].content == answers[1].content
    assert theirs(apart) == before


def test_undo_takes_back_ones_own_act_and_nothing_of_the_others(apart, client):
    before = theirs(apart)
    client.post(apart.mine.address("undo"), **AS_SCRIPT)

    assert apart.mine.codes() == []
    assert client.post(apart.mine.address("undo"), **AS_SCRIPT).status_code == 404
    assert theirs(apart) == before


def test_the_page_that_asks_what_is_new_tells_nothing_of_the_other_coder(apart, client):
    seen, steps = client.get(apart.mine.address("since"), {"step": "0"}).json()["step"], Step.objects.count()
    apart.theirs.code("Some shout", "review")
    told = client.get(apart.mine.address("since"), {"step": seen}).json()

    assert told == {"step": seen, "units": {}}
    assert Step.objects.count() > steps


@pytest.mark.parametrize("code", ["relations", "trust", "day", ""])
def test_a_search_within_a_code_looks_at_ones_own_layer_alone(apart, client, code):
    sent = {"words": "key worker", "code": code}

    assert client.post(reverse("coding:search"), sent).context["count"] == (0 if code else 1)


def test_an_answer_to_coding_the_same_words_does_not_count_the_others_codes(apart, client):
    answer = client.post(apart.mine.address("add"), apart.mine.form(TRUST, "review"), **AS_SCRIPT).json()

    assert answer["says"] == "coded: Review, 1 code"
    assert "Trust" not in answer["units"]["4"]


def test_what_waits_in_the_others_layer_is_counted_to_its_own_coder_alone(apart, client, sign_in):
    Coding.objects.filter(pk=apart.coding.pk).update(queued=True)
    Waiting.objects.create(coding=apart.coding, from_version=2, places="[]", since=NOON)

    assert client.get(reverse("coding:board")).context["waiting"] == 0
    assert client.get(reverse("coding:waiting")).context["cards"] == []
    assert sign_in("lead").get(reverse("coding:board")).context["waiting"] == 1


def test_somebody_who_codes_in_no_round_sees_a_blind_one_when_it_is_over_and_not_before(apart):
    assert sight_of("a-third").layers == ()
    apart.mine.lock()
    assert sight_of("a-third").layers == ()
    apart.theirs.lock()
    assert {layer.coder for layer in sight_of("a-third").layers} == {"lead-all", "researcher-all"}


def test_a_second_blind_round_hides_the_first_from_who_codes_in_it(apart):
    apart.mine.lock()
    apart.theirs.lock()
    assert apart.theirs.layer in sight_of("researcher-all").layers
    again = a_layer("researcher-all", number=2, blind=True)

    assert set(sight_of("researcher-all").layers) == {apart.mine.layer, again}
    assert sight_of("researcher-all").blind_in == {"ways"}
    assert apart.theirs.layer in sight_of("lead-all").layers
