"""What a quantity of an item costs in one year's prices, opened into quantity, unit cost, index step and source."""

from datetime import date

import pytest

from newel.costs import Quantity
from newel.faults import Refused
from tests.support.costs import a_registry, a_unit_cost

DAY = date(2019, 6, 1)
SHARED = (a_unit_cost(), a_unit_cost(id="review_justice", perspective="justice", amount=30.0, price_year=2020))


def test_a_price_is_the_unit_cost_times_the_quantity_in_the_prices_asked_for() -> None:
    priced = a_registry().price("review", Quantity(5, "review"), on=DAY, year=2020)

    assert priced.amount == pytest.approx(5 * 40 * 121 / 110)


def test_without_a_quantity_one_unit_is_priced() -> None:
    assert a_registry().price("review", on=DAY, year=2018).amount == 40.0


def test_perspectives_bear_their_parts_and_the_parts_are_the_whole() -> None:
    priced = a_registry(*SHARED).price("review", Quantity(2, "review"), on=DAY, year=2020)

    assert priced.borne_by("health") == pytest.approx(88.0)
    assert priced.borne_by("justice") == pytest.approx(60.0)
    assert priced.borne_by("family") == 0.0
    assert priced.amount == pytest.approx(148.0)
    assert priced.amount == sum(row.amount for row in priced.rows)


def test_every_pound_says_how_it_came_about() -> None:
    (row,) = a_registry().price("review", Quantity(5, "review"), on=DAY, year=2020).rows

    assert dict(row.chain) == {
        "quantity": "5 review",
        "unit cost": "review_health: GBP 40 for one review at 2018 prices",
        "index step": "new: 110 in 2018 to 121 in 2020 (costs/new.csv), times 1.1",
        "borne by": "health",
        "source": "A book of costs, 2018; kept by The tests",
    }


def test_a_unit_cost_of_a_site_type_is_taken_at_its_sites_only() -> None:
    registry = a_registry(a_unit_cost(site_type="sch"), a_unit_cost(id="yoi", site_type="yoi", amount=10.0))

    assert registry.price("review", on=DAY, year=2018, site_type="yoi").amount == 10.0
    assert registry.price("review", on=DAY, year=2018, site_type="sch").amount == 40.0


def test_a_later_unit_cost_follows_an_earlier_one() -> None:
    registry = a_registry(
        a_unit_cost(valid_to="2019-05-31"), a_unit_cost(id="later", valid_from="2019-06-01", amount=50.0)
    )

    assert registry.price("review", on=date(2019, 5, 31), year=2018).amount == 40.0
    assert registry.price("review", on=DAY, year=2018).amount == 50.0


def test_a_quantity_in_another_unit_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        a_registry().price("review", Quantity(5, "hour"), on=DAY, year=2020)

    (fault,) = refused.value.faults
    assert (fault.place, fault.found) == ("item review", "a quantity in hour")
    assert "review" in fault.expected


@pytest.mark.parametrize(("item", "site_type"), [("reviews", ""), ("review", "yoi")])
def test_an_item_without_a_unit_cost_that_holds_is_refused_and_known_items_are_named(item: str, site_type: str) -> None:
    registry = a_registry(a_unit_cost(site_type="sch"))

    with pytest.raises(Refused) as refused:
        registry.price(item, on=DAY, year=2020, site_type=site_type)

    assert "items with one are review" in refused.value.faults[0].expected


def test_a_year_without_a_level_is_refused() -> None:
    with pytest.raises(Refused, match="no level for this year"):
        a_registry().price("review", on=DAY, year=2019)
