"""Ids in addresses, pages and files are drawn by lot: they do not count what everybody has done, so no pace is told."""

import json
import re

import pytest
from django.core.management.color import no_style
from django.db import connection
from django.urls import reverse

from newel.web.coding.actions.choose_quote import choose_quote
from newel.web.coding.actions.link_codings import link_codings
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.models import Coding, Layer, Memo, Quote, Relation, Step, Waiting
from newel.web.coding.record_source import coding_frames
from newel.web.coding.views.exporting import FILES
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.web import NOON
from tests.web.coding.test_blind_rounds import pages_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
AS_SCRIPT = {"HTTP_ACCEPT": "application/json"}
MANY = 7_310_000
"""The colleague has done so much that every number in a row since is one that stands out."""
COUNTED = re.compile(r"(?<![0-9a-f])7310\d{3}(?!\d)")


class Busy:
    """Two who code blind in one round. The first has done very much; then the second does a little of everything."""

    def __init__(self):
        a_codebook()
        source = a_talk(case_id="case1")
        theirs = Work(a_layer("lead-all", blind=True), source.id)
        self.mine = Work(a_layer("researcher-all", number=1, blind=True), source.id)
        self._busily(theirs)
        me = by("researcher-all")
        one, other = self.mine.code(TRUST, "trust"), self.mine.code("Some shout", "shouting")
        choose_quote(by=me, coding=one)
        write_memo(by=me, thought=Thought("analytic", "coding", one.key, "Hm.", self.mine.layer, source.id))
        write_memo(by=me, thought=Thought("analytic", "source", source.id, "Loud.", self.mine.layer, source.id))
        link_codings(by=me, layer=self.mine.layer, kind="cmo", parts={"context": [one], "mechanism": [other]})
        lost = self.mine.code("key worker", "morning")
        Coding.objects.filter(pk=lost.pk).update(queued=True)
        Waiting.objects.create(coding=lost, from_version=2, places="[]", since=NOON)

    def _busily(self, theirs):
        coding = Coding.objects.create(pk=MANY, layer=theirs.layer, source_id=theirs.source_id, version=2, code="trust",
                                       start=1, end=9)  # fmt: skip
        Quote.objects.create(pk=MANY, coding=coding, chosen_by="lead-all", chosen_at=NOON)
        told = {"kind": "analytic", "about": "study", "layer": theirs.layer, "words": "x", "by": "lead-all", "at": NOON}
        Memo.objects.create(pk=MANY, **told)
        Relation.objects.create(pk=MANY, layer=theirs.layer, kind="cmo", by="lead-all", at=NOON)
        Step.objects.create(pk=MANY, at=NOON, by="lead-all", verb="add coding", layer=theirs.layer)
        _count_on_from_there(Coding, Quote, Memo, Relation, Step)


def _count_on_from_there(*models):
    """PostgreSQL counts by itself, whatever ids were given; SQLite goes on from the highest."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


@pytest.fixture
def busy():
    return Busy()


@pytest.fixture
def client(sign_in):
    return sign_in("researcher")


@pytest.mark.parametrize("page", [*sorted(pages_of(Work(Layer(key="k"), "s"))), "cell"])
def test_no_page_of_a_blind_coder_has_a_number_that_counts_everybodys_acts(busy, client, page):
    cell = (reverse("coding:cell", args=["ways", busy.mine.source_id, "relations"]), {})
    address, asked = (pages_of(busy.mine) | {"cell": cell})[page]
    answer = client.get(address, asked)

    assert Coding.objects.latest("pk").pk > MANY
    assert not COUNTED.findall(answer.content.decode())
    assert not {"ETag", "Last-Modified"} & set(answer.headers)


@pytest.mark.parametrize("key", sorted(key for key, file in FILES.items() if file.name.endswith((".csv", ".toml"))))
def test_no_file_of_a_blind_coder_has_one(busy, client, key):
    content = client.post(reverse("coding:give", args=["ways", key])).content

    assert not COUNTED.findall(content.decode("utf-8-sig"))


def test_no_answer_to_an_act_has_one(busy, client):
    mine = busy.mine
    added = client.post(mine.address("add"), mine.form("Nobody greets me", "morning"), **AS_SCRIPT)
    said = [added, client.post(mine.address("undo"), **AS_SCRIPT), client.get(mine.address("since"), {"step": "0"})]

    assert not [found for answer in said for found in COUNTED.findall(answer.content.decode())]


def test_the_step_a_page_asks_after_is_the_same_however_busy_a_colleague_is(busy, client):
    seen = client.get(busy.mine.address()).context["last"]
    Step.objects.create(at=NOON, by="lead-all", verb="add coding", source_id=busy.mine.source_id,
                        layer=Layer.objects.get(coder="lead-all"))  # fmt: skip

    assert client.get(busy.mine.address()).context["last"] == seen
    assert client.get(busy.mine.address("since"), {"step": seen}).json() == {"step": seen, "units": {}}


def test_records_name_codings_and_quotes_by_ids_that_count_nothing(busy):
    Layer.objects.update(locked_at=NOON)
    frames = coding_frames()
    named = [*frames["coding"]["coding_id"], *frames["quote"]["quote_id"]]

    assert len(named) == 5
    assert not COUNTED.findall(json.dumps(named))


def test_two_ids_drawn_one_after_the_other_have_nothing_in_common(busy):
    keys = [*Coding.objects.values_list("key", flat=True), *Memo.objects.values_list("key", flat=True)]

    assert all(re.fullmatch("[0-9a-f]{16}", key) for key in keys)
    assert len(set(keys)) == len(keys) == 7
