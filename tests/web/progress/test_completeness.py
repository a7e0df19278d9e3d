"""The completeness board: each return of each site and month with due, received, late by, version and open queries."""

import re
from datetime import date

import pytest

from newel.web.returns.definition import study_returns
from newel.web.returns.models import Query
from tests.support.web import NOON
from tests.support.web_returns import keep, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
BOARD = "/staff/progress/"
NONE = "\N{EN DASH}"


def ask(kind="monthly_return", month="2020-06", site_id="S01"):
    Query.objects.create(kind=kind, site_id=site_id, month=month, question="Is it all?", asked_by="lead", asked_at=NOON)


def cells(page, row):
    """Return the cells of one row of a page as text."""
    found = re.search(rf"<th[^>]*>(?:<a [^>]*>)?{row}(?:</a>)?</th>(.*?)</tr>", page, re.DOTALL)[1]
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", found, re.DOTALL)]


def test_every_return_of_the_study_has_its_counts(sign_in):
    keep("2020-07", date(2020, 8, 25), kind="activity")
    ask(kind="activity", month="2020-07")
    page = text_of(sign_in("site_lead").get(BOARD))

    for definition in study_returns().values():
        first = cells(page, re.escape(definition.title))
        # Delivery at Alder began in October 2018: of costs, two months are not waited for.
        known = {"activity": ["24", "1", "1", "4", "19", "1"], "costs": ["22", "0", "0", "5", "17", "0"]}
        assert first == known.get(definition.name, ["24", "0", "0", "5", "19", "0"])


def test_the_board_shows_the_return_that_was_chosen(sign_in):
    keep("2020-07", date(2020, 8, 1), kind="activity")
    lead = sign_in("lead")

    assert cells(text_of(lead.get(BOARD)), r"Alder \(S01\)")[1] == "0"
    assert cells(text_of(lead.get(f"{BOARD}?return=activity")), r"Alder \(S01\)")[1] == "1"
    assert lead.get(f"{BOARD}?return=nonsense").status_code == 404


def test_a_row_of_a_site_has_due_late_by_received_version_queries_and_the_last_chaser(sign_in):
    keep("2020-06", date(2020, 7, 18))
    keep("2020-06", date(2020, 8, 1), version=2)
    ask()
    ask()
    page = text_of(sign_in("site_lead").get(f"{BOARD}S01/"))

    assert cells(page, "June 2020") == ["Received late", "15 Jul 2020", "3 days", "1 Aug 2020", "2", "2", NONE]
    assert cells(page, "July 2020") == ["Overdue", "15 Aug 2020", "31 days", NONE, NONE, NONE, NONE]
    assert cells(page, "February 2020")[:3] == ["Missing", "15 Mar 2020", NONE]


def test_the_page_of_a_month_has_every_version_of_it(sign_in):
    keep("2020-06", date(2020, 7, 18), rows=[{}, {}])
    keep("2020-06", date(2020, 8, 1), version=2)
    page = text_of(sign_in("site_lead").get(f"{BOARD}S01/monthly/2020-06/"))

    assert cells(page, r"2 \(counts\)") == ["1 August 2020", "1"]
    assert cells(page, "1") == ["18 July 2020", "2"]
    assert "by 3 days" in page


def test_a_mark_with_an_open_query_says_so_in_words(sign_in):
    ask()
    ask()

    assert '<span class="spoken">, 2 open queries</span>' in text_of(sign_in("lead").get(BOARD))


def test_queries_of_another_site_are_not_counted_for_a_site_lead(sign_in):
    ask(site_id="S02")
    page = text_of(sign_in("site_lead").get(BOARD))

    assert cells(page, r"Alder \(S01\)")[-1] == "0"
    assert "Queries</a>: 0 open" in page


def test_only_who_chases_is_led_to_the_chasers(sign_in):
    assert "Chasers to send today" in text_of(sign_in("lead").get(BOARD))
    for role in ("site_lead", "researcher"):
        assert "Chasers to send today" not in text_of(sign_in(role).get(BOARD))
