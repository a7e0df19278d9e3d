"""Tables from monthly returns, once more in plain Python."""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from newel.care.returns import expected_months
from tests.support.analysing import ask, table
from tests.support.rehearsed import small_evidence, small_study
from tests.support.twins import Numbers, assert_twins, groups_of_sites, latest, mean, rows, share

MEASURES = ("assaults", "self_harm", "restraints")


def test_returns_by_site() -> None:
    expected: Numbers = {}
    totals: dict[str, float] = defaultdict(float)
    for site in small_study().sites:
        counts = dict.fromkeys(("expected", "received", "late", "missing", "corrected"), 0.0)
        for month in expected_months(small_study(), site):
            versions = [row for row in rows("monthly_return") if (row["site_id"], row["month"]) == (site.id, month)]
            counts["expected"] += 1
            counts["received"] += bool(versions)
            counts["missing"] += not versions
            counts["corrected"] += len(versions) > 1
            counts["late"] += bool(versions) and _first(versions) > _due(month)
        for name, count in counts.items():
            expected[site.id, name] = count
            totals[name] += count
    expected |= {("all", name): count for name, count in totals.items()}

    assert_twins(table(ask("response_flow", small_evidence()), "returns"), expected)


def _first(versions: list[dict[str, object]]) -> object:
    return min(versions, key=lambda row: str(row["version"]))["received_on"]


def _due(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    following = date(year + number // 12, number % 12 + 1, 1)
    return following - timedelta(days=1) + timedelta(days=15)


def test_rates_by_type() -> None:
    expected: Numbers = {}
    for place, sites in groups_of_sites().items():
        for measure in MEASURES:
            used = [row for row in latest() if row["site_id"] in sites and None not in (row[measure], row["children"])]
            years = sum(row["children"] for row in used) / 12
            expected[place, measure] = 100 * sum(row[measure] for row in used) / years

    assert_twins(table(ask("incident_rates", small_evidence()), "rates_by_type"), expected)


@pytest.mark.parametrize("measure", MEASURES)
def test_rates_by_month(measure: str) -> None:
    expected: Numbers = {}
    for month in small_study().months():
        for kind in ("yoi", "sch"):
            here = [row for row in latest() if row["month"] == month and row["site_id"] in groups_of_sites()[kind]]
            years = sum(row["children"] for row in here) / 12
            expected[month, kind] = 100 * sum(row[measure] for row in here) / years if here else None

    assert_twins(table(ask("incident_rates", small_evidence()), f"{measure}_by_month"), expected)


def test_what_the_rates_rest_on() -> None:
    expected: Numbers = {}
    sites = {site.id: site for site in small_study().sites}
    for place, ids in groups_of_sites().items():
        here = [row for row in latest() if row["site_id"] in ids]
        averages = [mean([row["children"] for row in here if row["site_id"] == site]) for site in ids]
        expected[place, "sites"] = len(ids)
        expected[place, "months_expected"] = sum(len(expected_months(small_study(), sites[site])) for site in ids)
        expected[place, "months_used"] = len(here)
        expected[place, "children"] = round(sum(average or 0 for average in averages))

    assert_twins(table(ask("incident_rates", small_evidence()), "coverage"), expected)


def test_training_coverage() -> None:
    expected: Numbers = {}
    for place, sites in groups_of_sites().items():
        last = [row for site in sites for row in [_last_staffing(site)] if row]
        staff, trained = (sum(row[name] for row in last) for name in ("staff_in_post", "staff_trained"))
        ever = {row["staff_id"] for row in rows("training") if row["site_id"] in sites}
        numbers = (len(last), staff, trained, share(trained, staff), len(ever))
        names = ("sites", "staff_in_post", "trained", "share_trained", "ever_trained")
        expected |= {(place, name): number for name, number in zip(names, numbers, strict=True)}

    assert_twins(table(ask("training_coverage", small_evidence()), "coverage"), expected)


def _last_staffing(site: str) -> dict[str, int] | None:
    if any(each.id == site and each.closed_month for each in small_study().sites):
        return None
    known = [
        row for row in latest() if row["site_id"] == site and row["staff_in_post"] and row["staff_trained"] is not None
    ]
    return max(known, key=lambda row: row["month"]) if known else None


def test_training_coverage_by_month() -> None:
    expected: Numbers = {}
    for month in small_study().months():
        for kind in ("yoi", "sch"):
            known = [
                row
                for row in latest()
                if row["month"] == month and row["site_id"] in groups_of_sites()[kind] and row["staff_in_post"]
            ]
            trained, staff = (sum(row[name] for row in known) for name in ("staff_trained", "staff_in_post"))
            expected[month, kind] = share(trained, staff)

    assert_twins(table(ask("training_coverage", small_evidence()), "coverage_by_month"), expected)


def test_training_ratings() -> None:
    expected: Numbers = {}
    for module in {row["module"] for row in rows("training")}:
        both = [
            row for row in rows("training") if row["module"] == module and None not in (row["before"], row["after"])
        ]
        expected[module, "people"] = len({row["staff_id"] for row in both})
        expected[module, "before"] = mean([row["before"] for row in both])
        expected[module, "after"] = mean([row["after"] for row in both])
        expected[module, "change"] = mean([row["after"] - row["before"] for row in both])

    assert_twins(table(ask("training_coverage", small_evidence()), "ratings"), expected)


def test_the_pathway() -> None:
    expected: Numbers = {}
    pairs = (
        ("meetings", "formulation_meetings", "child_attended", "formulation_child_attended", "share_attended"),
        ("reviews_due", "reviews_due", "reviews_held", "reviews_held", "share_held"),
    )
    for place, sites in groups_of_sites().items():
        for whole, of_whole, part, of_part, rate in pairs:
            known = [row for row in latest() if row["site_id"] in sites and None not in (row[of_whole], row[of_part])]
            due, done = (sum(row[name] for row in known) for name in (of_whole, of_part))
            expected |= {(place, whole): due, (place, part): done, (place, rate): share(done, due)}

    assert_twins(table(ask("needs_identified", small_evidence()), "pathway"), expected)
