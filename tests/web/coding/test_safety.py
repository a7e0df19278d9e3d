"""What coding must never give away or keep: another's pace, a case's pseudonym, words in the audit, unread quotes."""

import json

import pytest
from django.urls import reverse

from newel.web.audit.models import Event
from newel.web.coding.actions.choose_quote import check_quote, choose_quote
from newel.web.coding.actions.fill_cell import Cell, fill_cell
from newel.web.coding.models import Codebook, Coding, Layer, Memo, Quote
from newel.web.coding.record_source import coding_frames
from newel.web.sessions.models import Source
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.filed_sources import Filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
AS_SCRIPT = {"HTTP_ACCEPT": "application/json"}
SAID = "My uncle Zbigniew hit me"
HUGE = "9" * 5_000
"""More digits than a table holds, and than Python reads."""


@pytest.fixture
def mine():
    a_codebook()
    return Work(a_layer(), a_talk(case_id="case1").id)


def withdraw(work):
    Filed(Source.objects.get(source_id=work.source_id)).say(interview="withdrawn")


def test_the_page_of_a_blind_coder_does_not_tell_that_the_other_is_at_work(sign_in):
    a_codebook()
    source = a_talk()
    first = Work(a_layer("researcher-all", blind=True), source.id)
    second = Work(a_layer("lead-all", number=1, blind=True), source.id)
    client = sign_in("lead")
    before = client.get(second.address()).context["last"]
    first.code(TRUST, "trust")

    assert client.get(second.address()).context["last"] == before
    assert client.get(second.address("since"), {"step": "0"}).json() == {"step": "", "units": {}}


def test_the_audit_keeps_no_words_that_are_sent_for_the_code_of_a_refused_suggestion(mine, sign_in):
    client = sign_in("researcher")
    client.post(mine.address("ask_suggestions"), {"on": "yes"}, **AS_SCRIPT)

    assert client.post(mine.address("suggest"), {"code": SAID}, **AS_SCRIPT).status_code == 404
    assert client.post(mine.address("suggest"), {"code": "trust"}, **AS_SCRIPT).status_code == 200
    assert SAID not in "".join(Event.objects.values_list("body", flat=True))


def test_a_case_is_in_no_address_and_in_no_event(mine, sign_in):
    coding = mine.code(TRUST, "trust")
    client = sign_in("researcher")
    address = reverse("coding:cell", args=["ways", mine.source_id, "relations"])
    client.post(address, {"summary": "Trusts one person.", "seen": "0", "pin": [coding.key]})

    seen_from_the_page = address.removeprefix(reverse("coding:matrix"))
    assert f'href="{seen_from_the_page}"' in client.get(reverse("coding:matrix")).content.decode()
    assert "case1" not in client.get(reverse("coding:matrix")).content.decode()
    assert json.loads(Event.objects.get(verb="fill").body)["source"] == mine.source_id
    assert "case1" not in "".join(Event.objects.values_list("body", flat=True))


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("add", {"version": HUGE, "start": "0", "end": "3", "quote": "x", "code": "trust"}),
        ("add_unit", {"unit": HUGE, "version": "2", "code": "trust"}),
        ("remove", {"coding": HUGE}),
        ("remove", {"coding": "٣"}),
        ("link", {"relation": HUGE}),
        ("link", {"relation": "9" * 30}),
        ("write_memo", {"words": "A thought", "coding": HUGE}),
    ],
)
def test_a_number_that_no_table_holds_is_answered_in_words(mine, sign_in, page, fields):
    assert sign_in("researcher").post(mine.address(page), fields, **AS_SCRIPT).status_code < 500


def test_pages_take_a_number_that_no_table_holds(mine, sign_in):
    lead = sign_in("lead")
    rounds = reverse("coding:open_layer")
    for number in (HUGE, "9" * 12):
        lead.post(rounds, {"codebook": "ways", "coder": "lead-all", "round": number})
    versions = lead.get(reverse("coding:versions", args=["ways"]), {"from": HUGE, "to": "²"})
    cell = lead.post(
        reverse("coding:cell", args=["ways", mine.source_id, "trust"]), {"summary": "S", "seen": HUGE}
    )

    assert (versions.status_code, cell.status_code) == (200, 302)
    assert Layer.objects.filter(round__gt=2).count() == 0


@pytest.mark.parametrize(
    "address",
    [
        lambda work: reverse("coding:desk", args=["no-such-layer", work.source_id]),
        lambda work: reverse("coding:desk", args=[work.layer.key, "0123456789abcdef"]),
        lambda work: reverse("coding:pair", args=[work.layer.key, "no-such-layer"]),
        lambda _: reverse("coding:cell", args=["ways", "0123456789abcdef", "trust"]),
    ],
)
def test_what_is_not_there_for_somebody_is_404_and_an_event(mine, sign_in, address):
    assert sign_in("researcher").get(address(mine)).status_code == 404
    assert Event.objects.filter(verb="denied", actor="researcher-all").count() == 1


def test_whoever_may_not_lock_a_layer_is_in_the_audit(mine, sign_in):
    client = sign_in("researcher", username="other")

    assert client.post(reverse("coding:lock", args=[mine.layer.key])).status_code == 403
    assert Event.objects.get(verb="denied").actor == "other"


def test_a_quote_of_somebody_who_has_withdrawn_cannot_be_read_off(mine, sign_in):
    quote = choose_quote(by=by("researcher-all"), coding=mine.code(TRUST, "trust"))
    withdraw(mine)
    answer = sign_in("lead").post(reverse("coding:check_quote", args=[quote.key]))

    assert answer.status_code == 404
    assert Quote.objects.get().checked_by == ""


def test_a_memo_is_about_a_coding_of_the_page_or_about_its_source(mine, sign_in):
    other = Work(a_layer("lead-all"), a_talk().id).code(TRUST, "trust")
    sign_in("researcher").post(mine.address("write_memo"), {"words": "A thought", "coding": other.key})

    assert Memo.objects.get().about == "source"


def test_a_quote_that_nobody_else_has_read_is_in_the_records_without_its_words(mine):
    quote = choose_quote(by=by("researcher-all"), coding=mine.code(TRUST, "trust"))

    assert coding_frames()["quote"]["words"].to_list() == [None]
    check_quote(by=by("lead-all"), quote=quote)
    assert coding_frames()["quote"]["words"].to_list() == [TRUST]


def test_a_summary_names_no_quote_of_a_source_that_was_withdrawn(mine):
    gone = Work(mine.layer, a_talk(case_id="case1").id)
    choose_quote(by=by("researcher-all"), coding=gone.code(TRUST, "trust"))
    cell = Cell(Codebook.objects.get(), "case1", "relations", 0)
    fill_cell(by=by("researcher-all"), cell=cell, summary="S", pinned=[Coding.objects.get()])
    withdraw(gone)

    assert coding_frames()["matrix_cell"]["pinned"].to_list() == [None]
    assert coding_frames()["quote"].is_empty()


def test_nothing_of_a_withdrawn_source_is_found_suggested_or_shown(mine, sign_in):
    gone = Work(mine.layer, a_talk("Interviewer: And?\nP1: The quokka sat on my key worker there.\n").id)
    gone.code("quokka", "trust")
    withdraw(gone)
    client = sign_in("researcher")
    found = client.post(reverse("coding:search"), {"words": "quokka", "codebook": "ways"})
    client.post(mine.address("ask_suggestions"), {"on": "yes"}, **AS_SCRIPT)
    suggested = client.get(mine.address("suggest"), {"unit": "4"})
    pages = [client.get(reverse(f"coding:{name}")) for name in ("matrix", "counts", "together", "saturation", "quotes")]

    assert found.context["count"] == 0
    assert not any("sat on" in page.content.decode() for page in (suggested, *pages))
    assert pages[0].context["read"].codings() == ()
    assert client.get(gone.address()).status_code == 404
