"""What delivery costs a place, a child, a young person and a trained member of staff; and where that is known from."""

from datetime import date
from math import fsum
from typing import Any

import polars as pl
import pytest

from newel.disclosure import control
from newel.findings import Answer
from tests.support import naive_economics as naive
from tests.support.analysing import ask, cell, evidence, finding, table, value
from tests.support.protocols import a_protocol
from tests.support.value_study import value_evidence, with_records

COLUMNS = {
    "set_up_per_place": ("set_up", "full_places"),
    "running_per_place": ("running", "full_place_years"),
    "yearly_per_place": ("accrued", "full_place_years"),
    "yearly_per_child": ("accrued", "full_child_years"),
}


@pytest.fixture(scope="module")
def found() -> Answer:
    return ask("delivery_costs", value_evidence(), "economic")


@pytest.mark.parametrize("column", COLUMNS)
def test_what_a_place_costs_is_what_a_spreadsheet_makes_of_the_same_rows(found: Answer, column: str) -> None:
    sites = naive.by_site(value_evidence())
    types = {site.id: site.type for site in value_evidence().protocol.sites}

    for place in ("yoi", "sch", "all"):
        here = {site: about for site, about in sites.items() if place in (types[site], "all")}
        mine = cell(found, "per_place", place, column)
        assert (mine.value, mine.low, mine.high) == pytest.approx(naive.ratio(here, *COLUMNS[column]), rel=1e-9)


@pytest.mark.parametrize("column", COLUMNS)
def test_each_perspective_is_what_a_spreadsheet_makes_of_its_own_rows(found: Answer, column: str) -> None:
    for perspective in ("health", "justice", "local_authority"):
        sites = naive.by_site(value_evidence(), lambda row, mine=perspective: row["perspective"] == mine)  # type: ignore[misc]  # the default binds it
        if not any(site.get(COLUMNS[column][0]) for site in sites.values()):
            assert value(found, "by_perspective", perspective, column) == 0
            continue
        mine = cell(found, "by_perspective", perspective, column)
        assert (mine.value, mine.low, mine.high) == pytest.approx(naive.ratio(sites, *COLUMNS[column]), rel=1e-9)


def test_perspectives_add_up_to_all_of_them(found: Answer) -> None:
    for column in COLUMNS:
        parts = [value(found, "by_perspective", name, column) or 0 for name in ("health", "justice", "local_authority")]
        assert fsum(parts) == pytest.approx(value(found, "by_perspective", "all", column))


def test_what_is_recorded_counted_and_shared_adds_up_to_every_pound_and_so_do_the_items(found: Answer) -> None:
    every_pound = fsum(row["amount"] for row in naive.cost_rows(value_evidence()))

    assert value(found, "by_source", "all", "amount") == pytest.approx(every_pound)
    parts = [value(found, "by_source", name, "amount") or 0 for name in ("recorded", "counted", "shared")]
    assert fsum(parts) == pytest.approx(every_pound)
    assert fsum(row.cells[2].value or 0 for row in table(found, "items").rows) == pytest.approx(every_pound)
    shares = [value(found, "by_source", name, "share") or 0 for name in ("recorded", "counted", "shared")]
    assert fsum(shares) == pytest.approx(100)


def test_every_item_says_how_it_was_counted_and_where_its_price_is_from(found: Answer) -> None:
    says = {row.id: [each.says for each in row.cells if each.kind == "words"] for row in table(found, "items").rows}

    assert says["justice_counted_training_time_hour"] == ["hour", "Training records", "rehearsal: invented"]
    posts = says["health_recorded_health_posts_month_of_a_post"]
    assert posts == ["month of a post", "Cost sheet", "The sites' own ledgers"]
    assert "Apportioned by staff in post" in says["health_shared_national_team_share"]
    assert all(all(words) for words in says.values())


def test_heads_are_people_and_the_amounts_of_a_part_of_the_study_are_worked_out_from_the_rounded_number() -> None:
    """An exact amount for each of 389 members of staff, beside the exact total, would tell that there were 389."""
    about = value_evidence()
    answered = finding("delivery_costs", about, "economic")
    mine = cell(answered.answer, "per_head", "yoi", "per_trained")
    assert mine.people == mine.denominator
    assert mine.numerator is not None

    printed = control(answered, about.protocol.disclosure).table("per_head").cell("yoi", "per_trained")

    rounded = 5 * round((mine.people or 0) / 5)
    assert rounded != mine.people
    assert printed.value == round(mine.numerator / rounded)


def test_a_young_person_who_left_before_delivery_began_had_none_of_it() -> None:
    """Delivery at S01 began in January 2019."""
    about = value_evidence()
    stays = pl.DataFrame(
        [("a", "S01", date(2018, 9, 1), date(2018, 12, 31)), ("b", "S01", date(2018, 9, 1), date(2019, 1, 1))],
        schema=["child_id", "site_id", "admitted_on", "left_on"],
        orient="row",
    )

    answer = ask("delivery_costs", with_records(about, admission=stays), "economic")

    assert cell(answer, "per_head", "all", "per_young_person").people == 1


def test_halves_of_too_few_sites_tell_nothing_of_single_ones(found: Answer) -> None:
    """Eight sites make halves of four; five are the fewest that a half may have."""
    for row in table(found, "by_fidelity").rows:
        assert row.cells[0].value == 4
        assert all(each.value is None for each in row.cells[1:])
        assert "tell of single ones" in row.cells[2].why_missing


def test_without_the_years_that_set_up_serves_there_is_no_year_of_delivery_and_the_reason_stands_there() -> None:
    answer = ask("delivery_costs", value_evidence(lasting=None), "economic")

    assert value(answer, "per_place", "all", "running_per_place") is not None
    missing = cell(answer, "per_place", "all", "yearly_per_place")
    assert (missing.value, missing.why_missing[:24]) == (None, "the protocol does not sa")


def test_a_study_without_an_economic_header_or_without_costs_says_why_there_is_nothing() -> None:
    for protocol, why in ((a_protocol(economics=None), "no economics header"), (a_protocol(), "no cost of delivery")):
        answer = ask("delivery_costs", evidence({}, protocol=protocol), "economic")
        assert (answer.tables, answer.figures) == ((), ())
        assert any(why in note for note in answer.notes)


def test_two_spellings_of_an_item_are_one_row_with_a_name_that_a_section_can_write() -> None:
    costs = [{"month": "2019-03", "item": item, "amount": 5.0} for item in ("Room hire", "room hire")]

    answer = ask("delivery_costs", evidence({"cost": costs}, protocol=a_protocol()), "economic")

    (row,) = table(answer, "items").rows
    assert row.id.startswith("health_recorded_room_hire_")
    assert row.cells[2].value == 10


def test_costs_that_nobody_could_convert_are_left_out_in_words() -> None:
    """No series converts what is recorded in another year's prices."""
    costs: list[dict[str, Any]] = [{"site_id": "S01", "month": "2019-03"}, {"site_id": "S02", "price_year": 2012}]

    answer = ask("delivery_costs", evidence({"cost": costs}, protocol=a_protocol()), "economic")

    assert any(note.startswith("Left out of all amounts: recorded at 2012 prices") for note in answer.notes)


def test_one_site_has_no_interval() -> None:
    costs = [{"site_id": "S01", "month": "2019-03", "amount": 600.0}]

    answer = ask("delivery_costs", evidence({"cost": costs}, protocol=a_protocol()), "economic")

    mine = cell(answer, "per_place", "all", "running_per_place")
    assert (mine.value, mine.low, mine.high) == (pytest.approx(600 / (100 * 26 / 12)), None, None)
