"""The other pages of coding: each passes axe and fits a narrow screen, with something on it and with nothing."""

import pytest
from django.urls import reverse

from newel.web.coding.actions.choose_quote import choose_quote
from newel.web.coding.actions.write_memo import Thought, write_memo
from newel.web.coding.models import Coding
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.sessions.actions.record_consent import record_consent
from newel.web.sessions.models import ConsentWord
from tests.support.coding_on_the_web import TRUST, Work, a_codebook, a_layer, a_talk, by
from tests.support.filed_sources import HELD_ON
from tests.support.looking import look
from tests.support.web import NOON, sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]
BARE = ["board", "rounds", "codebooks", "compare", "matrix", "counts", "saturation", "search", "quotes", "memos"]
BARE += ["waiting", "exports", "together"]


@pytest.fixture
def coded(example_study, db):
    """One coder's codings in three sources, with a quote, a memo, and a second layer that is done as well."""
    a_codebook()
    works = [Work(a_layer(), a_talk(case_id="case0").id)]
    works += [Work(works[0].layer, a_talk(case_id=f"case{number}").id) for number in (1, 2)]
    for work in works:
        choose_quote(by=by("researcher-all"), coding=work.code(TRUST, "trust"))
        work.code("key worker", "review")
    works[0].code("Nobody greets me", "morning")
    write_memo(by=by("researcher-all"), thought=Thought("analytic", "study", "", "Trust comes first."))
    Work(a_layer("lead-all", number=1), works[0].source_id).code("Some shout", "shouting")
    return works[0]


@pytest.mark.parametrize("page_name", BARE)
def test_a_page_with_nothing_on_it_yet_passes(page, live_server, make_account, page_name):
    sign_in_page(page, live_server, make_account("lead"))
    page.goto(f"{live_server.url}{reverse(f'coding:{page_name}')}")

    look(page, f"coding-bare-{page_name}")


def test_the_pages_pass_when_there_is_work_on_them(page, live_server, make_account, coded):
    sign_in_page(page, live_server, make_account("lead"))
    pages = {name: reverse(f"coding:{name}") for name in BARE}
    pages |= {
        "codebook": reverse("coding:codebook", args=["ways"]),
        "code": reverse("coding:code", args=["ways", "trust"]),
        "versions": reverse("coding:versions", args=["ways"]),
        "cell": reverse("coding:cell", args=["ways", coded.source_id, "relations"]),
        "colleague": coded.address(),
    }
    for name, address in pages.items():
        page.goto(f"{live_server.url}{address}")
        look(page, f"coding-full-{name}")


def test_what_a_look_has_closed_and_what_was_taken_back_are_told_on_pages_that_pass(
    page, live_server, make_account, coded
):
    sign_in_page(page, live_server, make_account("lead"))
    page.goto(f"{live_server.url}{coded.address()}")
    Work(coded.layer, a_talk(case_id="case9").id)
    blind = Work(a_layer("lead-all", number=2, blind=True), coded.source_id)
    page.goto(f"{live_server.url}{blind.address()}")
    assert "closed in this blind layer" in page.get_by_role("heading", level=1).inner_text()
    look(page, "coding-closed")
    write_memo(by=by("researcher-all"), thought=Thought("analytic", "source", coded.source_id, "He sounds lonely."))
    record_consent(
        actor="lead-all", source_id=coded.source_id, said={"interview": "refused"}, said_on=HELD_ON, now=NOON
    )
    ConsentWord.objects.filter(state="refused").update(state="withdrawn")  # as a form of theirs would have it
    page.get_by_role("link", name="Back to the sources").click()
    look(page, "coding-taken-back")
    page.get_by_role("button", name="Delete it for good").click()

    assert "Deleted: 1 memo." in page.get_by_role("status").first.inner_text()
    look(page, "coding-deleted")


def test_the_forms_that_ask_and_sort_and_link_pass_too(page, live_server, make_account, coded):
    sign_in_page(page, live_server, make_account("researcher"))
    page.goto(f"{live_server.url}{reverse('coding:code', args=['ways', 'trust'])}")
    page.get_by_label("Its parts, one name a line").fill("In staff\nIn others")
    page.get_by_role("button", name="Split…").click()
    look(page, "coding-sure")
    page.get_by_role("button", name="Yes, split it").click()
    page.get_by_role("link", name="Say where they go").click()
    look(page, "coding-sort")
    page.get_by_role("button", name="In others").first.click()
    page.goto(f"{live_server.url}{coded.address()}")
    page.get_by_text("Link codings", exact=True).click()
    look(page, "coding-linking")

    assert "in_others" in Coding.objects.values_list("code", flat=True)
    assert codebook_now("ways").code("trust").retired
