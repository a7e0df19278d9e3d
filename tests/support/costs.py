"""Unit costs, series and folders of costs, of which a test states only what it is about."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newel.costs import IndexSeries, Registry, SharedCost, UnitCost

OLD = {2010: 80.0, 2012: 88.0, 2014: 96.0}
NEW = {2014: 100.0, 2018: 110.0, 2020: 121.0}
_UNIT_COST: dict[str, Any] = {
    "id": "review_health",
    "item": "review",
    "label": "Review of a plan",
    "unit": "review",
    "amount": 40.0,
    "currency": "GBP",
    "price_year": 2018,
    "perspective": "health",
    "owner": "The tests",
    "series": "new",
    "source": "A book of costs, 2018",
    "uncertainty": "fixed",
}
_SHARED_COST: dict[str, Any] = {
    "id": "team",
    "label": "National team",
    "category": "running",
    "amount": 1200.0,
    "currency": "GBP",
    "price_year": 2020,
    "perspective": "health",
    "owner": "The tests",
    "series": "new",
    "source": "Accounts of the team",
    "by": "equal",
    "from_month": "2019-01",
    "to_month": "2019-12",
}


def a_unit_cost(**changes: Any) -> UnitCost:
    """Return the unit cost of a review, 40 pounds to health at 2018 prices; `changes` replace its keys."""
    return UnitCost.model_validate(_UNIT_COST | changes)


def a_shared_cost(**changes: Any) -> SharedCost:
    """Return the cost of a team in 2019, alike for each site and month; `changes` replace its keys."""
    return SharedCost.model_validate(_SHARED_COST | changes)


def two_series() -> dict[str, IndexSeries]:
    """Return a series that ended in 2014 and its successor, linked in that year."""
    old = IndexSeries("old", "Old prices", OLD, "A test", "costs/old.csv", "of old")
    new = IndexSeries("new", "New prices", NEW, "A test", "costs/new.csv", "of new", continues="old", overlap=2014)
    return {"old": old, "new": new}


def a_registry(*unit_costs: UnitCost, shared: tuple[SharedCost, ...] = ()) -> Registry:
    """Return a registry with the two series; of the review alone, where no unit cost is given."""
    return Registry(unit_costs or (a_unit_cost(),), shared, two_series())


def a_folder(study: Path, files: Mapping[str, str] | None = None) -> Path:
    """Write a study's folder of costs with the two series and one unit cost; `files` replace or add files of it."""
    folder = study / "costs"
    (folder / "value_sets").mkdir(parents=True, exist_ok=True)
    written = {"old.csv": _csv(OLD), "new.csv": _csv(NEW), "unit_costs.toml": as_toml("unit_cost", _UNIT_COST)}
    written |= {name: text for name, text in (files or {}).items() if name.endswith(".csv")}
    written["indices.toml"] = indices(written)
    for name, text in {**written, **(files or {})}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def indices(files: Mapping[str, str]) -> str:
    """Return `indices.toml` of the two series with the checksums of their files."""
    first = {"id": "old", "label": "Old prices", "source": "A test", "file": "old.csv"}
    second = {"id": "new", "label": "New prices", "source": "A test", "file": "new.csv"}
    blocks = (first, second | {"continues": "old", "overlap": 2014})
    return "\n".join(
        as_toml("series", block | {"sha256": hashlib.sha256(files[str(block["file"])].encode()).hexdigest()})
        for block in blocks
    )


def unit_cost_toml(**changes: Any) -> str:
    """Return one block of `unit_costs.toml`; a key that is changed to None is left out."""
    return as_toml("unit_cost", _UNIT_COST | changes)


def unit_cost_csv(*rows: Mapping[str, Any]) -> str:
    """Return `unit_costs.csv` with one row for each set of changes; None is a blank cell."""
    names = list(dict.fromkeys([*_UNIT_COST, *(name for row in rows for name in row)]))
    cells = [[(_UNIT_COST | dict(row)).get(name) for name in names] for row in rows]
    return "\n".join(",".join("" if cell is None else f'"{cell}"' for cell in line) for line in [names, *cells]) + "\n"


def as_toml(block: str, values: Mapping[str, Any]) -> str:
    """Return one block as TOML."""
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value is not None]
    return "\n".join([f"[[{block}]]", *lines]) + "\n"


def _toml(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _csv(levels: Mapping[int, float]) -> str:
    return "year,level\n" + "".join(f"{year},{level}\n" for year, level in levels.items())
