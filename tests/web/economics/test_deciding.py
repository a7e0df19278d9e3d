"""The decision page as the server answers it: released numbers alone, settings in the address, and faults in words."""

import re
from html import unescape

import pytest
from django.urls import reverse

from newel.costs.deciding import Assumed, outlook
from newel.web.economics.presenters.numbers import pounds, written
from tests.support.publications import publish_numbers
from tests.support.released_economics import NEEDED, economic_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
PAGE = "/report/decide/"


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def value(response, name):
    return re.search(rf'data-value="{name}"[^>]*>([^<]*)<', response.content.decode())[1]


def stands(response, name):
    return "hidden" not in re.search(rf'<\w+ [^>]*data-when="{name}"[^>]*>', response.content.decode())[0]


def field(response, name):
    """Return the attributes of the field of a setting."""
    tag = re.search(rf'<input id="{name}" [^>]*>', response.content.decode())[0]
    return dict(re.findall(r'([\w-]+)="([^"]*)"', tag))


@pytest.mark.parametrize("row", NEEDED)
def test_at_the_reports_own_numbers_the_break_even_is_the_reports_own(client, published, row):
    incident, _, payer = row.rpartition("_")
    response = client.get(PAGE, {"incident": incident, "payer": payer, "years": "1"})

    # The report works with more digits than it prints, so that the two differ by what rounding does.
    assert float(value(response, "needed").replace(",", "")) == pytest.approx(NEEDED[row], rel=2e-3)


def test_everything_starts_from_what_the_report_found(client, published):
    response = client.get(PAGE)

    assert field(response, "cost")["value"] == "7908"
    assert (field(response, "cost")["min"], field(response, "cost")["max"]) == ("7118.0", "8698.0")
    assert field(response, "prevented")["value"] == "16.2"
    assert (field(response, "prevented")["min"], field(response, "prevented")["max"]) == ("-98.4", "130.7")
    assert field(response, "unit_cost")["value"] == "2100"
    assert field(response, "rate")["value"] == "3.5"  # the protocol's own, where it has one
    assert field(response, "places")["value"] == "1160"


def test_an_address_holds_every_setting_and_is_answered_with_them(client, published):
    sent = {"cost": "8000", "prevented": "100", "unit_cost": "2951", "lasts": "80", "years": "3", "rate": "1.5",
            "places": "200", "incident": "restraints", "payer": "all"}  # fmt: skip
    response = client.get(PAGE, sent)
    expected = outlook(Assumed(8000.0, 100.0, 2951.0, 7908 / 11618, lasts=0.8, years=3, rate=0.015, places=200))

    assert value(response, "cost") == pounds(expected.cost)
    assert value(response, "saved") == pounds(expected.saved)
    assert value(response, "needed") == written(expected.needed, 1)
    assert value(response, "per_incident") == pounds(expected.per_incident)
    assert value(response, "all_prevented") == written(sum(year.prevented for year in expected.years), 1)
    for name, typed in sent.items():
        assert f"{name}={typed}" in unescape(response.content.decode())


def test_there_is_one_row_of_the_budget_a_year(client, published):
    page = client.get(PAGE, {"years": "4"}).content.decode()
    rows = re.search(r"<tbody data-rows>(.*?)</tbody>", page, re.DOTALL)[1]

    assert re.findall(r'data-cell="number">(\d+)<', rows) == ["1", "2", "3", "4"]


def test_pays_costs_and_none_are_told_in_words(client, published):
    few = client.get(PAGE, {"prevented": "-98.4"})
    many = client.get(PAGE, {"prevented": "130.7", "unit_cost": "8400", "cost": "7118"})
    free = client.get(PAGE, {"unit_cost": "0"})

    assert [stands(few, name) for name in ("pays", "even", "costs")] == [False, False, True]
    assert stands(few, "no_per_incident")
    assert not stands(few, "has_per_incident")
    # 100 children live in 146.9 places: 130.7 incidents of 8,400 are 7,473 for a place, more than its 7,118.
    assert [stands(many, name) for name in ("pays", "even", "costs")] == [True, False, False]
    assert stands(free, "no_needed")
    assert not stands(free, "within")
    assert not stands(free, "beyond")


def test_a_break_even_beyond_what_happens_is_said_to_be_out_of_reach(client, published):
    dear, cheap = client.get(PAGE, {"unit_cost": "2100"}), client.get(PAGE, {"unit_cost": "8400"})

    assert stands(dear, "beyond")
    assert "More than the 399 that would happen without delivery" in text(dear)
    assert stands(cheap, "within")


def test_an_interval_that_holds_0_is_said_to_tell_nothing(client, tmp_path, settings, published):
    sure = tuple(
        (row[0], "50.0", "20.0 to 80.0", *row[3:]) if row[0].endswith("restraints_all.prevented") else row
        for row in economic_rows()
    )

    assert "The report cannot tell whether there were fewer incidents at all" in text(client.get(PAGE))
    settings.NEWEL_PUBLIC = publish_numbers(tmp_path / "sure", sure)
    assert "cannot tell whether" not in text(client.get(PAGE))


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("cost", "9000", "Write a number from 7,118 to 8,698."),
        ("prevented", "131", "Write a number from -98.4 to 130.7."),
        ("unit_cost", "-1", "Write a number from 0 to 8,400."),
        ("lasts", "101", "Write a number from 0 to 100."),
        ("years", "2.5", "Write a whole number from 1 to 20."),
        ("years", "0", "Write a whole number from 1 to 20."),
        ("rate", "ten", "Write a number from 0 to 10."),
        ("rate", "nan", "Write a number from 0 to 10."),
        ("rate", "1e-3", "Write a number from 0 to 10."),
        ("places", "", "Write a whole number from 1 to 2,320."),
    ],
)
def test_a_number_out_of_its_limits_is_told_and_nothing_is_worked_out_with_it(client, published, name, typed, says):
    response, usual = client.get(PAGE, {name: typed}), client.get(PAGE)

    assert response.status_code == 422
    assert says in text(response)
    assert field(response, name)["aria-invalid"] == "true"
    assert field(response, name)["value"] == typed
    assert value(response, "net") == value(usual, "net")


def test_what_was_typed_is_shown_back_as_text_and_nothing_else(client, published):
    page = client.get(PAGE, {"cost": '"><script>x</script>'}).content.decode()

    assert "<script>x" not in page


@pytest.mark.parametrize("typed", ["£7,500", "7,500", " 7500 "])
def test_a_number_may_be_written_as_people_write_it(client, published, typed):
    assert value(client.get(PAGE, {"cost": typed}), "cost") == value(client.get(PAGE, {"cost": "7500"}), "cost")


@pytest.mark.parametrize(
    "query",
    [
        {"incident": "escapes"},
        {"payer": "nobody"},
        {"payer": "local_authority"},
        {"incident": "assaults", "payer": "health"},
    ],
)
def test_what_the_publication_holds_no_numbers_for_is_not_there(client, published, query):
    assert client.get(PAGE, query).status_code == 404


def test_another_incident_keeps_the_assumptions_and_not_the_other_incidents_numbers(client, published):
    page = unescape(client.get(PAGE, {"lasts": "50", "prevented": "100", "places": "7"}).content.decode())
    link = re.search(r'href="([^"]*)">Assaults<', page)[1]

    assert "lasts=50" in link
    assert "places=7" in link
    assert "prevented" not in link
    assert field(client.get(link), "prevented")["value"] == "181.7"


def test_a_payer_who_bears_nothing_of_another_incident_is_left_for_one_who_does(client, published):
    page = unescape(client.get(PAGE, {"payer": "justice"}).content.decode())
    link = re.search(r'href="([^"]*)">Assaults<', page)[1]

    assert "payer=all" in link
    assert client.get(link).status_code == 200


def test_every_released_number_stands_there_with_its_address(client, published):
    page = text(client.get(PAGE))

    for address, printed in (
        ("delivery_costs.by_perspective.all.yearly_per_place", "£7,908"),
        ("delivery_costs.by_perspective.all.yearly_per_child", "£11,618"),
        ("break_even.against.restraints_all.prevented", "16.2"),
        ("break_even.needed.restraints_all.unit_cost", "£2,100"),
        ("break_even.against.restraints_all.happening", "399"),
    ):
        assert f"newel why studies/secure_stairs {address}" in page
        assert printed in page


def test_the_page_says_what_is_assumed_what_is_invented_and_what_cannot_be_concluded(client, published):
    page = text(client.get(PAGE))

    assert "Your own assumptions" in page
    assert "Synthetic data. The people and numbers of this report are invented." in page
    assert "A change at the same sites over time is not an effect of the framework." in page


@pytest.mark.parametrize(
    "withheld",
    [
        "break_even.against.restraints_all.prevented",
        "break_even.needed.restraints_all.unit_cost",
        "delivery_costs.by_perspective.all.yearly_per_place",
        "delivery_costs.by_perspective.all.yearly_per_child",
    ],
)
def test_a_withheld_number_takes_its_choice_away_and_no_other_is_guessed(client, tmp_path, settings, withheld):
    settings.NEWEL_PUBLIC = publish_numbers(tmp_path / "public", economic_rows(withheld=withheld))

    assert client.get(PAGE, {"incident": "restraints", "payer": "all"}).status_code == 404
    assert client.get(PAGE, {"incident": "restraints", "payer": "health"}).status_code == 200


def test_a_report_without_these_numbers_is_said_to_be_without(client, published_without):
    response = client.get(PAGE)

    assert response.status_code == 200
    assert "does not hold the numbers this page works with" in text(response)
    assert "<script" not in response.content.decode()


def test_before_anything_is_published_the_page_says_so(client, tmp_path, settings):
    settings.NEWEL_PUBLIC = tmp_path

    assert "Nothing is published yet" in text(client.get(PAGE))


def test_a_publication_that_was_changed_gives_no_number(client, published):
    path = published / "tables" / "every-number.csv"
    path.write_bytes(path.read_bytes().replace(b"7,908", b"1,908"))

    page = text(client.get(PAGE))
    assert "1,908" not in page
    assert "cannot be shown just now" in page


def test_the_report_leads_to_the_page(client, published):
    assert f'href="{reverse("decide:page")}"' in client.get("/report/").content.decode()


def test_the_page_sets_no_cookie_and_takes_no_post(client, published):
    assert client.get(PAGE).cookies == {}
    assert client.post(PAGE).status_code == 405
