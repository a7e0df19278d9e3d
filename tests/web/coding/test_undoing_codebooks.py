"""Taking back across acts: what a codebook's change did to codings, when coders have acted before and since."""

import pytest
from django.urls import reverse

from newel.web.coding.models import Coding, Memo
from newel.web.coding.queries.codebooks import codebook_now
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
AS_SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def mine():
    a_codebook()
    return Work(a_layer(), a_talk(case_id="case1").id)


@pytest.fixture
def client(sign_in):
    return sign_in("researcher")


def change(client, code, act, **fields):
    sent = {"act": act, "seen": codebook_now("ways").version, "sure": "yes"} | fields
    return client.post(reverse("coding:code", args=["ways", code]), sent, follow=True)


def sort_all(client, code, part):
    where = reverse("coding:sort", args=["ways", code])
    for coding in Coding.objects.filter(code=code, live=True):
        client.post(where, {"coding": coding.key, "part": part})


def undo_codebook(client):
    return client.post(reverse("coding:undo_codebook", args=["ways"]), follow=True).content.decode()


def undo_on_desk(client, work):
    return client.post(work.address("undo"), **AS_SCRIPT)


def names():
    return {code.id for code in codebook_now("ways").in_use()}


def every_page_opens(client, work):
    for name in ("board", "matrix", "counts", "together", "saturation", "quotes", "memos", "waiting", "exports"):
        assert client.get(reverse(f"coding:{name}")).status_code == 200
    assert client.get(work.address()).status_code == 200
    assert client.get(reverse("coding:codebook", args=["ways"])).status_code == 200
    assert client.post(reverse("coding:give", args=["ways", "codings-csv"])).status_code == 200


def test_a_merge_that_is_taken_back_does_not_bring_back_what_its_coder_took_back_since(client, mine):
    mine.code(TRUST, "trust")
    mine.code(TRUST, "shouting")
    change(client, "trust", "merge", into="shouting")
    for _ in range(2):
        undo_on_desk(client, mine)
    assert mine.codes() == []

    undo_codebook(client)
    assert mine.codes() == []
    assert "trust" in names()


def test_a_merge_that_is_taken_back_leaves_what_was_coded_since_as_it_is(client, mine):
    mine.code(TRUST, "trust")
    change(client, "trust", "merge", into="shouting")
    mine.code("Some shout", "shouting")
    undo_codebook(client)

    assert mine.codes() == [("trust", TRUST), ("shouting", "Some shout")]


def test_an_act_from_before_a_merge_can_still_be_taken_back(client, mine):
    mine.code(TRUST, "trust")
    change(client, "trust", "merge", into="shouting")

    assert undo_on_desk(client, mine).json()["says"] == "taken back: the last coding"
    assert mine.codes() == []


def test_a_coding_that_was_taken_away_comes_back_under_the_code_its_own_was_merged_into(client, mine):
    coding = mine.code(TRUST, "trust")
    client.post(mine.address("remove"), {"coding": coding.key})
    change(client, "trust", "merge", into="shouting")
    undo_on_desk(client, mine)

    assert mine.codes() == [("shouting", TRUST)]


def test_a_merge_reaches_every_layer_locked_ones_too_and_is_taken_back_in_all(client, mine):
    theirs = Work(a_layer("lead-all", number=1), mine.source_id)
    theirs.code(TRUST, "trust")
    theirs.lock()
    mine.code("Some shout", "trust")
    change(client, "trust", "merge", into="shouting")
    assert theirs.codes() + mine.codes() == [("shouting", TRUST), ("shouting", "Some shout")]

    undo_codebook(client)
    assert theirs.codes() + mine.codes() == [("trust", TRUST), ("trust", "Some shout")]


def test_a_sorted_coding_is_taken_back_on_its_desk_and_waits_again(client, mine):
    mine.code(TRUST, "trust")
    change(client, "trust", "split", parts="In staff\nIn others")
    sort_all(client, "trust", "in_staff")
    undo_on_desk(client, mine)

    assert mine.codes() == [("trust", TRUST)]
    assert "1 of your codings wait" in client.get(reverse("coding:codebook", args=["ways"])).content.decode()


def test_a_coding_that_is_sorted_onto_words_with_that_part_is_one_and_two_again_when_taken_back(client, mine):
    mine.code(TRUST, "trust")
    change(client, "trust", "split", parts="In staff\nIn others")
    mine.code(TRUST, "in_staff")
    sort_all(client, "trust", "in_staff")
    assert mine.codes() == [("in_staff", TRUST)]

    undo_on_desk(client, mine)
    assert sorted(mine.codes()) == [("in_staff", TRUST), ("trust", TRUST)]


def test_a_split_is_taken_back_with_what_was_sorted_into_its_parts(client, mine):
    mine.code(TRUST, "trust")
    mine.code("Some shout", "trust")
    change(client, "trust", "split", parts="In staff\nIn others")
    client.post(reverse("coding:sort", args=["ways", "trust"]),
                {"coding": Coding.objects.order_by("start").first().key, "part": "in_staff"})  # fmt: skip
    undo_codebook(client)

    assert "in_staff" not in names()
    assert mine.codes() == [("trust", TRUST), ("trust", "Some shout")]
    every_page_opens(client, mine)


def add_food(client):
    sent = {"name": "Food", "parent": "day", "seen": codebook_now("ways").version}
    client.post(reverse("coding:add_code", args=["ways"]), sent)


def test_a_new_code_that_is_taken_back_is_retired_and_what_was_coded_with_it_stays(client, mine):
    add_food(client)
    mine.code("Café smells", "food")
    undo_codebook(client)

    assert "food" not in names()
    assert codebook_now("ways").code("food").retired
    assert mine.codes() == [("food", "Café smells")]
    every_page_opens(client, mine)


def test_taking_a_new_code_back_tells_nothing_of_a_blind_round(client, mine, sign_in):
    """The page afterwards is the same, whether somebody coded with it blind or not."""
    other = Work(a_layer("lead-all", number=2, blind=True), mine.source_id)
    pages = []
    for coded in (False, True):
        add_food(client)
        code = max((code.id for code in codebook_now("ways").in_use() if code.name == "Food"), key=len)
        if coded:
            other.code("Café smells", code)
        undo_codebook(client)
        codes = [(each.name, each.retired) for each in codebook_now("ways").codes]
        pages.append([pair for pair in codes if pair[0] == "Food"])

    assert pages == [[("Food", True)], [("Food", True)] * 2]


def test_changes_are_taken_back_in_turn_past_a_new_code(client, mine):
    change(client, "trust", "rename", name="Relying")
    add_food(client)
    for _ in range(2):
        undo_codebook(client)

    assert codebook_now("ways").code("trust").name == "Trust"
    assert "food" not in names()


def test_a_code_that_moves_to_another_theme_takes_its_codings_there(client, mine):
    mine.code(TRUST, "trust")
    change(client, "trust", "move", parent="day", place="")
    mine.code("Some shout", "trust")

    assert [code for code, _ in mine.codes()] == ["trust", "trust"]
    page = client.get(reverse("coding:matrix"))
    shown = dict(zip([code.id for code in page.context["columns"]], page.context["grid"][0].cells, strict=True))
    assert shown["relations"] is None
    assert shown["day"]["shown"].startswith("2 codings, ")


def test_a_memo_and_codings_are_taken_back_in_the_order_they_were_made(client, mine):
    mine.code(TRUST, "trust")
    client.post(mine.address("write_memo"), {"words": "He means it.", "kind": "analytic"})
    mine.code("Some shout", "shouting")

    said = [undo_on_desk(client, mine).json()["says"] for _ in range(3)]
    assert mine.codes() == []
    assert not Memo.objects.filter(live=True).exists()
    assert said[0] == said[2] == "taken back: the last coding"
    assert undo_on_desk(client, mine).json()["says"] == "There is nothing of yours here to take back."
    assert undo_on_desk(client, mine).status_code == 404


def test_undo_on_one_desk_leaves_the_codebook_and_undo_there_leaves_the_desk(client, mine):
    mine.code(TRUST, "trust")
    change(client, "review", "rename", name="Looking back")
    undo_on_desk(client, mine)
    assert codebook_now("ways").code("review").name == "Looking back"

    mine.code(TRUST, "trust")
    undo_codebook(client)
    assert codebook_now("ways").code("review").name == "Review"
    assert mine.codes() == [("trust", TRUST)]


def test_a_change_that_was_asked_about_is_not_made_when_somebody_was_quicker(client, mine, sign_in):
    mine.code(TRUST, "trust")
    seen = codebook_now("ways").version
    change(sign_in("lead"), "review", "rename", name="Theirs")
    sent = {"act": "merge", "into": "shouting", "seen": seen, "sure": "yes"}
    said = client.post(reverse("coding:code", args=["ways", "trust"]), sent, follow=True).content.decode()

    assert "somebody else changed the codebook meanwhile" in said
    assert mine.codes() == [("trust", TRUST)]
    stale = client.post(reverse("coding:add_code", args=["ways"]), {"name": "Food", "seen": seen}, follow=True)
    assert "somebody else changed the codebook meanwhile" in stale.content.decode()
    assert "food" not in names()
