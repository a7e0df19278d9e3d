"""A reader moves published numbers: with a mouse, by keyboard, without a script, and hands them on to somebody else."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from newel.costs.deciding import Assumed, net_between, outlook
from newel.web.economics.presenters.numbers import pounds, written
from tests.support.browser import no_axe_violations, no_sideways_scroll
from tests.support.looking import look
from tests.support.publications import publish_numbers
from tests.support.released_economics import economic_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]
FEWER = "Fewer assaults with full delivery, per 100 children in a year"
STORED = "document.cookie.length + localStorage.length + sessionStorage.length"
BARS = "all => all.map(bar => [bar.getAttribute('x'), bar.getAttribute('width')])"
WORKED_OUT = """async given => {
  const { outlook, netBetween, pounds, written } = await import("/static/economics/outlook.js");
  return given.map(each => {
    const found = outlook(each);
    const between = netBetween(each, -50.5, 80.1);
    return { ...found, between, pounds: pounds(found.net), written: written(found.net, 1) };
  });
}"""


@pytest.fixture
def published(tmp_path, settings):
    settings.NEWEL_PUBLIC = publish_numbers(tmp_path / "public", economic_rows())


@pytest.fixture
def decide(page, live_server, published):
    """Open the page, with a query where one is given."""

    def open_page(query=""):
        page.goto(f"{live_server.url}/report/decide/{query}")
        return page

    return open_page


def said(page):
    """Return everything the page says of the result and of the budget, bars included."""
    words = [page.get_by_role("region", name=name).inner_text() for name in ("What follows", "Budget by year")]
    return words, page.locator("[data-rows] rect").evaluate_all(BARS)


def setting(page, label):
    return page.get_by_label(label, exact=True)


def slider(page, label):
    return page.get_by_label(f"{label}: slider", exact=True)


def some_settings(number):
    """Draw settings as readers may make them, the ends of every scale among them."""
    draw = np.random.default_rng(6)
    return [
        {
            "cost": float(draw.choice([0, 7118, 7908.5, draw.uniform(0, 1e5)])),
            "prevented": float(draw.choice([0, -98.4, 130.7, draw.uniform(-500, 500)])),
            "unit_cost": float(draw.choice([0, 2100, draw.uniform(0, 1e4)])),
            "children": float(draw.choice([0, 1, 7908 / 11618])),
            "lasts": float(draw.choice([0, 1, 0.625, draw.uniform()])),
            "years": int(draw.integers(1, 21)),
            "rate": float(draw.choice([0, 0.035, draw.uniform(0, 0.1)])),
            "places": int(draw.integers(1, 2321)),
        }
        for _ in range(number)
    ]


def test_the_page_is_reached_from_the_report_and_passes(page, live_server, published):
    page.goto(f"{live_server.url}/report/")
    page.get_by_role("button", name="Reject optional cookies").click()
    page.get_by_role("link", name="What would it take to pay for itself?").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("What would it take to pay for itself?")
    look(page, "decide")


def test_the_script_comes_to_the_same_numbers_to_the_last_digit(decide):
    """Both work in the same order with the same kind of numbers, so that nothing needs a tolerance."""
    given = some_settings(150)
    found = decide().evaluate(WORKED_OUT, given)

    for each, theirs in zip(given, found, strict=True):
        assumed = Assumed(**each)
        ours = outlook(assumed)
        assert (theirs["cost"], theirs["saved"], theirs["prevented"], theirs["net"]) == (
            ours.cost, ours.saved, ours.prevented, ours.net,
        )  # fmt: skip
        assert (theirs["needed"], theirs["per_incident"], theirs["verdict"]) == (
            ours.needed, ours.per_incident, ours.verdict,
        )  # fmt: skip
        assert [(y["number"], y["prevented"], y["cost"], y["saved"], y["net"]) for y in theirs["years"]] == [
            (year.number, year.prevented, year.cost, year.saved, year.net) for year in ours.years
        ]
        assert tuple(theirs["between"]) == net_between(assumed, -50.5, 80.1)
        assert (theirs["pounds"], theirs["written"]) == (pounds(ours.net), written(ours.net, 1))


@pytest.mark.parametrize(
    "moves",
    [
        {"Years of delivery": "7", "Discount rate, per cent a year": "1.5", "Places with full delivery": "833"},
        {FEWER: "374.5", "What one of them costs, in pounds": "4600"},
        {"What one of them costs, in pounds": "0", "Years of delivery": "1"},
        {FEWER: "-11"},
    ],
)
def test_what_the_script_shows_is_what_the_server_answers(decide, new_page, live_server, moves):
    page = decide("?incident=assaults")
    for label, typed in moves.items():
        setting(page, label).fill(typed)
    shared = page.get_by_role("link", name="Link to these numbers").get_attribute("href")
    plain = new_page(java_script_enabled=False)
    plain.goto(f"{live_server.url}{shared}")

    assert said(page) == said(plain)


def test_a_slider_and_its_field_move_each_other(decide):
    page = decide()
    slider(page, "Years of delivery").fill("12")
    assert setting(page, "Years of delivery").input_value() == "12"
    setting(page, "Cost of a place in a year, in pounds").fill("8000")
    assert slider(page, "Cost of a place in a year, in pounds").input_value() == "8000"

    rows = page.locator("[data-rows] tr")
    expect(rows).to_have_count(12)
    expect(rows.first).to_contain_text("£9,280,000")
    expect(page.get_by_text("You have moved it: this is not what the report found.")).to_have_count(3)
    assert page.get_by_text("You have moved it").first.is_visible()


def test_a_slider_goes_by_keyboard_to_both_ends_of_the_interval(decide):
    page = decide()
    label = "Fewer restrictive physical interventions with full delivery, per 100 children in a year"
    slider(page, label).focus()
    page.keyboard.press("Home")
    assert setting(page, label).input_value() == "-98.4"
    expect(page.get_by_text("There is none: at these settings no incident is prevented.")).to_be_visible()
    page.keyboard.press("End")
    assert setting(page, label).input_value() == "130.7"
    page.keyboard.press("ArrowLeft")
    assert -98.4 < float(setting(page, label).input_value()) < 130.7


def test_every_setting_is_reached_by_keyboard_in_the_order_of_the_page(decide):
    page = decide()
    setting(page, "Cost of a place in a year, in pounds").focus()
    reached = []
    for _ in range(14):
        reached.append(page.evaluate("[document.activeElement.name, document.activeElement.type]"))
        page.keyboard.press("Tab")

    names = ["cost", "prevented", "unit_cost", "lasts", "years", "rate", "places"]
    assert reached == [part for name in names for part in ([name, "number"], ["", "range"])]
    assert page.evaluate("document.activeElement.innerText") == "Work it out"


def test_enter_leads_to_the_result_and_the_address_holds_the_settings(decide):
    page = decide()
    setting(page, "Years of delivery").fill("3")
    page.keyboard.press("Enter")

    page.wait_for_function("document.activeElement.id === 'result'")
    assert "years=3" in page.url
    page.reload()
    assert setting(page, "Years of delivery").input_value() == "3"
    expect(page.locator("[data-rows] tr")).to_have_count(3)


def test_a_number_out_of_its_limits_is_told_beside_it_and_the_result_stays(decide):
    page = decide()
    before = page.get_by_role("status").inner_text()
    field = setting(page, "Discount rate, per cent a year")
    field.fill("11")

    expect(page.get_by_text("Write a number from 0 to 10.")).to_be_visible()
    expect(page.get_by_text("This is for the last ones that could.")).to_be_visible()
    assert field.get_attribute("aria-invalid") == "true"
    assert page.get_by_role("status").inner_text() == before
    no_axe_violations(page)
    field.fill("9")
    expect(page.get_by_text("Write a number from 0 to 10.")).to_be_hidden()
    assert field.get_attribute("aria-invalid") is None


def test_the_browser_and_the_server_find_the_same_fault_in_the_same_words(decide, new_page, live_server):
    page, plain = decide(), new_page(java_script_enabled=False)
    setting(page, "Places with full delivery").fill("9999")
    plain.goto(f"{live_server.url}/report/decide/?places=9999")

    assert page.locator("#places-fault").inner_text() == plain.locator("#places-fault").inner_text()


def test_without_a_script_it_is_a_form_with_fields_and_a_button(new_page, live_server, published):
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/report/decide/?incident=self_harm")
    assert page.get_by_role("slider").count() == 0
    setting(page, "Years of delivery").fill("2")
    page.get_by_role("button", name="Work it out").click()

    assert "years=2" in page.url
    assert "incident=self_harm" in page.url
    assert page.locator("[data-rows] tr").count() == 2


def test_moving_numbers_stores_nothing_and_asks_nobody(decide):
    page = decide()
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    slider(page, "Years of delivery").fill("9")
    setting(page, "Years of delivery").press("Enter")

    assert page.evaluate(STORED) == 0  # the browser answers this when what was asked before is in the list
    assert [address for address in asked if not address.endswith("/newel.svg")] == []  # a new address asks for its icon
    assert page.context.cookies() == []


def test_after_a_yes_a_reading_of_the_page_is_counted_without_its_settings(decide, live_server):
    from newel.web.public.models import PageCount

    page = decide()
    page.get_by_role("button", name="Accept optional cookies").click()
    page.goto(f"{live_server.url}/report/decide/?years=3", wait_until="networkidle")

    assert set(PageCount.objects.values_list("page", flat=True)) == {"/report/decide/"}


@pytest.mark.parametrize("query", ["?incident=assaults&payer=all&unit_cost=4600&prevented=374.5", "?cost=1&years=x"])
def test_what_pays_and_what_is_wrong_pass_too(decide, query):
    page = decide(query)

    no_axe_violations(page)
    no_sideways_scroll(page)


def test_in_forced_colours_bars_and_settings_are_still_seen(new_page, live_server, published):
    page = new_page(forced_colors="active")
    page.goto(f"{live_server.url}/report/decide/")
    fill = page.locator("[data-rows] rect").first.evaluate("bar => getComputedStyle(bar).fill")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert fill != paper
    look(page, "decide-forced")


def test_at_320_pixels_the_net_cost_stays_in_sight_while_numbers_move(new_page, live_server, published):
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{live_server.url}/report/decide/")
    page.get_by_role("button", name="Reject optional cookies").click()
    setting(page, "Cost of a place in a year, in pounds").scroll_into_view_if_needed()
    setting(page, "Cost of a place in a year, in pounds").fill("8000")

    now = page.locator(".eco-now")
    box = now.bounding_box()
    assert 0 <= box["y"] <= 640 - box["height"]
    assert re.search(r"Net cost of a place: £3\d,\d{3}", now.inner_text())


def test_a_report_without_these_numbers_says_so_and_passes(page, live_server, tmp_path, settings):
    settings.NEWEL_PUBLIC = publish_numbers(tmp_path / "without")
    page.goto(f"{live_server.url}/report/decide/")

    assert page.evaluate("document.scripts.length") == 0
    look(page, "decide-without")
