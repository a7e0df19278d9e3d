"""Incidents by month and by quarter: twins of every cell, and what must not matter to a model of counts."""

from collections.abc import Mapping
from functools import cache
from itertools import permutations, product
from math import exp, expm1, log
from typing import Any

import numpy as np
import pytest
from scipy import stats

from newel.analysis import Evidence
from newel.analysis._series import LEAST_MONTHS, series_of
from newel.analysis._staggered import staggered
from newel.disclosure import control
from newel.faults import Refused
from newel.findings import Answer, Estimate
from newel.protocol import Disclosure, Protocol
from tests.support.analysing import ask, cell, evidence, finding, table, value
from tests.support.incidents import drawn_returns, staggered_protocol

Returns = list[Mapping[str, Any]]


@cache
def protocol() -> Protocol:
    return staggered_protocol()


@cache
def returns() -> Returns:
    return drawn_returns(protocol(), seed=12, delivery=0.6)


def about(rows: Returns | None = None) -> Evidence:
    return evidence({"monthly_return": returns() if rows is None else rows}, protocol=protocol())


@cache
def series() -> Answer:
    return ask("interrupted_series", about(), measures=["assaults"])


@cache
def rollout() -> Answer:
    return ask("staggered_start", about(), measures=["assaults"])


def numbers(answer: Answer) -> list[float]:
    found: list[Estimate] = [each for part in answer.tables for row in part.rows for each in row.cells]
    return [float(number) for each in found for number in (each.value, each.low, each.high) if number is not None]


def test_what_was_seen_is_incidents_over_children_of_the_month() -> None:
    for month in ("2018-08", "2019-12", "2020-12"):
        here = [row for row in returns() if row["month"] == month]
        rate = 100 * 12 * sum(row["assaults"] for row in here) / sum(row["children"] for row in here)
        seen = cell(series(), "assaults_by_month", month, "seen")
        assert seen.value == pytest.approx(rate, rel=1e-12)
        assert seen.people == sum(row["assault_children"] for row in here)


def test_a_change_is_the_coefficient_in_per_cent_with_walds_interval() -> None:
    found = series_of(about(), "assaults")
    assert found.fit is not None
    place = found.fit.design.names.index("delivery_level")
    estimate = float(found.fit.coefficients[place])
    contrast = found.contrast("delivery_level")
    assert contrast is not None
    error = float(found.fit.inference(contrast).standard_error[0])

    change = cell(series(), "assaults_changes", "delivery_level", "change")

    half = stats.norm.ppf(0.975) * error
    assert change.value == pytest.approx(100 * expm1(estimate), rel=1e-9)
    assert [change.low, change.high] == pytest.approx(
        [100 * expm1(estimate - half), 100 * expm1(estimate + half)], rel=1e-6
    )
    p = 2 * stats.norm.sf(abs(estimate / error))
    assert value(series(), "assaults_changes", "delivery_level", "p") == pytest.approx(p, rel=1e-6)


def test_without_delivery_is_the_expected_rate_with_both_terms_taken_away() -> None:
    found = series_of(about(), "assaults")
    assert found.fit is not None
    names, last = found.fit.design.names, found.months["month"] == "2020-12"
    dose = sum(
        found.fit.coefficients[names.index(name)] * found.fit.design.fixed[:, names.index(name)]
        for name in ("delivery_level", "delivery_slope")
    )
    expected, children = found.expected()[last.to_numpy()], found.months.filter(last)["children"].to_numpy()
    without = expected / np.exp(np.asarray(dose)[last.to_numpy()])

    for column, counted in (("expected", expected), ("without", without)):
        rate = 1200 * counted.sum() / children.sum()
        assert value(series(), "assaults_by_month", "2020-12", column) == pytest.approx(rate, rel=1e-9)


def test_twice_as_many_children_halve_the_rates_and_change_no_change() -> None:
    crowded = [row | {"children": 2 * row["children"]} for row in returns()]

    found = ask("interrupted_series", about(crowded), measures=["assaults"])

    for name in ("delivery_level", "delivery_slope"):
        assert value(found, "assaults_changes", name, "p") == pytest.approx(
            value(series(), "assaults_changes", name, "p"), rel=1e-3
        )
        assert value(found, "assaults_changes", name, "change") == pytest.approx(
            value(series(), "assaults_changes", name, "change"), rel=1e-3
        )
    for column in ("seen", "expected", "without"):
        assert value(found, "assaults_by_month", "2020-06", column) == pytest.approx(
            float(value(series(), "assaults_by_month", "2020-06", column) or 0) / 2, rel=1e-3
        )


def test_the_order_of_returns_changes_no_number() -> None:
    shuffled = [returns()[place] for place in np.random.default_rng(5).permutation(len(returns()))]

    assert ask("interrupted_series", about(shuffled), measures=["assaults"]) == series()
    assert ask("staggered_start", about(shuffled), measures=["assaults"]) == rollout()


def test_another_kind_of_incident_beside_it_changes_no_number_of_the_first() -> None:
    more = [
        row | {"self_harm": 2 * row["assaults"], "self_harm_children": row["assault_children"]} for row in returns()
    ]

    both = ask("interrupted_series", about(more), measures=["assaults", "self_harm"])

    assert table(both, "assaults_changes") == table(series(), "assaults_changes")
    assert table(both, "assaults_by_month") == table(series(), "assaults_by_month")
    assert [row.id for row in table(both, "spread").rows] == ["assaults", "self_harm"]


def test_a_correction_that_was_sent_later_is_what_counts() -> None:
    wrong = [row | {"assaults": 500} for row in returns() if row["month"] == "2019-03"]
    sent = [row | {"version": 2} if row["month"] == "2019-03" else row for row in returns()]

    found = ask("interrupted_series", about([*wrong, *sent]), measures=["assaults"])

    assert numbers(found) == numbers(series())


@pytest.mark.parametrize(("months", "fitted"), [(LEAST_MONTHS - 1, False), (LEAST_MONTHS, True)])
def test_two_years_are_the_fewest_months_a_season_and_a_trend_are_told_apart_in(months: int, *, fitted: bool) -> None:
    kept = set(protocol().months()[:months])

    found = series_of(about([row for row in returns() if row["month"] in kept]), "assaults")

    assert (found.fit is not None) is fitted
    assert (found.why_none == "fewer than 24 months were received") is not fitted


def test_months_follow_on_months_at_a_site_that_sent_them_all() -> None:
    memory = value(series(), "spread", "assaults", "memory")

    assert memory is not None
    assert -0.4 < memory < 0.4, "nothing was planted from month to month"


def test_the_number_behind_a_series_is_the_children_of_its_busiest_month() -> None:
    by_month: dict[str, int] = {}
    for row in returns():
        by_month[row["month"]] = by_month.get(row["month"], 0) + row["assault_children"]

    assert cell(series(), "assaults_changes", "delivery_level", "change").people == max(by_month.values())


@pytest.mark.parametrize("analysis", ["interrupted_series", "staggered_start"])
@pytest.mark.parametrize("named", [["fights"], "assaults", ["assaults", "fights"]])
def test_a_kind_of_incident_nobody_counts_is_refused_with_those_there_are(analysis: str, named: Any) -> None:
    with pytest.raises(Refused) as refused:
        ask(analysis, about(), measures=named)

    (fault,) = refused.value.faults
    assert fault.place == "questions, asked, options, measures"
    assert fault.remedy.startswith("Give the question `asked` an option `measures`")


@pytest.mark.parametrize("analysis", ["interrupted_series", "staggered_start"])
def test_changes_in_what_happened_to_few_children_are_withheld(analysis: str) -> None:
    quiet = [
        row | {"assaults": row["assaults"], "assault_children": min(row["assault_children"], 1)} for row in returns()
    ]
    asked = finding(analysis, about(quiet), measures=["assaults"])

    released = control(asked, Disclosure(rule="nhs_hes"))

    for part in released.tables:
        for row in part.rows:
            for column, each in zip(part.columns, row.cells, strict=True):
                if column.id in {"change", "p", "exact_p", "two_way"}:
                    assert each.shown in {"*", "no data"}, (part.id, row.id)
                    assert each.value is None


def log_rates() -> tuple[np.ndarray[Any, np.dtype[np.float64]], list[int]]:
    """Return each site's logarithm of its rate by quarter, half an incident added, and its quarter of start."""
    months = protocol().months()
    quarters = {month: place // 3 for place, month in enumerate(months[: len(months) // 3 * 3])}
    grid = []
    for site in protocol().sites:
        own = [row for row in returns() if row["site_id"] == site.id and row["month"] in quarters]
        grid.append(
            [
                log(
                    (sum(row["assaults"] for row in own if quarters[row["month"]] == quarter) + 0.5)
                    / (sum(row["children"] for row in own if quarters[row["month"]] == quarter) / 12)
                )
                for quarter in range(max(quarters.values()) + 1)
            ]
        )
    return np.array(grid), [quarters[site.rollout_month] for site in protocol().sites]


def naive_overall(grid: np.ndarray[Any, np.dtype[np.float64]], starts: list[int]) -> float:
    """Return the mean over started site-quarters that somebody not yet started can be compared with."""
    found = []
    for start in sorted(set(starts)):
        if start == 0:
            continue
        mine = [place for place, each in enumerate(starts) if each == start]
        for quarter in range(start, grid.shape[1]):
            later = [place for place, each in enumerate(starts) if each > quarter]
            if later:
                change = grid[:, quarter] - grid[:, start - 1]
                found += [change[mine].mean() - change[later].mean()] * len(mine)
    return float(np.mean(found))


def test_the_change_after_the_start_is_a_mean_of_differences_in_differences() -> None:
    overall = naive_overall(*log_rates())

    assert value(rollout(), "overall", "assaults", "change") == pytest.approx(100 * (exp(overall) - 1), rel=1e-9)


def test_the_exact_p_value_counts_the_deals_within_types_that_show_as_much() -> None:
    grid, starts = log_rates()
    kinds: dict[str, list[int]] = {}
    for place, site in enumerate(protocol().sites):
        kinds.setdefault(site.type, []).append(place)
    observed, as_large, deals = abs(naive_overall(grid, starts)), 0, 0
    for dealt in product(*(permutations([starts[place] for place in places]) for places in kinds.values())):
        fresh = list(starts)
        for places, own in zip(kinds.values(), dealt, strict=True):
            for place, start in zip(places, own, strict=True):
                fresh[place] = start
        deals += 1
        as_large += abs(naive_overall(grid, fresh)) >= observed - 1e-12

    assert value(rollout(), "overall", "assaults", "exact_p") == pytest.approx(as_large / deals, abs=1e-12)


def test_two_way_fixed_effects_are_least_squares_with_a_column_a_site_and_a_quarter() -> None:
    grid, starts = log_rates()
    sites, quarters = np.indices(grid.shape)
    started = (quarters >= np.array(starts)[:, None]).astype(float)
    columns = [started.ravel(), *((sites == site).ravel() for site in range(grid.shape[0]))]
    columns += [(quarters == quarter).ravel() for quarter in range(1, grid.shape[1])]
    effect = np.linalg.lstsq(np.column_stack(columns).astype(float), grid.ravel(), rcond=None)[0][0]

    assert value(rollout(), "overall", "assaults", "two_way") == pytest.approx(100 * expm1(effect), rel=1e-7)


def test_a_quarter_before_the_start_is_compared_with_the_one_before_it_or_with_the_last() -> None:
    rows = table(rollout(), "assaults_by_quarter").rows

    names = [row.id for row in rows]
    assert names.index("before_1") < names.index("after_0") < names.index("after_1")
    assert {row.label for row in rows} >= {"1 before the start", "Quarter of the start", "1 after the start"}


def test_the_panel_holds_the_quarters_and_starts_of_the_records() -> None:
    found, (grid, starts) = staggered(about(), "assaults").panel, log_rates()

    assert found is not None
    assert found.outcomes == pytest.approx(grid, rel=1e-12)
    assert found.first.tolist() == starts


@pytest.mark.parametrize("factor", [2, 10])
def test_more_children_at_every_site_alike_change_nothing_of_a_staggered_start(factor: int) -> None:
    crowded = [row | {"children": factor * row["children"]} for row in returns()]

    found = ask("staggered_start", about(crowded), measures=["assaults"])

    assert numbers(found) == pytest.approx(numbers(rollout()), rel=1e-9)
