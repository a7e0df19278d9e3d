"""A site's own costs: the version that counts, no adding up of different pounds, and what to do next."""

import re
from datetime import date
from html import unescape

import pytest

from tests.support.cost_sheets import an_item, keep_a_year, keep_costs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
SITE = "/staff/costs/S01/"


def page_of(client, address=SITE):
    return unescape(client.get(address).content.decode())


def rows_of(page, caption, after="<main"):
    """Return the rows of a table as lists of text, from the first table of this caption after some words."""
    table = re.search(rf"<caption[^>]*>{caption}</caption>(.*?)</table>", page.split(after, 1)[-1], re.DOTALL)[1]
    body = re.search(r"<tbody>(.*?)</tbody>", table, re.DOTALL)[1]
    rows = [re.findall(r"<(?:th|td)[^>]*>(.*?)</(?:th|td)>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row[:-1]] for row in rows]


def test_who_paid_is_added_up_by_perspective_in_the_prices_they_were_recorded_in(sign_in):
    keep_a_year()
    page = page_of(sign_in("site_lead"))

    # Six months of 410, 420, ... 460 for travel, 9,000 for posts, and 1,500 that the local authority bore.
    assert rows_of(page, "Who paid", "In prices of 2020") == [
        ["Health", "£0", "£56,610", "£56,610"],
        ["Local authority", "£0", "£9,000", "£9,000"],
        ["All together", "£0", "£65,610", "£65,610"],
    ]
    assert rows_of(page, "Who paid", "In prices of 2019") == [["Health", "£7,000", "£43,420", "£50,420"]]


def test_what_was_paid_for_is_named_as_on_the_sheet_and_in_its_order(sign_in):
    keep_a_year()
    rows = rows_of(page_of(sign_in("site_lead")), "What was paid for", "In prices of 2020")

    assert [row[0] for row in rows] == [
        "Posts of the health team for delivering the framework",
        "Work with families and home areas",
        "Travel",
        "All together",
    ]
    assert rows[2] == ["Travel", "£0", "£2,610", "£2,610"]


def test_the_latest_year_of_prices_comes_first_and_nothing_is_added_up_over_both(sign_in):
    keep_a_year()
    page = page_of(sign_in("site_lead"))

    assert page.index("In prices of 2020") < page.index("In prices of 2019")
    assert "£116,030" not in page


def test_a_correction_takes_the_place_of_what_was_there(sign_in):
    keep_costs("2020-05", an_item(amount=4000.0))
    keep_costs("2020-05", an_item(amount=400.0), version=2, received_on=date(2020, 8, 20))
    page = page_of(sign_in("site_lead"))

    assert "£4,000" not in page
    assert rows_of(page, "Amounts by month in prices of 2020") == [["May 2020", "£400", "2", "20 Aug 2020"]]


def test_months_stand_with_the_latest_first(sign_in):
    keep_a_year()
    rows = rows_of(page_of(sign_in("site_lead")), "Amounts by month in prices of 2020")

    assert [row[0] for row in rows][:2] == ["June 2020", "May 2020"]
    assert rows[0][1] == "£10,960"


def test_the_picture_says_in_words_what_it_shows(sign_in):
    keep_a_year()

    words = "for 6 of 6 months amounts were received, from £10,910 in January 2020 to £10,960 in June 2020."
    assert f'aria-label="In prices of 2020: {words}"' in page_of(sign_in("site_lead"))


def test_how_much_came_is_told_with_its_share(sign_in):
    keep_a_year()
    page = page_of(sign_in("site_lead"))

    # Alder delivers from October 2018: 22 months to July 2020 were due. Nine came, all of them in August 2020.
    assert "9 of 22 months" in page
    assert "(41%), 9 of them late" in page


def test_what_is_odd_leads_to_the_month_where_it_can_still_be_put_right(sign_in):
    keep_a_year()
    keep_costs("2020-07", an_item(amount=90_000.0))
    page = page_of(sign_in("site_lead"))

    slip = re.search(r"<li>(In July 2020, travel: £90,000\..*?)</li>", page)[1]
    assert 'href="/staff/returns/costs/type/?place=S01%202020-07"' in slip
    closed = re.search(r"<li>(In November 2019, travel: £43,000\..*?)</li>", page)[1]
    assert "href" not in closed


def test_a_site_lead_may_type_in_or_correct_the_months_that_are_open(sign_in):
    page = page_of(sign_in("site_lead"))
    offered = re.findall(r'<option value="S01 ([\d-]+)">', page)

    assert offered == ["2020-08", "2020-07", "2020-06", "2020-05", "2020-04", "2020-03"]
    assert 'action="/staff/returns/costs/type/"' in page
    assert 'href="/staff/returns/costs/"' in page


@pytest.mark.parametrize("role", ["lead", "researcher"])
def test_who_sends_no_return_is_led_to_its_months_and_not_to_sending(sign_in, role):
    keep_a_year()
    page = page_of(sign_in(role))

    assert "type/" not in page
    assert 'href="/staff/progress/S01/?return=costs"' in page
    assert 'href="/staff/progress/S01/costs/2019-11/"' in page


def test_a_sites_people_never_see_anothers_costs(sign_in):
    keep_a_year("S05")
    client = sign_in("site_lead", sites=("S01",))

    assert client.get("/staff/costs/S05/").status_code == 404
    assert "£65,610" not in page_of(client)


@pytest.mark.parametrize("role", ["practitioner", "redactor", "output_checker"])
def test_who_has_nothing_to_do_with_costs_is_kept_out(sign_in, role):
    assert sign_in(role).get(SITE).status_code == 403


def test_before_anything_came_the_page_says_so(sign_in):
    page = page_of(sign_in("site_lead"))

    assert "No amount was received yet." in page
    assert "0 of 22 months" in page


def test_before_the_first_month_is_over_the_page_says_so(sign_in, settings):
    settings.NEWEL_TODAY = date(2018, 8, 10)

    assert "No month of the study is over yet, so no cost sheet is expected." in page_of(sign_in("site_lead"))


def test_a_study_without_a_cost_sheet_says_so(sign_in, monkeypatch):
    from newel.web.economics.views import board, site

    for view in (board, site):
        monkeypatch.setattr(view, "cost_sheet", lambda: None)

    assert "This study asks for no cost sheet." in page_of(sign_in("site_lead"))
    assert "This study asks for no cost sheet." in page_of(sign_in("lead"), "/staff/costs/")


def test_a_month_that_was_sent_empty_is_received_and_odd(sign_in):
    keep_costs("2020-07")
    page = page_of(sign_in("site_lead"))

    assert "1 of 22 months" in page
    assert "For July 2020 the sheet says that nothing was paid." in page
    assert "No amount was received yet." in page
