"""The progress board: expected, received, late and missing by site, and who sees which site."""

import re
from datetime import date, timedelta

import pytest

from newel.web.capture.actions.invite import Place, invite
from tests.support.web import NOON
from tests.support.web_returns import keep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
BOARD = "/staff/progress/"
NONE = "\N{EN DASH}"


def row_of(page, site):
    """Return the numbers of one row."""
    row = re.search(rf"<th[^>]*>(?:<a [^>]*>)?{site}(?:</a>)?</th>(.*?)</tr>", page, re.DOTALL)[1]
    return [int(number) for number in re.findall(r"<td[^>]*>(\d+)</td>", row)]


def test_counts_of_a_site_are_those_of_a_count_by_hand(sign_in):
    keep("2020-07", date(2020, 8, 15))  # in time
    keep("2020-06", date(2020, 7, 16))  # a day late
    page = sign_in("lead").get(BOARD).content.decode()

    # 25 months from August 2018 to August 2020 are over; August is due today and not yet expected.
    # Of the 24 expected two came; March, April and May 2020 are open and overdue; the other 19 are closed.
    assert row_of(page, r"Alder \(S01\)") == [24, 2, 1, 3, 19, 0]


def test_the_last_row_is_the_sum_of_all_sites(sign_in):
    keep("2020-07", date(2020, 8, 15))
    keep("2020-07", date(2020, 8, 25), site_id="S02")
    page = sign_in("lead").get(BOARD).content.decode()

    # 17 sites with 24 expected months, and one that closed after 19.
    assert row_of(page, "All sites")[:3] == [17 * 24 + 19, 2, 1]


def test_a_site_lead_sees_their_own_row_and_no_sum(sign_in):
    keep("2020-07", date(2020, 8, 15), site_id="S05")
    page = sign_in("site_lead", sites=("S05",)).get(BOARD).content.decode()

    assert row_of(page, r"Beech \(S05\)")[1] == 1
    assert "Alder" not in page
    assert "All sites" not in page


def test_every_month_has_its_state_in_words_and_not_in_colour_alone(sign_in):
    keep("2020-06", date(2020, 7, 16))
    page = sign_in("site_lead").get(BOARD).content.decode()

    assert '<span class="spoken">Received late</span>' in page
    assert '<span class="spoken">Missing</span>' in page


def test_questionnaires_are_counted_by_wave_group_and_site(sign_in):
    for site in ("S01", "S02"):
        place, until = Place(site, "staff", "w3"), NOON.date() + timedelta(days=30)
        invite(actor="tests", place=place, count=7, expires_on=until, now=NOON)
    everything = sign_in("lead").get(BOARD).content.decode()
    own = sign_in("site_lead").get(BOARD).content.decode()

    assert row_of(everything, "Wave 3, staff") == [14, 0, 0, 0]
    assert row_of(own, "Wave 3, staff") == [7, 0, 0, 0]
    assert "0 of 7" in own


def test_before_anything_came_the_board_says_so_in_words(sign_in, settings):
    settings.NEWEL_TODAY = date(2018, 8, 10)
    page = sign_in("lead").get(BOARD).content.decode()

    assert "No month of the study is over yet" in page
    assert "Nobody was invited yet" in page


def test_the_page_of_a_site_has_the_day_and_the_version_of_each_month(sign_in):
    keep("2020-07", date(2020, 8, 15))
    page = sign_in("lead").get(f"{BOARD}S01/").content.decode()

    row = re.search(r"July 2020</a></th>(.*?)</tr>", page, re.DOTALL)[1]
    cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
    assert cells == ["Received", "15 Aug 2020", NONE, "15 Aug 2020", "1", NONE, NONE]
