"""What delivery cost, once more with loops and dictionaries, from the small study's records alone."""

from collections import defaultdict
from datetime import date
from math import fsum
from typing import Any

import pytest

from newel.care.returns import expected_months
from newel.costs import CostRows, cost_of_sites, delivery_costs
from tests.support.naive_economics import yearly_part
from tests.support.rehearsed import small_evidence, small_study
from tests.support.twins import latest, mean, rows

Key = tuple[str, str, str, str, str]
"""Site, month, item, category, perspective."""
NAMED = ("health", "justice")
SITES = {site.id: site for site in small_study().sites}


def delivery() -> CostRows:
    return delivery_costs(small_study(), small_evidence().freeze.frame)


def converted(amount: float, year: int) -> float:
    """Convert into 2020 prices: the older series is left at the year that the newer one begins with."""
    old, new = "rehearsed_prices", "rehearsed_prices_continued"
    levels = {(row["series"], row["year"]): row["level"] for row in rows("price_index")}
    link = min(found for series, found in levels if series == new)
    if year < link:
        amount *= levels[old, link] / levels[old, year]
        year = link
    return float(amount * levels[new, 2020] / levels[new, year])


def delivered(site: str, month: str) -> bool:
    return SITES[site].rollout_month <= month and month in expected_months(small_study(), SITES[site])


def counted() -> dict[tuple[str, str, str, str], float]:
    """Return quantities by site, month, item and category."""
    found: dict[tuple[str, str, str, str], float] = defaultdict(float)
    started = {row["staff_id"]: row["started_on"] for row in rows("staff_member")}
    for row in rows("training"):
        first = date.fromisoformat(f"{SITES[row['site_id']].rollout_month}-01")
        category = "set_up" if started[row["staff_id"]] < first else "running"
        place = row["site_id"], f"{row['held_on']:%Y-%m}"
        found[*place, "training_time", category] += row["hours"]
        found[*place, "backfill", category] += row["backfill_hours"] or 0
    for kind, item in (("formulation", "formulation_meeting"), ("review", "review")):
        for row in rows(kind):
            if row["held_on"]:
                found[row["site_id"], f"{row['held_on']:%Y-%m}", item, "running"] += 1
    for row in latest():
        found[row["site_id"], row["month"], "reflective_session", "running"] += row["reflective_sessions"] or 0
    return {key: number for key, number in found.items() if number and delivered(*key[:2])}


def staff_in_post(site: str, month: str) -> float:
    """Return staff in post; what was not said is like the rest of the year."""
    said = {row["month"]: row["staff_in_post"] for row in latest() if row["site_id"] == site}
    known = {other: number for other, number in said.items() if number is not None}
    of_year = [number for other, number in known.items() if other[:4] == month[:4]]
    return float(known.get(month) or mean(of_year or list(known.values())) or 0)


def expected() -> dict[Key, float]:
    found: dict[Key, float] = defaultdict(float)
    for row in rows("cost"):
        if row["perspective"] in NAMED:
            found[row["site_id"], row["month"], row["item"], row["category"], row["perspective"]] += row["amount"]
    for (site, month, item, category), number in counted().items():
        for cost in rows("unit_cost"):
            if cost["item"] == item and cost["perspective"] in NAMED:
                price = converted(cost["amount"], cost["price_year"])
                found[site, month, item, category, cost["perspective"]] += number * price
    (team,) = rows("shared_cost")
    places = [(site, month) for site in SITES for month in small_study().months() if delivered(site, month)]
    weights = {place: staff_in_post(*place) for place in places}
    for (site, month), weight in weights.items():
        part = team["amount"] * weight / fsum(weights.values())
        found[site, month, team["shared_cost"], "running", team["perspective"]] = part
    return found


def test_every_cost_row_has_a_twin_and_every_twin_a_row() -> None:
    columns = ("site_id", "month", "item", "category", "perspective", "amount")
    found = {tuple(row[:5]): row[5] for row in delivery().rows.select(columns).iter_rows()}
    twins = expected()

    assert found.keys() == twins.keys()
    assert found == pytest.approx(twins, rel=1e-9)


def test_every_amount_is_its_quantity_times_its_price_and_the_price_is_the_sources_own_times_the_steps() -> None:
    amounts = {row["unit_cost"]: row["amount"] for row in rows("unit_cost")}
    for row in delivery().rows.iter_rows(named=True):
        assert row["amount"] == pytest.approx(row["quantity"] * row["price"], rel=1e-9)
        assert row["source"]
        if row["unit_cost"] in amounts:
            assert row["price"] == pytest.approx(amounts[row["unit_cost"]] * row["factor"], rel=1e-12)
            assert bool(row["steps"]) == (row["price_year"] != 2020)


def test_nothing_was_left_out_but_what_the_protocol_names_nobody_for() -> None:
    borne_by_others = sum(row["perspective"] not in NAMED for row in rows("cost"))
    reviews = sum(item == "review" for _, _, item, _ in counted())

    assert delivery().left_out == ((borne_by_others + reviews, "borne by a perspective the protocol does not name"),)


def test_perspectives_add_up_to_the_societal_total() -> None:
    found = delivery().rows
    by_perspective = [fsum(found.filter(found["perspective"] == name)["amount"]) for name in NAMED]

    assert fsum(by_perspective) == pytest.approx(fsum(found["amount"]), rel=1e-12)


def _of_site(site: str) -> dict[str, Any]:
    """Return what a site's costs are divided by, counted one by one."""
    about, months = SITES[site], [month for month in small_study().months() if delivered(site, month)]
    said = {row["month"]: row["children"] for row in latest() if row["site_id"] == site}
    years = {year: mean([n for month, n in said.items() if month[:4] == year]) for year in ("2018", "2019", "2020")}
    lived = [said.get(month, years[month[:4]]) for month in months]
    stayed = {
        row["child_id"]
        for row in rows("admission")
        if row["site_id"] == site and (row["left_on"] is None or f"{row['left_on']:%Y-%m}" >= about.rollout_month)
    }
    modules: dict[str, dict[str, date]] = defaultdict(dict)
    for row in rows("training"):
        first = modules[row["staff_id"]].get(row["module"], row["held_on"])
        modules[row["staff_id"]][row["module"]] = min(first, row["held_on"])
    needed = {module.id for course in small_study().courses for module in course.modules}
    at_site = {row["staff_id"] for row in rows("training") if row["site_id"] == site}
    finished = [max(modules[staff].values()) for staff in at_site if modules[staff].keys() == needed]
    in_time = [day for day in finished if about.rollout_month <= f"{day:%Y-%m}" and day <= small_study().study.ends]
    return {
        "months": len(months),
        "place_years": about.places * len(months) / 12,
        "full_place_years": about.places * len(months) / 12 * (1 if about.rollout == "full" else 0.5),
        "full_places": about.places * (1 if about.rollout == "full" else 0.5),
        "child_years": fsum(each or 0 for each in lived) / 12,
        "full_child_years": fsum(each or 0 for each in lived) / 12 * (1 if about.rollout == "full" else 0.5),
        "young_people": len(stayed),
        "trained": len(in_time),
    }


def test_what_the_costs_of_a_site_are_divided_by() -> None:
    found = cost_of_sites(small_study(), small_evidence().freeze.frame, delivery().rows)
    twins = expected()

    assert found["site_id"].to_list() == sorted(SITES)
    for row in found.iter_rows(named=True):
        amounts = {key: amount for key, amount in twins.items() if key[0] == row["site_id"]}
        twin = _of_site(row["site_id"]) | {
            "amount": fsum(amounts.values()),
            "set_up": fsum(amount for key, amount in amounts.items() if key[3] == "set_up"),
            "running": fsum(amount for key, amount in amounts.items() if key[3] == "running"),
        }
        assert {name: row[name] for name in twin} == pytest.approx(twin, rel=1e-9)
        assert row["yearly"] == pytest.approx(_yearly(amounts, twin["running"], twin["months"]), rel=1e-9)


def _yearly(amounts: dict[Key, float], running: float, months: float) -> float:
    """Return running costs of a year, and the payments that pay set-up off: training over 2 years, the rest over 5."""
    once = [(key[2], amount) for key, amount in amounts.items() if key[3] == "set_up"]
    training = fsum(amount for item, amount in once if item in ("training_time", "backfill"))
    rest = fsum(amount for item, amount in once if item not in ("training_time", "backfill"))
    return running / (months / 12) + yearly_part(training, 2, 0.035) + yearly_part(rest, 5, 0.035)
