"""What is read off the coded text: the matrix and its summaries, counts, saturation, quotes, search and memos."""

import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from newel.web.audit.models import Event
from newel.web.coding.models import Coding, MatrixCell, Memo, Quote
from newel.web.sessions.models import Source
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture
def mine():
    a_codebook()
    return Work(a_layer(), a_talk(case_id="case1").id)


@pytest.fixture
def client(sign_in):
    return sign_in("researcher")


def cell(code="relations", source=None):
    return reverse("coding:cell", args=["ways", source or Source.objects.get(case_id="case1").source_id, code])


def test_a_cell_of_the_matrix_counts_what_lies_below_its_theme(client, mine):
    mine.code(TRUST, "trust")
    mine.code("Some shout", "shouting")
    page = client.get(reverse("coding:matrix"))
    covered = len(TRUST) + len("Some shout")

    shown = page.context["grid"][0].cells[0]["shown"]
    assert shown == f"2 codings, {100 * covered / len(mine.text.words):.0f} %"
    assert page.context["grid"][0].cells[1] is None


def test_every_code_can_be_a_column(client, mine):
    mine.code(TRUST, "trust")
    page = client.get(reverse("coding:matrix"), {"codes": "all"})

    columns = ["relations", "trust", "shouting", "day", "morning", "review"]
    assert [code.id for code in page.context["columns"]] == columns
    assert page.context["grid"][0].cells[1]["shown"].startswith("1 coding, ")


def test_a_summary_is_kept_with_what_is_pinned_and_earlier_ones_stay(client, mine):
    coding = mine.code(TRUST, "trust")
    client.post(cell(), {"summary": "Trusts one person.", "seen": "0", "pin": [coding.key]})
    client.post(cell(), {"summary": "Trusts one person, daily.", "seen": "1"})
    page = client.get(cell()).content.decode()

    assert list(MatrixCell.objects.values_list("version", "summary")) == [
        (1, "Trusts one person."),
        (2, "Trusts one person, daily."),
    ]
    assert MatrixCell.objects.get(version=1).pinned.get() == coding
    assert "Earlier versions" in page
    assert "Trusts one person, daily." in client.get(reverse("coding:matrix")).content.decode()


def test_a_summary_does_not_overwrite_a_colleagues(client, mine, sign_in):
    mine.code(TRUST, "trust")
    sign_in("lead").post(cell(), {"summary": "Theirs.", "seen": "0"})
    answer = client.post(cell(), {"summary": "Mine.", "seen": "0"}, follow=True)

    assert "somebody else changed this cell meanwhile" in answer.content.decode()
    assert MatrixCell.objects.get().summary == "Theirs."


def test_the_database_refuses_to_change_a_summary(client, mine):
    client.post(cell(), {"summary": "Once.", "seen": "0"})

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        MatrixCell.objects.update(summary="Twice.")


def test_a_source_that_speaks_for_several_is_a_row_of_its_own(client, mine):
    group = Work(mine.layer, a_talk(kind="focus_group").id)
    group.code(TRUST, "trust")

    rows = client.get(reverse("coding:matrix")).context["grid"]
    assert [row.title for row in rows] == ["Interview 1", "Focus group 1"]
    assert client.get(cell(source=group.source_id)).status_code == 200
    assert client.get(cell(source="nobody")).status_code == 404


def test_codes_are_counted_by_what_a_source_is(client, mine):
    mine.code(TRUST, "trust")
    mine.code("Some shout", "trust")
    other = Work(mine.layer, a_talk(site="S02", group="staff").id)
    other.code(TRUST, "trust")
    for by, columns in (("group", 2), ("site", 2), ("kind", 1), ("wave", 1), ("site_type", None)):
        page = client.get(reverse("coding:counts"), {"by": by})
        row = page.context["rows"][0]
        assert (row.codings, row.sources) == (3, 2)
        assert columns is None or len(page.context["columns"]) == columns


def test_what_stands_is_the_reconciled_layer_and_else_the_first(client, mine):
    second = Work(a_layer("lead-all", number=1), mine.source_id)
    mine.code(TRUST, "trust")
    second.code(TRUST, "trust")
    second.code("Some shout", "trust")

    assert client.get(reverse("coding:counts")).context["rows"][0].codings == 1
    chosen = client.get(reverse("coding:counts"), {"layer": second.layer.key})
    assert chosen.context["rows"][0].codings == 2


def test_codes_on_the_same_words_are_paired(client, mine):
    mine.code(TRUST, "trust")
    mine.code("key worker", "review")

    rows = client.get(reverse("coding:together")).context["rows"]
    assert rows == [("The day / Review", "Relations / Trust", 1)]


def test_new_codes_are_told_source_by_source(client, mine):
    mine.code(TRUST, "trust")
    other = Work(mine.layer, a_talk().id)
    other.code(TRUST, "trust")
    other.code("Some shout", "shouting")
    page = client.get(reverse("coding:saturation"))

    assert [(point.codes, point.new, point.total) for point in page.context["curve"].points] == [(1, 1, 1), (2, 1, 2)]
    assert "<svg" in page.content.decode()
    assert "no proof" in page.content.decode()


def test_a_search_is_sent_in_the_form_and_marks_what_it_found(client, mine):
    page = client.post(reverse("coding:search"), {"words": "key worker"})

    assert page.context["count"] == 1
    assert "<mark>key</mark>" in page.content.decode()
    assert client.post(reverse("coding:search"), {"words": "  "}).context["fault"]
    mine.code("Some shout", "shouting")
    within = client.post(reverse("coding:search"), {"words": "shout", "code": "relations"})
    assert within.context["count"] == 1


def test_a_search_in_an_address_finds_nothing(client, mine):
    assert "1 found" not in client.get(f"{reverse('coding:search')}?words=worker").content.decode()


def choose(client, coding):
    return client.post(reverse("coding:choose_quote"), {"coding": coding.key})


def test_a_quote_waits_for_a_second_reader(client, mine, sign_in):
    choose(client, mine.code(TRUST, "trust"))
    quote = Quote.objects.get()
    own = client.post(reverse("coding:check_quote", args=[quote.key]), follow=True)
    assert "somebody else has to read it" in own.content.decode()
    assert "Nobody else has read it yet." in client.get(reverse("coding:quotes")).content.decode()

    sign_in("lead").post(reverse("coding:check_quote", args=[quote.key]))
    assert "Nobody else has read it yet." not in client.get(reverse("coding:quotes")).content.decode()


def test_what_stands_against_print_is_said(client, sign_in):
    a_codebook()
    silent = Work(a_layer(), a_talk(consents={"interview": "given", "quotes": "refused"}).id)
    choose(client, silent.code(TRUST, "trust"))
    card = client.get(reverse("coding:quotes")).context["cards"][0]

    assert "Those who speak have not agreed to be quoted." in card.holds
    assert "Fewer than 3 people of this group were heard at this site." in card.holds


def test_enough_people_behind_a_quote_lift_that_hold(client, mine):
    for number in range(2, 4):
        a_talk(case_id=f"case{number}")
    choose(client, mine.code(TRUST, "trust"))

    assert client.get(reverse("coding:quotes")).context["cards"][0].holds == ("Nobody else has read it yet.",)


def test_a_quote_is_taken_back_and_chosen_again_unread(client, mine, sign_in):
    coding = mine.code(TRUST, "trust")
    choose(client, coding)
    sign_in("lead").post(reverse("coding:check_quote", args=[Quote.objects.get().key]))
    client.post(reverse("coding:check_quote", args=[Quote.objects.get().key]), {"take_back": "yes"})
    assert "No quote is chosen yet" in client.get(reverse("coding:quotes")).content.decode()
    choose(client, coding)

    assert Quote.objects.get().checked_by == ""


@pytest.mark.parametrize("sent", ["", "x", "999999"])
def test_what_is_no_coding_is_no_quote(client, mine, sent):
    assert client.post(reverse("coding:choose_quote"), {"coding": sent}).status_code == 404


def test_a_reflexive_memo_is_read_by_its_writer_alone(client, mine, sign_in):
    client.post(mine.address("write_memo"), {"words": "I felt sorry.", "kind": "reflexive"})
    client.post(mine.address("write_memo"), {"words": "Trust grows slowly.", "kind": "analytic"})
    theirs = sign_in("lead").get(reverse("coding:memos")).content.decode()

    assert "I felt sorry." in client.get(reverse("coding:memos")).content.decode()
    assert "I felt sorry." not in theirs
    assert "Trust grows slowly." in theirs


def test_a_memo_is_taken_away_by_who_wrote_it(client, mine, sign_in):
    client.post(reverse("coding:memos"), {"words": "On the whole.", "kind": "method"})
    where = reverse("coding:remove_memo", args=[Memo.objects.get().key])

    assert sign_in("lead").post(where).status_code == 404
    client.post(where)
    assert not Memo.objects.get().live


def test_a_memo_is_kept_once_and_its_words_are_in_no_audit(client, mine):
    for _ in range(2):
        client.post(mine.address("write_memo"), {"words": "Quokka.", "kind": "analytic", "ticket": "m" * 32})

    assert Memo.objects.count() == 1
    assert "Quokka" not in "".join(Event.objects.values_list("body", flat=True))
    body = json.loads(Event.objects.get(verb="write", thing="memo").body)
    assert (body["kind"], body["about"]) == ("analytic", "source")
    assert client.post(mine.address("write_memo"), {"words": " "}, HTTP_ACCEPT="application/json").status_code == 422


def test_codings_are_linked_as_context_mechanism_and_outcome(client, mine):
    one, other = mine.code("Nobody greets me", "morning"), mine.code(TRUST, "trust")
    answer = client.post(mine.address("link"), {"kind": "cmo", "role.context": [one.key]}, follow=True)
    assert "Choose a coding for: Mechanism." in answer.content.decode()
    client.post(mine.address("link"), {"kind": "cmo", "role.context": [one.key], "role.mechanism": [other.key]})
    page = client.get(mine.address()).content.decode()
    assert "<strong>mechanism:</strong> Trust" in page

    relation = client.get(mine.address()).context["relations"][0].key
    client.post(mine.address("link"), {"relation": relation})
    assert client.get(mine.address()).context["relations"] == []
    assert client.post(mine.address("link"), {"kind": "no"}, HTTP_ACCEPT="application/json").status_code == 422


def test_without_a_codebook_the_pages_say_what_comes_first(client):
    for page in ("matrix", "counts", "together", "saturation", "exports"):
        assert "There is no codebook yet." in client.get(reverse(f"coding:{page}")).content.decode()
    assert Coding.objects.count() == 0
