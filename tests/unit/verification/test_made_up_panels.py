"""Roll-outs of a few rows: what the reference would say is worked out here by the textbook."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from newel.verification import Comparison, verify

UNITS, PERIODS = 6, 3
FIRST = (0, 0, 2, 2, 3, 3)


def _panel() -> pl.DataFrame:
    rng = np.random.default_rng(9)
    rows = [
        (unit, FIRST[unit], when, float(rng.normal() + unit + 0.5 * when), float(rng.normal()))
        for unit in range(UNITS)
        for when in range(1, PERIODS + 1)
    ]
    return pl.DataFrame(rows, schema=["who", "start", "when", "y", "x"], orient="row")


def _figures(folder: Path, entries: dict[str, dict[str, Any]], model: str = "") -> dict[str, Comparison]:
    (folder / "ref").mkdir()
    (folder / "data").mkdir()
    _panel().write_csv(folder / "data" / "panel.csv")
    (folder / "ref" / "rollout.json").write_text(json.dumps(entries), encoding="utf-8")
    listed = [f'{name},ref/rollout.json,panel.csv,"{model}",by hand,closed-form' for name in entries]
    header = "case,file,data,model,software,tolerance_class"
    (folder / "cases.csv").write_text("\n".join([header, *listed, ""]), encoding="utf-8")
    return {f"{figure.case} {figure.quantity}": figure for figure in verify(folder)}


def _dummies(frame: pl.DataFrame, *columns: str) -> "np.typing.NDArray[np.float64]":
    """Return regressors beside a dummy for every unit and every period but one."""
    chosen = [frame[name].to_numpy().astype(float) for name in columns]
    who = [(frame["who"] == unit).to_numpy().astype(float) for unit in range(UNITS)]
    when = [(frame["when"] == period).to_numpy().astype(float) for period in range(2, PERIODS + 1)]
    return np.column_stack([*chosen, *who, *when])


def _simple(frame: pl.DataFrame) -> tuple[list[float], list[float]]:
    """Return ATT(g,t) and its standard error as differences of mean changes, by hand."""
    wide = frame.sort("who", "when")["y"].to_numpy().reshape(UNITS, PERIODS)
    never = np.array([first == 0 for first in FIRST])
    effects, errors = [], []
    for group, base, at in ((2, 1, 2), (2, 1, 3), (3, 1, 2), (3, 2, 3)):
        change = wide[:, at - 1] - wide[:, base - 1]
        treated = np.array(FIRST) == group
        one, other = change[treated], change[never]
        effects.append(one.mean() - other.mean())
        errors.append(float(np.sqrt((one.var() / len(one)) + (other.var() / len(other)))))
    return effects, errors


def test_effects_by_group_and_time_are_differences_of_changes(tmp_path: Path) -> None:
    effects, errors = _simple(_panel())
    entry = {
        "data": "panel.csv", "covariates": "~1", "method": "reg", "control": "nevertreated",
        "group": [2, 2, 3, 3], "t": [2, 3, 2, 3], "att": effects, "se": errors, "aggregates": {},
    }  # fmt: skip

    found = _figures(tmp_path, {"by_hand": entry}, model="att_gt y, ~1, reg, control nevertreated")

    assert found["by_hand ATT(g,t)"].digits > 12
    assert found["by_hand ATT(g,t): standard errors"].digits > 12


def test_an_outcome_that_nobody_names_is_said_to_be_missing(tmp_path: Path) -> None:
    effects, errors = _simple(_panel())
    entry = {
        "data": "panel.csv", "covariates": "~1", "method": "reg", "control": "nevertreated",
        "group": [2, 2, 3, 3], "t": [2, 3, 2, 3], "att": effects, "se": errors, "aggregates": {},
    }  # fmt: skip

    (figure,) = _figures(tmp_path, {"by_hand": entry}).values()

    assert "names the outcome" in figure.reason


def test_fixed_effects_are_least_squares_with_all_dummies(tmp_path: Path) -> None:
    frame = _panel()
    design = _dummies(frame, "x")
    bread = np.linalg.inv(design.T @ design)
    beta = bread @ design.T @ frame["y"].to_numpy()
    residuals = frame["y"].to_numpy() - design @ beta
    error = float(np.sqrt(residuals @ residuals / (len(residuals) - design.shape[1]) * bread[0, 0]))
    rows = [{"term": "x", "Estimate": beta[0], "Std. Error": error}]

    found = _figures(tmp_path, {"twfe": {"data": "panel.csv", "model": "y ~ x | who + when", "coef": rows}})

    assert found["twfe estimates"].digits > 11
    assert found["twfe standard errors"].digits > 11


def test_who_is_treated_when_follows_from_a_sibling_that_names_the_groups(tmp_path: Path) -> None:
    frame = _panel().with_columns(post=((pl.col("start") > 0) & (pl.col("when") >= pl.col("start"))).cast(pl.Int64))
    design = _dummies(frame, "post")
    beta = np.linalg.lstsq(design, frame["y"].to_numpy(), rcond=None)[0]
    effects, errors = _simple(_panel())
    sibling = {
        "data": "panel.csv", "covariates": "~1", "method": "reg", "control": "nevertreated",
        "group": [2, 2, 3, 3], "t": [2, 3, 2, 3], "att": effects, "se": errors, "aggregates": {},
    }  # fmt: skip
    rows = [{"term": "post", "Estimate": beta[0], "Std. Error": 1.0}]
    entry = {"data": "panel.csv", "model": "y ~ post | who + when", "coef": rows}

    found = _figures(tmp_path, {"sibling": sibling, "twfe": entry}, model="att_gt y, ~1, reg")

    assert found["twfe estimates"].digits > 11


def test_an_event_study_averages_over_the_cohorts(tmp_path: Path) -> None:
    frame = _panel()
    since = np.where(frame["start"].to_numpy() > 0, frame["when"].to_numpy() - frame["start"].to_numpy(), np.nan)
    start = frame["start"].to_numpy()
    cells = [(at, cohort) for at in (-2, 0, 1) for cohort in (2, 3) if np.any((since == at) & (start == cohort))]
    dummies = [((since == at) & (start == cohort)).astype(float) for at, cohort in cells]
    design = np.column_stack([*dummies, _dummies(frame)])
    beta = np.linalg.lstsq(design, frame["y"].to_numpy(), rcond=None)[0]
    averages = {
        at: float(np.mean([beta[place] for place, (when, _) in enumerate(cells) if when == at])) for at in (-2, 0, 1)
    }
    rows = [{"term": f"when::{at}", "Estimate": effect, "Std. Error": 1.0} for at, effect in averages.items()]
    total = np.mean([beta[place] for place, (when, _) in enumerate(cells) if when >= 0])
    entry = {
        "data": "panel.csv", "model": "y ~ sunab(start, when) | who + when", "coef": rows,
        "att": [{"term": "ATT", "Estimate": total, "Std. Error": 1.0}],
    }  # fmt: skip

    found = _figures(tmp_path, {"study": entry})

    assert found["study estimates"].digits > 10
    assert found["study ATT"].digits > 10


@pytest.mark.parametrize(("effect", "power"), [(0, 0.05), (9, 1.0)])
def test_power_runs_from_the_level_to_one(effect: int, power: float, tmp_path: Path) -> None:
    design = f"12 clusters in 3 sequences of 4, 4 periods; n=10, mu0=0, mu1={effect}, sigma=1, tau=0.3, alpha=0.05"
    found = _figures(tmp_path, {"power": {"data": None, "design": design, "power": power}})

    assert found["power power"].digits > 6


def test_a_working_correlation_that_programs_disagree_on_is_not_gated(tmp_path: Path) -> None:
    rows = [{"term": "(Intercept)", "Estimate": 0.1, "Std.err": 0.1}]
    entry = {"data": "panel.csv", "model": "y ~ 1, id = who, binomial", "coef": rows, "alpha": {}, "scale": 1.0}

    (figure,) = _figures(tmp_path, {"gee_ar1": entry}).values()

    assert figure.passed
    assert "not gated" in figure.reason
