"""Plain records and plain comparisons for twins: every table once more, with loops and dictionaries only."""

from typing import Any

import pytest

from newel.findings import Table
from tests.support.rehearsed import small_evidence, small_study

Numbers = dict[tuple[str, str], float | None]


def rows(kind: str) -> list[dict[str, Any]]:
    """Return the small study's records of one kind."""
    return small_evidence().freeze.frame(kind).to_dicts()


def latest() -> list[dict[str, Any]]:
    """Return the small study's returns, of each site and month the highest version."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows("monthly_return"):
        key = (row["site_id"], row["month"])
        if key not in found or row["version"] > found[key]["version"]:
            found[key] = row
    return list(found.values())


def groups_of_sites() -> dict[str, list[str]]:
    """Return the sites of each type, and of the whole study."""
    found: dict[str, list[str]] = {kind.id: [] for kind in small_study().site_types} | {"all": []}
    for site in small_study().sites:
        found[site.type].append(site.id)
        found["all"].append(site.id)
    return found


def share(part: float, whole: float) -> float | None:
    """Return part in 100 of whole, or nothing of nothing."""
    return 100 * part / whole if whole else None


def mean(values: list[float]) -> float | None:
    """Return the mean, or nothing of nothing."""
    return sum(values) / len(values) if values else None


def assert_twins(table: Table, expected: Numbers) -> None:
    """Compare every cell of a table with its twin, and see that there is a twin for every cell."""
    found = {
        (row.id, column.id): cell.value
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
    }
    assert found.keys() == expected.keys()
    for place, value in expected.items():
        assert found[place] == (None if value is None else pytest.approx(value, rel=1e-9)), place
