"""How complete the cost sheets of all sites are: counted by hand, and added up only where that tells nothing wrong."""

import re
from datetime import date
from html import unescape

import pytest

from newel.web.returns.queries.paid import Paid, paid_by_month
from tests.support.cost_sheets import an_item, keep_a_year, keep_costs
from tests.support.web import source_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
BOARD = "/staff/costs/"
NONE = "\N{EN DASH}"


def row_of(page, site):
    row = re.search(rf"<th[^>]*>(?:<a [^>]*>)?{re.escape(site)}(?:</a>)?</th>(.*?)</tr>", page, re.DOTALL)[1]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)][:-1]


def page_of(client):
    return unescape(source_of(client.get(BOARD)))


def test_counts_of_a_site_are_those_of_a_count_by_hand(sign_in):
    keep_costs("2020-07", an_item(), received_on=date(2020, 8, 10))  # in time
    keep_costs("2020-05", an_item(), received_on=date(2020, 8, 10))  # late
    page = page_of(sign_in("lead"))

    # Alder delivers from October 2018. 22 months to July 2020 were due by today; March to July 2020 are open.
    assert row_of(page, "Alder (S01)") == ["22", "2 (9%)", "1", "3", "17", "0", "10 Aug 2020"]


def test_months_of_all_sites_add_up_and_days_do_not(sign_in):
    keep_costs("2020-07", an_item())
    keep_costs("2020-07", an_item(), site_id="S05")
    page = page_of(sign_in("lead"))
    sites = re.findall(r">(\w+ \(S\d\d\))</a>", page)
    counts = [[int(cell.split()[0]) for cell in row_of(page, site)[:6]] for site in sites]

    assert len(sites) == 18
    total = row_of(page, "All sites")
    assert [int(cell.split()[0]) for cell in total[:6]] == [sum(column) for column in zip(*counts, strict=True)]
    assert total[6] == NONE


def test_no_amount_stands_on_the_board(sign_in):
    keep_a_year()

    assert "£" not in page_of(sign_in("lead"))


def test_what_is_odd_in_what_was_sent_is_counted(sign_in):
    keep_a_year()

    # November's travel, an empty December, and October 2019 with next to nothing running.
    assert row_of(page_of(sign_in("lead")), "Alder (S01)")[5] == "3"


def test_each_site_leads_to_its_own_page(sign_in):
    assert 'href="/staff/costs/S18/"' in page_of(sign_in("researcher"))


def test_who_has_one_site_goes_straight_to_it(sign_in):
    response = sign_in("site_lead", sites=("S05",)).get(BOARD)

    assert response.status_code == 302
    assert response["Location"] == "/staff/costs/S05/"


def test_who_has_two_sites_sees_these_two(sign_in):
    page = page_of(sign_in("site_lead", sites=("S01", "S05")))

    assert row_of(page, "All sites")[0] == "43"
    assert "Ash" not in page


def test_before_the_first_month_is_over_the_board_says_so(sign_in, settings):
    settings.NEWEL_TODAY = date(2018, 8, 10)

    assert "No month of the study is over yet" in page_of(sign_in("lead"))


def test_the_menu_and_the_first_page_lead_there_for_those_who_may(sign_in):
    for role, leads in (("lead", True), ("site_lead", True), ("researcher", True), ("practitioner", False)):
        assert ('href="/staff/costs/"' in sign_in(role).get("/staff/").content.decode()) == leads


def test_items_come_back_from_the_version_that_counts():
    keep_costs("2020-05", an_item(amount=4000.0), an_item(item="venue"))
    keep_costs("2020-05", an_item(amount=400), version=2)
    keep_costs("2020-06", site_id="S05")

    assert paid_by_month(["S01", "S05"]) == {
        ("S01", "2020-05"): (Paid("travel", "health", "running", 400.0, "GBP", 2020),),
        ("S05", "2020-06"): (),
    }
    assert paid_by_month([]) == {}
