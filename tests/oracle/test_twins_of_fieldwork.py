"""Tables of conversations and costs, once more in plain Python."""

from collections import defaultdict
from typing import Any

from newel.care.returns import expected_months
from tests.support.analysing import ask, table
from tests.support.rehearsed import small_evidence, small_study
from tests.support.twins import Numbers, assert_twins, groups_of_sites, latest, mean, rows, share

MEETINGS = ("handover", "formulation", "reflective", "multi_agency")


def _held(sessions: list[dict[str, Any]]) -> dict[str, float]:
    return {
        "interviews": sum(row["kind"] == "interview" for row in sessions),
        "focus_groups": sum(row["kind"] == "focus_group" for row in sessions),
        "people": sum(row["people"] for row in sessions),
    }


def test_sessions_by_group() -> None:
    expected: Numbers = {}
    for group in ("staff", "young_person", "carer", "all"):
        here = [row for row in rows("session") if group in (row["group"], "all")]
        expected |= {(group, name): number for name, number in _held(here).items()}
        expected[group, "hours"] = sum(row["minutes"] for row in here) / 60
        expected[group, "redacted"] = sum(row["transcript"] == "redacted" for row in here)

    assert_twins(table(_conversations(), "sessions"), expected)


def test_sessions_by_type() -> None:
    expected: Numbers = {}
    for place, sites in groups_of_sites().items():
        held = [row for row in rows("session") if row["site_id"] in sites]
        seen = [row for row in rows("observation") if row["site_id"] in sites]
        expected |= {(place, name): number for name, number in _held(held).items()}
        expected[place, "sites"] = len({row["site_id"] for row in held + seen})
        expected[place, "observations"] = len(seen)

    assert_twins(table(_conversations(), "sessions_by_type"), expected)


def test_observed_meetings() -> None:
    expected: Numbers = {}
    for kind in (*MEETINGS, "all"):
        here = [row for row in rows("observation") if kind in (row["meeting"], "all")]
        expected[kind, "observed"] = len(here)
        for name in ("needs_discussed", "child_present"):
            yes = sum(row[name] for row in here)
            expected |= {(kind, name): yes, (kind, f"share_{name}"): share(yes, len(here))}

    assert_twins(table(_conversations(), "observations"), expected)


def _conversations() -> Any:
    return ask("sessions_and_observations", small_evidence(), "qualitative")


def _costs() -> Any:
    return ask("cost_by_perspective", small_evidence(), "economic")


def _paid() -> list[dict[str, Any]]:
    """Return the costs of the two perspectives that the small study names; a third is drawn and left out.

    The rehearsal sends every month once and records in the price year's money, so nothing else is left out.
    """
    return [row for row in rows("cost") if row["perspective"] in ("health", "justice")]


def _year(row: dict[str, Any]) -> int:
    return int(row["month"][:4])


def _child_years() -> dict[tuple[str, int], float]:
    """Return a twelfth of the children of each month of delivery, by site and year.

    A month that was not returned has the mean of its year, and of a year without a return that of the site.
    """
    found: dict[tuple[str, int], float] = defaultdict(float)
    for site in small_study().sites:
        said = {row["month"]: row["children"] for row in latest() if row["site_id"] == site.id}
        for month in expected_months(small_study(), site):
            of_year = [children for other, children in said.items() if other[:4] == month[:4]]
            if month >= site.rollout_month:
                children = said.get(month, mean(of_year or list(said.values())))
                found[site.id, int(month[:4])] += (children or 0) / 12
    return dict(found)


def _per_child_year(costs: list[dict[str, Any]]) -> float | None:
    years = {(row["site_id"], _year(row)) for row in costs} & _child_years().keys()
    amount = sum(row["amount"] for row in costs if (row["site_id"], _year(row)) in years)
    return amount / sum(_child_years()[each] for each in years) if years else None


def test_costs_by_perspective() -> None:
    expected: Numbers = {}
    whole = sum(row["amount"] for row in _paid())
    for perspective in ("health", "justice", "all"):
        here = [row for row in _paid() if perspective in (row["perspective"], "all")]
        amount = sum(row["amount"] for row in here)
        expected[perspective, "amount"] = amount
        expected[perspective, "share"] = share(amount, whole)
        expected[perspective, "per_child_year"] = _per_child_year(here)

    assert_twins(table(_costs(), "by_perspective"), expected)


def test_costs_by_year() -> None:
    expected: Numbers = {}
    for year in {_year(row) for row in _paid()}:
        for perspective in ("health", "justice", "all"):
            here = [row for row in _paid() if _year(row) == year and perspective in (row["perspective"], "all")]
            expected[f"year_{year}", perspective] = sum(row["amount"] for row in here)

    assert_twins(table(_costs(), "by_year"), expected)


def test_costs_by_type() -> None:
    expected: Numbers = {}
    for place, sites in groups_of_sites().items():
        here = [row for row in _paid() if row["site_id"] in sites]
        years = {(row["site_id"], _year(row)) for row in here} & _child_years().keys()
        expected[place, "amount"] = sum(row["amount"] for row in here)
        expected[place, "child_years"] = sum(_child_years()[each] for each in years)
        expected[place, "per_child_year"] = _per_child_year(here)

    assert_twins(table(_costs(), "by_type"), expected)


def test_costs_by_item() -> None:
    expected: Numbers = {}
    for perspective, item in {(row["perspective"], row["item"]) for row in _paid()}:
        here = [row for row in _paid() if (row["perspective"], row["item"]) == (perspective, item)]
        row_id = f"{perspective}_{item.lower().replace(', ', '_').replace(' ', '_')}"
        expected[row_id, "sites"] = len({row["site_id"] for row in here})
        expected[row_id, "amount"] = sum(row["amount"] for row in here)

    assert_twins(table(_costs(), "by_item"), expected)
