"""ATT(g,t), its aggregates, two-way fixed effects and Sun-Abraham: R's did 2.1.2 and fixest 0.14.2.

The figures are read from the shared reference: `ref/rollout.json`.
"""

import numpy as np
import pytest

from newel.statistics.rollout import (
    NEVER,
    GroupTime,
    Panel,
    StaggeredRows,
    aggregate,
    cohort_event_study,
    group_time,
    two_way,
)
from tests.support.quantitative import data, levels, reference
from tests.support.shared import needs_shared

pytestmark = needs_shared
CASES = [(with_covariate, method) for with_covariate in ("nocov", "lpop") for method in ("dr", "reg", "ipw")]
WAYS = [("simple", "simple"), ("since_start", "dynamic"), ("group", "group"), ("calendar", "calendar")]


def _cells(with_covariate: str, method: str) -> GroupTime:
    frame = data("mpdta").sort("countyreal", "year")
    units, periods = frame["countyreal"].n_unique(), frame["year"].unique().sort().to_numpy().astype(np.float64)
    shape = (units, len(periods))
    first = frame["first.treat"].to_numpy().reshape(shape)[:, 0].astype(np.float64)
    known = np.column_stack([np.ones(units), frame["lpop"].to_numpy().reshape(shape)[:, 0]])
    panel = Panel(
        frame["lemp"].to_numpy().reshape(shape),
        periods,
        np.where(first == 0, NEVER, first),
        known if with_covariate == "lpop" else np.empty((0, 0)),
    )
    return group_time(panel, method=method)


@pytest.mark.parametrize(("with_covariate", "method"), CASES)
def test_effects_by_group_and_period_are_those_of_did(with_covariate: str, method: str) -> None:
    expected = reference("rollout")[f"attgt_nevertreated_{with_covariate}_{method}"]

    cells = _cells(with_covariate, method)

    assert cells.group.tolist() == expected["group"]
    assert cells.period.tolist() == expected["t"]
    # The logistic regression of R's glm stops at 1e-8, so weights and doubly robust effects agree to nine digits.
    within = 1e-9 if with_covariate == "nocov" or method == "reg" else 3e-9
    assert cells.effect == pytest.approx(expected["att"], rel=within)
    assert cells.standard_error == pytest.approx(expected["se"], rel=within)


@pytest.mark.parametrize(("way", "name"), WAYS)
@pytest.mark.parametrize(("with_covariate", "method"), CASES)
def test_aggregates_are_those_of_did(with_covariate: str, method: str, way: str, name: str) -> None:
    expected = reference("rollout")[f"attgt_nevertreated_{with_covariate}_{method}"]["aggregates"][name]

    # did 2.1.2 looks up the wrong groups in one place: test_aggregates_hold_up_without_did shows which side is right.
    found = aggregate(_cells(with_covariate, method), way, as_did=True)

    assert found.overall == pytest.approx(expected["overall"], rel=3e-9)
    assert found.standard_error == pytest.approx(expected["se"], rel=3e-9)
    assert found.effect == pytest.approx(expected["att"] or [], rel=3e-9)
    assert found.standard_errors == pytest.approx(expected["se_egt"] or [], rel=3e-9)


def test_two_way_fixed_effects_are_those_of_fixest() -> None:
    expected = reference("rollout")["twfe_mpdta"]["coef"][0]
    frame = data("mpdta")
    start, year = frame["first.treat"].to_numpy(), frame["year"].to_numpy()
    post = ((start > 0) & (year >= start)).astype(np.float64)
    units = levels(frame["countyreal"])

    fit = two_way(
        frame["lemp"].to_numpy(), post[:, None], units=units, periods=levels(frame["year"]), clusters=units
    ).inference(np.eye(1))

    assert fit.estimate[0] == pytest.approx(expected["Estimate"], rel=1e-9)
    assert fit.standard_error[0] == pytest.approx(expected["Std. Error"], rel=1e-9)
    assert fit.p[0] == pytest.approx(expected["Pr(>|t|)"], rel=1e-9)


def test_an_event_study_by_cohort_is_that_of_sun_and_abraham() -> None:
    expected = reference("rollout")["sunab"]
    frame = data("base_stagg")
    start = frame["year_treated"].to_numpy()
    since = np.where(start > 1000, np.nan, frame["year"].to_numpy() - start)

    study = cohort_event_study(
        StaggeredRows(
            frame["y"].to_numpy(),
            frame["x1"].to_numpy()[:, None],
            since,
            start.astype(np.int64),
            levels(frame["id"]),
            levels(frame["year"]),
        )
    )

    covariate, *effects = expected["coef"]
    assert study.covariates.estimate[0] == pytest.approx(covariate["Estimate"], rel=1e-9)
    assert [f"year::{at:g}" for at in study.since_start] == [row["term"] for row in effects]
    assert study.effects.estimate == pytest.approx([row["Estimate"] for row in effects], rel=1e-9)
    assert study.effects.standard_error == pytest.approx([row["Std. Error"] for row in effects], rel=1e-9)
    assert study.overall.estimate[0] == pytest.approx(expected["att"][1]["Estimate"], rel=1e-9)
    assert study.overall.standard_error[0] == pytest.approx(expected["att"][1]["Std. Error"], rel=1e-9)


def test_aggregates_hold_up_without_did() -> None:
    cells = _cells("nocov", "dr")
    panel, ours, theirs = cells.panel, aggregate(cells, "group"), aggregate(cells, "group", as_did=True)
    left_out = []
    for unit in range(0, len(panel.first), 5):
        kept = np.arange(len(panel.first)) != unit
        smaller = group_time(Panel(panel.outcomes[kept], panel.periods, panel.first[kept]))
        left_out.append((len(panel.first) - 1) * (ours.overall - aggregate(smaller, "group").overall))

    # The influence of a unit is, but for terms of 1 / N, what leaving it out does.
    of_ours, of_theirs = (
        np.abs(each.influence[::5] - left_out).max() / np.abs(left_out).max() for each in (ours, theirs)
    )

    assert of_ours < 0.02
    assert of_theirs > 2 * of_ours
