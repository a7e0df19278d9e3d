"""How often the pages people code on ask the database: a bound that keeps them quick, whatever is added to them."""

import pytest
from django.urls import reverse

from tests.support.coding_on_the_web import TRUST, a_codebook, a_layer, a_talk, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
AS_SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def mine():
    a_codebook()
    return work(a_talk(), a_layer())


@pytest.fixture
def at_work(mine, sign_in):
    """Return somebody who has the page of the source open."""
    client = sign_in("researcher")
    client.get(mine.address())
    return client


def test_to_code_a_span_asks_the_database_twenty_times_at_most(mine, at_work, django_assert_max_num_queries):
    form = mine.form(TRUST, "trust") | {"ticket": "a" * 32}

    with django_assert_max_num_queries(20):
        answer = at_work.post(mine.address("add"), form, **AS_SCRIPT)

    assert answer.json()["says"] == "coded: Trust, 1 code"


def test_a_text_with_many_codings_is_asked_about_as_often_as_one_with_none(
    mine, at_work, django_assert_max_num_queries
):
    for code in ("shouting", "morning", "review"):
        for words in ("trust", "key worker", TRUST):
            mine.code(words, code)
    form = mine.form(TRUST, "trust") | {"ticket": "a" * 32}

    with django_assert_max_num_queries(20):
        answer = at_work.post(mine.address("add"), form, **AS_SCRIPT)

    assert answer.json()["says"] == "coded: Trust, 4 codes"


def test_the_menu_of_a_page_asks_who_is_signed_in_once(mine, at_work, django_assert_max_num_queries):
    mine.code(TRUST, "trust")

    with django_assert_max_num_queries(14) as asked:
        at_work.get(reverse("coding:matrix"))

    assert sum('FROM "accounts_account"' in query["sql"] for query in asked.captured_queries) == 1
