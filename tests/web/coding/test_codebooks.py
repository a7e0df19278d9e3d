"""Codebooks: started from the shelf, changed code by code, every version kept, and taken back with their codings."""

import pytest
from django.urls import reverse

from newel.coding import frameworks
from newel.web.coding.models import Codebook, CodebookVersion, Coding, Step
from newel.web.coding.queries.codebooks import codebook_now
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture
def client(sign_in):
    return sign_in("researcher")


@pytest.fixture
def mine():
    a_codebook()
    return Work(a_layer(), a_talk().id)


def change(client, code, act, *, sure=True, **fields):
    sent = {"act": act, "seen": codebook_now("ways").version} | ({"sure": "yes"} if sure else {}) | fields
    return client.post(reverse("coding:code", args=["ways", code]), sent, follow=True)


def names():
    return [code.name for code in codebook_now("ways").in_use()]


def test_every_framework_that_comes_with_newel_can_be_started(client):
    for name in frameworks():
        answer = client.post(reverse("coding:start_codebook"), {"shelf": f"newel.{name}"}, follow=True)
        assert "The codebook is started." in answer.content.decode()

    assert Codebook.objects.count() == len(frameworks())
    ids = [code.id for book in Codebook.objects.all() for code in codebook_now(book.pk).codes]
    assert len(ids) == len(set(ids)), "no two codebooks share an id of a code"


def test_a_codebook_is_started_once(client):
    for _ in range(2):
        answer = client.post(reverse("coding:start_codebook"), {"shelf": "newel.npt"}, follow=True)

    assert "This codebook is here already." in answer.content.decode()


def test_an_empty_codebook_grows_code_by_code(client):
    client.post(reverse("coding:start_codebook"), {"title": "Our own words"})
    book = Codebook.objects.get()
    for parent in ("", "trust"):
        sent = {"name": "Trust" if not parent else "Being believed", "parent": parent}
        client.post(reverse("coding:add_code", args=[book.pk]), sent | {"seen": codebook_now(book.pk).version})

    assert [code.id for code in codebook_now(book.pk).in_order()] == ["trust", "being_believed"]
    assert codebook_now(book.pk).path_name("being_believed") == "Trust / Being believed"


def test_a_code_gets_another_id_where_a_codebook_elsewhere_has_it(client, mine):
    client.post(reverse("coding:start_codebook"), {"title": "Another"})
    client.post(reverse("coding:add_code", args=["another"]), {"name": "Trust", "seen": "1"})

    assert codebook_now("another").codes[0].id == "trust_2"


def test_renaming_describing_and_moving_keep_the_codings(client, mine):
    mine.code(TRUST, "trust")
    change(client, "trust", "rename", name="Relying on somebody")
    change(client, "trust", "describe", definition="New words.", include="Being believed.")
    change(client, "trust", "move", parent="day", place="1")

    code = codebook_now("ways").code("trust")
    assert (code.name, code.definition, code.parent, code.place) == ("Relying on somebody", "New words.", "day", 1)
    assert mine.codes() == [("trust", TRUST)]
    assert CodebookVersion.objects.count() == 4


def test_a_change_of_a_version_that_is_overtaken_is_refused(client, mine):
    answer = client.post(
        reverse("coding:code", args=["ways", "trust"]), {"act": "rename", "name": "X", "seen": "0"}, follow=True
    )

    assert "somebody else changed the codebook meanwhile" in answer.content.decode()
    assert "X" not in names()


ASKS = [("merge", {"into": "review"}), ("retire", {}), ("split", {"parts": "A\nB"})]


@pytest.mark.parametrize(("act", "fields"), ASKS)
def test_a_change_that_is_not_easily_seen_asks_first(client, mine, act, fields):
    mine.code(TRUST, "trust")
    page = change(client, "trust", act, sure=False, **fields).content.decode()

    assert "1 coding you can see has this code" in page
    assert CodebookVersion.objects.count() == 1


def test_a_merge_moves_the_codings_and_is_taken_back_whole(client, mine):
    mine.code(TRUST, "trust")
    mine.code(TRUST, "shouting")
    mine.code("Some shout", "trust")
    change(client, "trust", "merge", into="shouting")
    assert mine.codes() == [("shouting", TRUST), ("shouting", "Some shout")], "the double one is one"
    assert "Trust" not in names()

    client.post(reverse("coding:undo_codebook", args=["ways"]))
    assert mine.codes() == [("shouting", TRUST), ("trust", TRUST), ("trust", "Some shout")]
    assert "Trust" in names()


def test_a_split_waits_for_its_coder_and_each_coding_is_sorted(client, mine):
    mine.code(TRUST, "trust")
    mine.code("Some shout", "trust")
    change(client, "trust", "split", parts="In staff\nIn others")
    page = client.get(reverse("coding:codebook", args=["ways"])).content.decode()
    assert "2 of your codings wait" in page

    sort = reverse("coding:sort", args=["ways", "trust"])
    assert TRUST in client.get(sort).content.decode()
    for coding, part in zip(Coding.objects.order_by("start"), ("in_staff", "in_others"), strict=True):
        client.post(sort, {"coding": coding.key, "part": part})
    assert mine.codes() == [("in_staff", TRUST), ("in_others", "Some shout")]
    assert "Nothing is left to sort" in client.get(sort).content.decode()


def test_a_coding_is_not_sorted_to_a_part_that_is_none(client, mine):
    coding = mine.code(TRUST, "trust")
    change(client, "trust", "split", parts="In staff\nIn others")
    client.post(reverse("coding:sort", args=["ways", "trust"]), {"coding": coding.key, "part": "review"})

    assert mine.codes() == [("trust", TRUST)]


def test_two_changes_are_taken_back_one_after_the_other(client, mine):
    change(client, "trust", "rename", name="One")
    change(client, "trust", "rename", name="Two")
    for _ in range(2):
        client.post(reverse("coding:undo_codebook", args=["ways"]))

    assert codebook_now("ways").code("trust").name == "Trust"
    assert codebook_now("ways").version == 5, "what was taken back is history too"


def test_a_change_is_not_taken_back_over_somebody_elses(client, mine, sign_in):
    change(client, "trust", "rename", name="Mine")
    change(sign_in("lead"), "review", "rename", name="Theirs")

    answer = client.post(reverse("coding:undo_codebook", args=["ways"]), follow=True)
    assert "somebody has changed the codebook since" in answer.content.decode()
    assert codebook_now("ways").code("trust").name == "Mine"


def test_there_may_be_nothing_to_take_back(client, mine):
    answer = client.post(reverse("coding:undo_codebook", args=["ways"]), follow=True)

    assert "There is no change of yours" in answer.content.decode()


@pytest.mark.parametrize(
    ("act", "fields", "says"),
    [
        ("rename", {"name": " "}, "Give a name"),
        ("rename", {"name": "Shouting"}, "Nothing was changed. Found"),
        ("describe", {}, "Nothing was changed."),
        ("merge", {"into": "nowhere"}, "Nothing was changed. Found"),
        ("split", {"parts": "Only one"}, "Nothing was changed. Found"),
        ("paint", {}, "Choose what to do."),
        ("describe", {"definition": "x" * 5_000}, "too long to keep"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_remedy(client, mine, act, fields, says):
    assert says in change(client, "trust", act, **fields).content.decode()
    assert CodebookVersion.objects.count() == 1


def test_the_differences_of_two_versions_are_listed(client, mine):
    change(client, "trust", "rename", name="Relying")
    change(client, "morning", "move", parent="relations")
    page = client.get(reverse("coding:versions", args=["ways"]), {"from": "1", "to": "3"}).content.decode()

    for said in ("Relying", "Moved", "The day", "Relations"):
        assert said in page
    assert client.get(reverse("coding:versions", args=["ways"]), {"from": "9"}).status_code == 404


def test_a_retired_code_is_not_offered_and_what_was_coded_stays(client, mine):
    mine.code(TRUST, "trust")
    change(client, "trust", "retire")
    page = client.get(mine.address()).content.decode()

    assert 'id="c-trust"' not in page
    assert mine.codes() == [("trust", TRUST)]
    assert ">Trust</span>" in page


def test_a_memo_on_a_code_is_read_on_its_page(client, mine):
    change(client, "trust", "memo", words="Not the same as liking.")

    assert "Not the same as liking." in client.get(reverse("coding:code", args=["ways", "trust"])).content.decode()
    assert Step.objects.filter(verb="write memo").count() == 1


def test_what_is_not_there_is_not_found(client, mine):
    for address in (
        reverse("coding:codebook", args=["nothing"]),
        reverse("coding:code", args=["ways", "nothing"]),
        reverse("coding:code", args=["nothing", "trust"]),
    ):
        assert client.get(address).status_code == 404
