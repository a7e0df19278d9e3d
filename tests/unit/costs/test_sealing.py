"""A registry becomes records and comes back the same, and a freeze seals it beside what was paid for."""

from datetime import date
from pathlib import Path

from newel.costs import Registry, registry_frames, registry_of, with_registry
from newel.freeze import seal
from newel.records import KINDS, FrameSource, conform
from tests.support.costs import a_registry, a_shared_cost, a_unit_cost
from tests.support.protocols import a_protocol
from tests.support.records import frame

FULL = a_registry(
    a_unit_cost(valid_from=date(2019, 1, 1), site_type="sch", source_table="7", source_page="88"),
    a_unit_cost(id="gamma", item="meeting", uncertainty="gamma", standard_error=4.0),
    a_unit_cost(id="uniform", item="session", uncertainty="uniform", low=30.0, high=50.0),
    shared=(a_shared_cost(), a_shared_cost(id="other", sites=("S01", "S02"))),
)


def test_a_registry_comes_back_from_its_records() -> None:
    frames = registry_frames(FULL)

    assert registry_of(lambda kind: frames[kind]) == FULL
    for kind, found in frames.items():
        conform(KINDS[kind], found)


def test_an_empty_registry_has_records_without_rows() -> None:
    frames = registry_frames(Registry())

    assert registry_of(lambda kind: frames[kind]) == Registry()


def test_a_freeze_seals_the_registry_and_gives_it_back(tmp_path: Path) -> None:
    source = FrameSource({"cost": frame("cost", [{}])}, "a test")

    sealed = seal(a_protocol(), with_registry(source, FULL), tmp_path)
    again = registry_of(sealed.frame)

    assert {cost.id: cost for cost in again.unit_costs} == {cost.id: cost for cost in FULL.unit_costs}
    assert again.series == FULL.series
    assert sealed.frame("cost").height == 1
    assert {"unit_cost.parquet", "price_index.parquet"} <= set(sealed.hashes(["unit_cost", "price_index"]))


def test_the_order_of_a_file_does_not_change_the_freeze(tmp_path: Path) -> None:
    turned = Registry(FULL.unit_costs[::-1], FULL.shared_costs[::-1], dict(reversed(FULL.series.items())))
    source = FrameSource({}, "a test")

    ids = [seal(a_protocol(), with_registry(source, registry), tmp_path).id for registry in (FULL, turned)]

    assert ids[0] == ids[1]


def test_a_study_without_a_registry_keeps_what_its_source_has() -> None:
    source = FrameSource({"unit_cost": frame("unit_cost", [{}])}, "a test", synthetic=True)

    assert with_registry(source, Registry()) is source
    replaced = with_registry(source, FULL)
    assert replaced.frame(KINDS["unit_cost"]).height == 3
    assert (replaced.description, replaced.synthetic) == ("a test", True)
