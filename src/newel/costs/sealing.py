"""A registry as records and back, so that a freeze seals what a pound was worth beside the records it was paid for."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from newel.costs.indices import IndexSeries
from newel.costs.registry import Registry
from newel.costs.shared_costs import SharedCost
from newel.costs.unit_costs import UnitCost
from newel.records import RecordKind, RecordSource, SourceWith
from newel.records.kinds import PRICE_INDEX, SHARED_COST, UNIT_COST

Frame = Callable[[str], pl.DataFrame]
"""Gives the records of a kind."""


def registry_frames(registry: Registry) -> dict[str, pl.DataFrame]:
    """Return the unit cost, shared cost and price index records of a registry."""
    unit_costs = [cost.model_dump() | {"unit_cost": cost.id} for cost in registry.unit_costs]
    shared = [
        cost.model_dump() | {"shared_cost": cost.id, "sites": " ".join(cost.sites) or None}
        for cost in registry.shared_costs
    ]
    levels = [row for series in registry.series.values() for row in _levels(series)]
    return {
        kind.name: pl.DataFrame([_columns(kind, row) for row in rows], schema=kind.schema)
        for kind, rows in ((UNIT_COST, unit_costs), (SHARED_COST, shared), (PRICE_INDEX, levels))
    }


def _columns(kind: RecordKind, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a record keeps of a row; a text that says nothing is blank."""
    return {name: None if row[name] == "" else row[name] for name in kind.schema}


def _levels(series: IndexSeries) -> list[dict[str, Any]]:
    about = {name: getattr(series, name) for name in PRICE_INDEX.schema if name not in ("series", "year", "level")}
    return [about | {"series": series.id, "year": year, "level": level} for year, level in series.levels.items()]


def registry_of(frame: Frame) -> Registry:
    """Return the registry that is in records, where `frame` gives the records of a kind."""
    unit_costs = tuple(UnitCost(**_filled(row, "unit_cost")) for row in frame(UNIT_COST.name).iter_rows(named=True))
    shared = tuple(
        SharedCost(**_filled(row, "shared_cost") | {"sites": tuple((row["sites"] or "").split())})
        for row in frame(SHARED_COST.name).iter_rows(named=True)
    )
    prices = frame(PRICE_INDEX.name).partition_by("series", maintain_order=True)
    return Registry(unit_costs, shared, {each.id: each for each in map(_series, prices)})


def _filled(row: Mapping[str, Any], identifier: str) -> dict[str, Any]:
    known = {name: value for name, value in row.items() if value is not None and name != identifier}
    return known | {"id": row[identifier]}


def _series(levels: pl.DataFrame) -> IndexSeries:
    first = levels.row(0, named=True)
    about = {name: value for name, value in first.items() if name not in ("series", "year", "level")}
    return IndexSeries(id=first["series"], levels=dict(levels.select("year", "level").iter_rows()), **about)


def with_registry(source: RecordSource, registry: Registry) -> RecordSource:
    """Return a source whose unit costs, shared costs and prices are those of the study's own folder, if it has any."""
    return source if registry == Registry() else SourceWith(source, registry_frames(registry))
