"""Each kind of case on made-up data, its figures by plain algebra: right ones agree, and each wrong one is found."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from newel.verification import verify
from tests.support.naive_few_clusters import naive_wild
from tests.support.reference_folder import Columns, a_folder, listed

UNITS, PERIODS = 8, 4


@dataclass(frozen=True)
class Made:
    """An entry, its data, and what cases.csv says of it."""

    entry: dict[str, Any]
    data: Columns
    listed: str = ""


def _panel() -> dict[str, list[float]]:
    """Eight units over four periods: three start in period 3, two in 4, three never."""
    rng = np.random.default_rng(41)
    unit, period = np.repeat(np.arange(1, UNITS + 1), PERIODS), np.tile(np.arange(1, PERIODS + 1), UNITS)
    start = np.array([3, 3, 3, 4, 4, 0, 0, 0])[unit - 1]
    treated = ((start > 0) & (period >= start)).astype(float)
    x = rng.normal(size=len(unit))
    y = 0.3 * unit + 0.1 * period**2 + 0.8 * treated + 0.5 * x + rng.normal(size=len(unit))
    columns = {"unit": unit, "period": period, "start": start, "treated": treated, "x": x, "y": y}
    return {name: [float(value) for value in column] for name, column in columns.items()}


PANEL = _panel()


def _rows(names: list[str], estimates: Any, errors: Any, words: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"term": name, words[0]: float(one), words[1]: float(error)}
        for name, one, error in zip(names, estimates, errors, strict=True)
    ]


def two_way() -> Made:
    """Least squares with a dummy for each unit and period, and the textbook's standard errors."""
    unit, period = (np.array(PANEL[name]).astype(int) - 1 for name in ("unit", "period"))
    fixed = np.column_stack([PANEL["treated"], PANEL["x"], np.eye(UNITS)[unit], np.eye(PERIODS)[period][:, 1:]])
    y = np.array(PANEL["y"])
    bread = np.linalg.inv(fixed.T @ fixed)
    beta = bread @ fixed.T @ y
    left = y - fixed @ beta
    errors = np.sqrt(np.diag(bread) * (left @ left) / (len(y) - fixed.shape[1]))
    rows = _rows(["treated", "x"], beta[:2], errors[:2], ("Estimate", "Std. Error"))
    return Made({"data": "d.csv", "model": "y ~ treated + x | unit + period", "coef": rows}, PANEL)


def group_time() -> Made:
    """Differences of mean changes: units that start together against those that never do."""
    y = np.array(PANEL["y"]).reshape(UNITS, PERIODS)
    first = np.array(PANEL["start"]).reshape(UNITS, PERIODS)[:, 0]
    never = first == 0
    entry: dict[str, Any] = {"group": [], "t": [], "att": [], "se": []}
    for group in (3, 4):
        own = first == group
        for period in range(2, PERIODS + 1):
            base = group - 1 if period >= group else period - 1
            change = y[:, period - 1] - y[:, base - 1]
            squares = change[own].var() / own.sum() + change[never].var() / never.sum()
            figures = (group, period, change[own].mean() - change[never].mean(), np.sqrt(squares))
            for name, figure in zip(("group", "t", "att", "se"), figures, strict=True):
                entry[name].append(float(figure))
    more = {"data": "d.csv", "covariates": "~1", "control": "nevertreated", "method": "reg", "aggregates": {}}
    return Made({**entry, **more}, PANEL, listed="att_gt y, ~1, reg, never treated")


def power() -> Made:
    """Hussey and Hughes' variance by dense generalised least squares of a wedge of six clusters in three sequences."""
    people, sigma, tau, effect = 20, 1.0, 0.3, 0.4
    treated = np.repeat(np.arange(4)[None, :] >= np.arange(1, 4)[:, None], 2, axis=0).astype(float)
    v = np.kron(np.eye(6), sigma**2 / people * np.eye(4) + tau**2)
    fixed = np.column_stack([np.tile(np.eye(4), (6, 1)), treated.ravel()])
    error = np.sqrt(np.linalg.inv(fixed.T @ np.linalg.solve(v, fixed))[-1, -1])
    found = stats.norm.cdf(np.array([effect, -effect]) / error - stats.norm.ppf(0.975)).sum()
    design = "6 clusters in 3 sequences of 2; n=20, mu0=0, mu1=0.4, sigma=1, tau=0.3, eta=rho=gamma=0"
    return Made({"power": float(found), "design": design}, {})


def kappa() -> Made:
    """Fleiss' kappa and its z, from the counts of each category."""
    rng = np.random.default_rng(41)
    codes = rng.integers(0, 3, (15, 4))
    codes[:, 1] = np.where(rng.uniform(size=15) < 0.6, codes[:, 0], codes[:, 1])
    table = (codes[:, :, None] == np.arange(3)).sum(axis=1)
    shares = table.sum(axis=0) / table.sum()
    observed = ((table**2).sum(axis=1) - 4).mean() / (4 * 3)
    chance = (shares**2).sum()
    value = (observed - chance) / (1 - chance)
    product = shares * (1 - shares)
    null = np.sqrt(2) / (product.sum() * np.sqrt(15 * 4 * 3))
    null *= np.sqrt(product.sum() ** 2 - (product * (1 - 2 * shares)).sum())
    names = np.array(["low", "mid", "top"])
    data = {f"rater{place}": [str(name) for name in names[codes[:, place]]] for place in range(4)}
    return Made({"data": "d.csv", "value": float(value), "statistic": float(value / null)}, data)


def _clustered() -> tuple[dict[str, list[Any]], Any, Any, Any]:
    rng = np.random.default_rng(41)
    site = np.repeat(np.arange(6), 5)
    arm, x = (site % 2).astype(float), rng.normal(size=30)
    y = 0.3 * arm + 0.2 * x + 0.4 * rng.normal(size=6)[site] + rng.normal(size=30)
    data = {"y": y.tolist(), "x": x.tolist(), "arm": arm.tolist(), "site": [f"s{level}" for level in site]}
    return data, np.column_stack([np.ones(30), x, arm]), y, site


def enumerated() -> Made:
    """All sign vectors, each time made and fitted anew."""
    data, fixed, y, site = _clustered()
    t, others = naive_wild(fixed, y, site, column=2, kind="11", restricted=True)
    p = float((np.abs(others) >= abs(t) - 1e-10).mean())
    entry = {"data": "d.csv", "model": "y ~ x + arm", "cluster": "site", "parameter": "arm"}
    return Made({**entry, "t": float(t), "p": p, "vectors": 64, "clusters": 6}, data)


def robust() -> Made:
    """CR0 with the sandwich written out, and its clusters less one."""
    data, fixed, y, site = _clustered()
    bread = np.linalg.inv(fixed.T @ fixed)
    beta = bread @ fixed.T @ y
    scores = fixed * (y - fixed @ beta)[:, None]
    sums = np.array([scores[site == level].sum(axis=0) for level in range(6)])
    errors = np.sqrt(np.diag(bread @ sums.T @ sums @ bread))
    rows = _rows(["(Intercept)", "x", "arm"], beta, errors, ("beta", "SE"))
    rows = [{**row, "df_t": 5, "df_Satt": 5.0} for row in rows]
    entry = {"data": "d.csv", "model": "y ~ x + arm", "type": "CR0", "cluster": "site", "clusters": 6, "coef": rows}
    return Made(entry, data)


def difference() -> Made:
    """Cohen's d with the pooled deviation; its interval from the noncentral t."""
    rng = np.random.default_rng(41)
    first, second = rng.normal(size=14) + 0.9, rng.normal(size=11)
    pooled = np.sqrt((13 * first.var(ddof=1) + 10 * second.var(ddof=1)) / 23)
    value = (first.mean() - second.mean()) / pooled
    scale = np.sqrt(1 / 14 + 1 / 11)
    grid = np.linspace(-2, 8, 200_001)
    below = stats.nct.cdf(value / scale, 23, grid)
    ends = [float(np.interp(-share, -below, grid) * scale) for share in (0.975, 0.025)]
    data: Columns = {"arm": ["a"] * 14 + ["b"] * 11, "score": [*first.tolist(), *second.tolist()]}
    return Made({"data": "d.csv", "Cohens_d": float(value), "CI_low": ends[0], "CI_high": ends[1]}, data)


def adjusted() -> Made:
    """Holm's and Bonferroni's p values, and Benjamini and Hochberg's."""
    p = [0.001, 0.012, 0.03, 0.2]
    figures = {
        "holm": [0.004, 0.036, 0.06, 0.2],
        "bonferroni": [0.004, 0.048, 0.12, 0.8],
        "BH": [0.004, 0.024, 0.04, 0.2],
    }
    return Made({"p": p, **figures}, {})


def poisson() -> Made:
    """A Poisson model by the most general search there is: Newton's, written out."""
    rng = np.random.default_rng(41)
    x = rng.normal(size=40)
    y = rng.poisson(np.exp(0.4 + 0.5 * x)).astype(float)
    fixed, beta = np.column_stack([np.ones(40), x]), np.zeros(2)
    for _ in range(60):
        mean = np.exp(fixed @ beta)
        beta = beta + np.linalg.solve(fixed.T @ (mean[:, None] * fixed), fixed.T @ (y - mean))
    mean = np.exp(fixed @ beta)
    errors = np.sqrt(np.diag(np.linalg.inv(fixed.T @ (mean[:, None] * fixed))))
    names = ["(Intercept)", "x"]
    entry = {
        "data": "d.csv", "formula": "y ~ x", "family": "poisson", "nAGQ": 1,
        "fixef": dict(zip(names, map(float, beta), strict=True)),
        "se": dict(zip(names, map(float, errors), strict=True)),
        "logLik": float(stats.poisson.logpmf(y, mean).sum()),
    }  # fmt: skip
    return Made(entry, {"x": x.tolist(), "y": y.astype(int).tolist()})


KINDS: dict[str, tuple[Callable[[], Made], dict[str, str]]] = {
    "two_way": (two_way, {"Estimate": "estimates", "Std. Error": "standard errors"}),
    "group_time": (group_time, {"att": "ATT(g,t)", "se": "ATT(g,t): standard errors"}),
    "power": (power, {"power": "power"}),
    "kappa": (kappa, {"value": "kappa", "statistic": "z"}),
    "enumerated": (enumerated, {"t": "t", "p": "p", "vectors": "sign vectors"}),
    "difference": (difference, {"Cohens_d": "Cohens_d", "CI_low": "interval", "CI_high": "interval"}),
    "adjusted": (adjusted, {"holm": "holm", "bonferroni": "bonferroni", "BH": "BH"}),
    "poisson": (poisson, {"fixef": "fixed effects", "se": "standard errors", "logLik": "logLik"}),
}
"""How each kind is made, and under which quantity a field of it is compared."""
FIELDS = [(kind, field) for kind, (_, fields) in KINDS.items() for field in fields]


def _compared(folder: Path, made: Made, kind: str) -> dict[str, bool]:
    made_folder = a_folder(folder, {kind: made.entry}, data={"d": made.data} if made.data else None)
    if made.listed:
        listed(made_folder, [{"case": kind, "file": "ref/effects.json", "data": "d.csv", "model": made.listed}])
    return {one.quantity: one.passed for one in verify(made_folder)}


def _spoil(thing: Any, field: str) -> bool:
    """Change the first figure of a field by one part in fifty, wherever the entry keeps it."""
    if not isinstance(thing, list | dict):
        return False
    if isinstance(thing, list) or field not in thing:
        return any(_spoil(part, field) for part in (thing if isinstance(thing, list) else thing.values()))
    held, place = thing, field
    if isinstance(thing[field], list | dict):
        held = thing[field]
        place = next(iter(held)) if isinstance(held, dict) else 0
    held[place] *= 1.02
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_figures_of_plain_algebra_agree(kind: str, tmp_path: Path) -> None:
    make, fields = KINDS[kind]

    found = _compared(tmp_path / "f", make(), kind)

    assert set(fields.values()) <= set(found)
    assert all(found.values()), found


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_a_figure_that_is_wrong_by_a_fiftieth_falls_short_and_no_other_does(
    kind: str, field: str, tmp_path: Path
) -> None:
    make, fields = KINDS[kind]
    made = make()
    entry = copy.deepcopy(made.entry)
    assert _spoil(entry, field)

    found = _compared(tmp_path / "f", Made(entry, made.data, made.listed), kind)

    assert [quantity for quantity, passed in found.items() if not passed] == [fields[field]]


def test_the_sandwich_written_out_agrees_and_made_up_freedom_does_not(tmp_path: Path) -> None:
    found = _compared(tmp_path / "f", robust(), "robust")

    assert found["estimates"]
    assert found["standard errors"]
    assert found["clusters less one"]
    assert not found["Satterthwaite df"]
