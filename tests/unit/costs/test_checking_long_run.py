"""What the states of a long run use has unit costs that hold for every child on the study's last day."""

from typing import Any

import pytest

from newel.costs import UnitCost
from newel.costs.checking import registry_faults
from newel.faults import Fault
from tests.support.costs import a_registry, a_unit_cost
from tests.support.money import LONG_RUN
from tests.support.protocols import a_protocol

HEADER = {"perspectives": ["health", "justice"], "price_year": 2020, "currency": "GBP", "comparator": "Before"}
NONE = {"value_set": "none", "value_set_reason": "None had been published."}
PROTOCOL = a_protocol(economics=HEADER | NONE | {"long_run": LONG_RUN})
PLACE = "economics, long_run, states, setting, place"


def a_price(item: str, unit: str, **changes: Any) -> UnitCost:
    return a_unit_cost(**({"id": f"{item}_health", "item": item, "label": item, "unit": unit} | changes))


def faults(*places: UnitCost) -> list[Fault]:
    return list(registry_faults(a_registry(a_price("support", "contact"), *places), PROTOCOL))


def test_what_is_used_has_a_unit_cost_in_that_unit() -> None:
    assert faults(a_price("place", "month")) == []
    justice = a_price("place", "month", id="place_justice", perspective="justice")
    assert faults(a_price("place", "month"), justice) == []


@pytest.mark.parametrize(
    ("prices", "found"),
    [
        ((), "`place`"),
        ((a_price("place", "week"),), "`place` in `month`"),
        ((a_price("place", "month", valid_to="2018-12-31"),), "`place`, whose unit costs do not"),
        ((a_price("place", "month", site_type="yoi"),), "`place`, whose unit costs do not"),
        (
            (
                a_price("place", "month"),
                a_price("place", "month", id="place_justice", perspective="justice", site_type="yoi"),
            ),
            "`place`, whose unit costs do not",
        ),
    ],
)
def test_what_cannot_be_priced_is_refused_with_its_place(prices: tuple[UnitCost, ...], found: str) -> None:
    (fault,) = faults(*prices)

    assert (fault.file, fault.place, fault.found) == ("protocol.toml", PLACE, found)
    assert fault.expected
    assert fault.remedy


def test_what_nobody_of_the_header_bears_is_refused() -> None:
    mine = [fault for fault in faults(a_price("place", "month", perspective="family")) if fault.place == PLACE]

    assert [fault.found for fault in mine] == ["`place`, borne by family"]
