"""Consent that is taken back: nothing of the text is shown, found, counted, quoted or handed out any more."""

import csv
import io

import pytest
from django.urls import reverse

from newel.web.coding.actions.choose_quote import check_quote, choose_quote
from newel.web.coding.actions.fill_cell import Cell, fill_cell
from newel.web.coding.models import Codebook, Coding, Quote
from newel.web.coding.record_source import coding_frames
from newel.web.coding.views.exporting import FILES
from newel.web.sessions.models import Source
from newel.web.synthesis.queries.things import Things
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.filed_sources import Filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
SUMMARY = "Relies on one person here."


class Spoken:
    """One who is coded by two, quoted and summed up, among others of the same group."""

    def __init__(self):
        a_codebook()
        self.source = a_talk(case_id="case1")
        self.mine, self.theirs = Work(a_layer(), self.source.id), Work(a_layer("lead-all", number=1), self.source.id)
        self.coding = self.mine.code(TRUST, "trust")
        self.theirs.code("Some shout", "shouting")
        for number in range(2, 5):
            Work(self.mine.layer, a_talk("P1: Loud here.\n", case_id=f"case{number}").id).code("Loud", "morning")
        self.quote = choose_quote(by=by("researcher-all"), coding=self.coding)
        check_quote(by=by("lead-all"), quote=self.quote)
        cell = Cell(Codebook.objects.get(), "case1", "relations", 0)
        fill_cell(by=by("researcher-all"), cell=cell, summary=SUMMARY, pinned=[self.coding])


@pytest.fixture
def spoken():
    return Spoken()


@pytest.fixture
def client(sign_in):
    return sign_in("researcher")


def pages(spoken):
    pair = [spoken.mine.layer.key, spoken.theirs.layer.key]
    names = ("board", "matrix", "counts", "together", "saturation", "quotes", "memos", "waiting", "compare")
    listed = {name: reverse(f"coding:{name}") for name in names}
    return listed | {
        "pair": reverse("coding:pair", args=pair),
        "code": reverse("coding:code", args=["ways", "trust"]),
        "side": reverse("coding:side_by_side", args=[*pair, spoken.source.id]),
        "desk": spoken.mine.address(),
    }


def everything(client, spoken):
    """Return what all pages, a search and all files say, as one text; those that are not there say nothing."""
    said = [client.get(where).content.decode() for where in pages(spoken).values()]
    said.append(client.post(reverse("coding:search"), {"words": "key worker"}).content.decode())
    files = (reverse("coding:give", args=["ways", key]) for key, file in FILES.items() if file.name.endswith(".csv"))
    said.extend(client.post(where).content.decode("utf-8-sig") for where in files)
    return "\n".join(said)


def rows(client):
    content = client.post(reverse("coding:give", args=["ways", "codings-csv"])).content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_while_they_agree_the_words_and_the_summary_are_where_they_belong(client, spoken):
    said = everything(client, spoken)

    assert TRUST in said
    assert SUMMARY in said
    assert coding_frames()["quote"]["words"].to_list() == [TRUST]
    assert list(Things("researcher-all").quotes) == [f"q{spoken.quote.key}"]


def test_when_they_take_it_back_no_page_search_or_file_has_a_word_of_it(client, spoken):
    spoken.source.say(interview="withdrawn")
    said = everything(client, spoken)

    for words in (TRUST, "Some shout", SUMMARY):
        assert words not in said
    assert client.post(reverse("coding:search"), {"words": "key worker"}).context["count"] == 0
    assert client.get(pages(spoken)["desk"]).status_code == 404
    assert client.get(pages(spoken)["side"]).status_code == 404


def test_when_they_take_it_back_no_record_and_no_theory_can_have_it(spoken):
    spoken.source.say(interview="withdrawn")
    frames = coding_frames()

    assert frames["quote"].is_empty()
    assert frames["matrix_cell"].is_empty()
    assert spoken.source.id not in frames["coding"]["source_id"].to_list()
    assert Things("researcher-all").quotes == {}


def test_the_others_stay_as_they_were(client, spoken):
    before = [row["words"] for row in rows(client) if row["words"] != TRUST]
    spoken.source.say(interview="withdrawn")

    assert [row["words"] for row in rows(client)] == before == ["Loud"] * 3


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_who_will_not_be_quoted_any_more_is_still_coded_and_never_quoted(client, spoken, state):
    spoken.source.say(quotes=state)
    cards = client.get(reverse("coding:quotes")).context["cards"]

    assert "Those who speak have not agreed to be quoted." in cards[0].holds
    assert coding_frames()["quote"]["words"].to_list() == [None]
    assert TRUST not in str(rows(client))
    assert "(may not be quoted)" in [row["words"] for row in rows(client)]
    assert spoken.mine.codes() == [("trust", TRUST)]


def test_what_was_taken_back_takes_no_act_any_more(client, spoken):
    form = spoken.mine.form("Some shout", "shouting")
    spoken.source.say(interview="withdrawn")
    acts = {
        spoken.mine.address("add"): form,
        spoken.mine.address("add_unit"): {"unit": "4", "code": "trust", "version": "2"},
        spoken.mine.address("remove"): {"coding": spoken.coding.key},
        spoken.mine.address("undo"): {},
        spoken.mine.address("write_memo"): {"words": "He said."},
        reverse("coding:choose_quote"): {"coding": spoken.coding.key},
        reverse("coding:check_quote", args=[spoken.quote.key]): {},
    }
    for where, sent in acts.items():
        assert client.post(where, sent).status_code == 404, where

    assert Coding.objects.filter(source_id=spoken.source.id, live=True).count() == 2


def test_its_quote_can_still_be_taken_off_the_list(client, spoken):
    spoken.source.say(interview="withdrawn")
    client.post(reverse("coding:check_quote", args=[spoken.quote.key]), {"take_back": "yes"})

    assert not Quote.objects.get().live


def test_fewer_people_of_the_group_hold_the_quotes_of_those_who_stay(client):
    """Of three who were heard one takes it back: what the other two said now stands in too small a crowd."""
    a_codebook()
    layer = a_layer()
    works = [Work(layer, a_talk(case_id=f"case{number}").id) for number in range(3)]
    choose_quote(by=by("lead-all"), coding=works[0].code(TRUST, "trust"))
    alone = "Fewer than 3 people of this group were heard at this site."
    assert alone not in client.get(reverse("coding:quotes")).context["cards"][0].holds
    Filed(Source.objects.get(source_id=works[2].source_id)).say(interview="withdrawn")
    assert alone in client.get(reverse("coding:quotes")).context["cards"][0].holds
    assert [row["words"] for row in rows(client)] == ["(may not be quoted)"]
