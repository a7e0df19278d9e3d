"""Costs that do not agree with each other or with the protocol are refused: units, links, years, perspectives."""

from dataclasses import replace
from typing import Any

import pytest

from newel.costs import IndexSeries, Registry
from newel.costs.checking import registry_faults
from newel.protocol import Protocol
from tests.support.costs import a_registry, a_shared_cost, a_unit_cost, two_series
from tests.support.protocols import a_protocol


def places(registry: Registry, protocol: Protocol | None = None) -> list[tuple[str, str]]:
    found = list(registry_faults(registry, protocol))
    assert all(fault.remedy and fault.expected for fault in found)
    return [(fault.file, fault.place) for fault in found]


def with_header(**changes: Any) -> Protocol:
    header = a_protocol().economics
    assert header is not None
    return a_protocol(economics=header.model_dump() | changes)


def linked(**changes: Any) -> Registry:
    series = two_series()
    return Registry((), (), series | {"new": replace(series["new"], **changes)})


def test_a_registry_that_agrees_has_no_fault() -> None:
    assert places(a_registry(shared=(a_shared_cost(),)), a_protocol()) == []


def test_two_unit_costs_of_one_id_are_refused() -> None:
    twice = a_registry(a_unit_cost(), a_unit_cost(item="other"))

    assert places(twice) == [("costs/unit_costs", "review_health")]


def test_the_unit_costs_of_one_item_are_for_one_unit() -> None:
    mixed = a_registry(a_unit_cost(), a_unit_cost(id="justice", perspective="justice", unit="hour"))

    assert places(mixed) == [("costs/unit_costs", "justice, unit")]


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        ({}, True),
        ({"site_type": "yoi"}, True),
        ({"valid_from": "2030-01-01"}, True),
        ({"perspective": "justice"}, False),
        ({"item": "meeting"}, False),
    ],
)
def test_an_item_is_not_priced_twice_for_one_perspective(other: dict[str, Any], refused: bool) -> None:  # noqa: FBT001
    found = places(a_registry(a_unit_cost(), a_unit_cost(id="again", **other)))

    assert found == ([("costs/unit_costs", "again")] if refused else [])


@pytest.mark.parametrize(
    "times",
    [
        ({"valid_to": "2019-05-31"}, {"valid_from": "2019-06-01"}),
        ({"site_type": "yoi"}, {"site_type": "sch"}),
    ],
)
def test_unit_costs_of_other_days_or_sites_follow_each_other(times: tuple[dict[str, Any], dict[str, Any]]) -> None:
    first, again = times
    assert places(a_registry(a_unit_cost(**first), a_unit_cost(id="again", **again))) == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"overlap": None}, "series new"),
        ({"continues": None}, "series new"),
        ({"continues": "older"}, "series new, continues"),
        ({"overlap": 2012}, "series new, overlap"),
        ({"overlap": 2018}, "series new, overlap"),
    ],
)
def test_a_successor_names_what_it_continues_and_a_year_that_both_have(changes: dict[str, Any], place: str) -> None:
    assert places(linked(**changes)) == [("costs/indices.toml", place)]


def a_series(name: str, continues: str | None) -> IndexSeries:
    levels = {2014: 100.0}
    return IndexSeries(name, name, levels, "A test", "f.csv", "", continues, 2014 if continues else None)


def test_a_ring_of_series_is_refused() -> None:
    ring = {name: a_series(name, before) for name, before in (("a", "b"), ("b", "a"))}

    assert places(Registry((), (), ring)) == [("costs/indices.toml", f"series {name}, continues") for name in "ab"]


def test_a_series_has_one_successor() -> None:
    fork = {name: a_series(name, before) for name, before in (("a", None), ("b", "a"), ("c", "a"))}

    assert places(Registry((), (), fork)) == [("costs/indices.toml", f"series {name}, continues") for name in "bc"]


def test_a_series_that_nobody_has_is_refused() -> None:
    assert places(a_registry(a_unit_cost(series="hchs"))) == [("costs/unit_costs", "review_health, series")]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"perspective": "justice"}, ("costs/unit_costs", "review_health, perspective")),
        ({"site_type": "prison"}, ("costs/unit_costs", "review_health, site_type")),
        ({"price_year": 2019}, ("costs/new.csv", "series new, year 2019")),
    ],
)
def test_a_unit_cost_fits_the_protocol(changes: dict[str, Any], place: tuple[str, str]) -> None:
    assert places(a_registry(a_unit_cost(**changes)), a_protocol()) == [place]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"sites": ("S99",)}, ("costs/shared_costs", "team, sites")),
        ({"perspective": "family"}, ("costs/shared_costs", "team, perspective")),
        ({"price_year": 2013}, ("costs/new.csv", "series new, year 2013")),
    ],
)
def test_a_shared_cost_fits_the_protocol(changes: dict[str, Any], place: tuple[str, str]) -> None:
    assert places(a_registry(shared=(a_shared_cost(**changes),)), a_protocol()) == [place]


def test_a_report_year_that_the_series_lacks_is_told_for_every_cost_it_concerns() -> None:
    assert places(a_registry(), with_header(price_year=2021)) == [("costs/new.csv", "series new, year 2021")]


def test_the_series_of_recorded_costs_is_one_of_the_study() -> None:
    assert places(a_registry(), with_header(price_index="hchs")) == [("protocol.toml", "economics, price_index")]
    assert places(a_registry(), with_header(price_index="new")) == []


def test_costs_need_an_economic_header() -> None:
    assert places(a_registry(), a_protocol(economics=None)) == [("costs/unit_costs", "all")]
    assert places(Registry(), a_protocol(economics=None)) == []
