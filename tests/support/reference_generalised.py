"""The generalised models of the shared reference folder, as plain designs, with R's figures."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design
from tests.support.reference_mixed import dummies, fixed, intercept, levels, numbers, reference, table


@dataclass(frozen=True)
class Case:
    """A model as `fit_generalised` takes it."""

    design: Design
    response: Numbers
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """What R says of it."""

    log_likelihood: float
    estimates: dict[str, float]
    errors: dict[str, float]
    deviations: tuple[float, ...]
    """Standard deviations of the random intercepts."""
    dispersion: float | None


def _named(name: str, column: str) -> list[tuple[str, Numbers]]:
    """Return a factor's treatment contrasts, named as R names them."""
    labels, values = dummies(name, column)
    return [(f"{column}{label}", values[:, number]) for number, label in enumerate(labels)]


def _category(name: str, column: str) -> Numbers:
    """Return the number of each row's category, in the order R had."""
    _, above = dummies(name, column)
    return above @ np.arange(1.0, above.shape[1] + 1)


def _cattle(points: int) -> Case:
    design = Design(*fixed(*_named("cbpp", "period")), (intercept("herd", levels(table("cbpp")["herd"])),))
    options = {"family": "binomial", "trials": numbers("cbpp", "size"), "quadrature": points}
    return Case(design, numbers("cbpp", "incidence"), options)


def _aggression(response: str, family: str) -> Case:
    name = "VerbAgg"
    columns = [("Anger", numbers(name, "Anger"))]
    for column in ("Gender", "btype", "situ"):
        columns += _named(name, column)
    terms = tuple(intercept(factor, levels(table(name)[factor])) for factor in ("id", "item"))
    return Case(Design(*fixed(*columns), terms), _category(name, response), {"family": family})


def _seizures(family: str) -> Case:
    base, ((treated, trt),) = numbers("epil", "lbase"), _named("epil", "trt")
    columns = [("lbase", base), (treated, trt), ("lage", numbers("epil", "lage")), ("V4", numbers("epil", "V4"))]
    columns.append((f"lbase:{treated}", base * trt))
    design = Design(*fixed(*columns), (intercept("subject", levels(table("epil")["subject"])),))
    return Case(design, numbers("epil", "y"), {"family": family})


def _salamanders(*, inflated: bool) -> Case:
    name = "Salamanders"
    mined = _named(name, "mined")
    design = Design(*fixed(*mined, *_named(name, "spp")), (intercept("site", levels(table(name)["site"])),))
    options = {"family": "nbinom2", "zero_inflation": Design(*fixed(*mined)) if inflated else None}
    return Case(design, numbers(name, "count"), options)


def _wine(kind: str) -> Case:
    temp, contact = _named("wine", "temp"), _named("wine", "contact")
    columns = [*temp, *([] if kind == "nominal" else contact)]
    if kind == "clm":
        columns.append(("tempwarm:contactyes", temp[0][1] * contact[0][1]))
    terms = (intercept("judge", levels(table("wine")["judge"])),) if kind in {"laplace", "agq10"} else ()
    options = {
        "family": "ordinal",
        "quadrature": 10 if kind == "agq10" else 1,
        "nominal": Design(*fixed(*contact)) if kind == "nominal" else None,
    }
    return Case(Design(*fixed(*columns), terms), numbers("wine", "rating") - 1, options)


_BUILT = {
    **{f"cbpp_binomial_agq{points}": lambda points=points: _cattle(points) for points in (1, 9, 25)},
    "verbagg_logit_crossed": lambda: _aggression("r2", "binomial"),
    "tmb_verbagg_logit": lambda: _aggression("r2", "binomial"),
    "epil_poisson": lambda: _seizures("poisson"),
    "tmb_epil_poisson": lambda: _seizures("poisson"),
    "tmb_epil_nbinom1": lambda: _seizures("nbinom1"),
    "tmb_epil_nbinom2": lambda: _seizures("nbinom2"),
    "tmb_salamanders_nb2": lambda: _salamanders(inflated=False),
    "tmb_salamanders_zinb2": lambda: _salamanders(inflated=True),
    "wine_clm": lambda: _wine("clm"),
    "wine_clm_nominal": lambda: _wine("nominal"),
    "wine_clmm_laplace": lambda: _wine("laplace"),
    "wine_clmm_agq10": lambda: _wine("agq10"),
    "verbagg_clmm_crossed": lambda: _aggression("resp", "ordinal"),
}
CASES = tuple(_BUILT)


def case(name: str) -> Case:
    """Return a case by its name in glmm.json or ordinal.json."""
    return _BUILT[name]()


def figures(name: str) -> Figures:
    """Return R's figures, with the names this engine gives."""
    told: dict[str, Any] = {**reference("glmm"), **reference("ordinal")}[name]
    if "fixef" in told:
        deviations = tuple(one["sdcor"] for one in told["varcomp"])
        return Figures(told["logLik"], told["fixef"], told["se"], deviations, None)
    if "call" in told:
        return _ordered(told)
    rows = {row["term"]: row for row in told["coef"]["cond"]}
    rows |= {f"zero inflation: {row['term']}": row for row in told["coef"].get("zi", [])}
    deviations = tuple(matrix[0][0] ** 0.5 for matrix in told["varcomp"].values())
    estimates = {name: row["Estimate"] for name, row in rows.items()}
    errors = {name: row["Std. Error"] for name, row in rows.items()}
    return Figures(told["logLik"], estimates, errors, deviations, told["dispersion"])


def _ordered(told: dict[str, Any]) -> Figures:
    """Number the thresholds, which R names by the categories' labels."""
    labels: list[str] = []
    rows: dict[str, dict[str, float]] = {}
    for row in told["coef"]:
        pair, _, effect = str(row["term"]).partition(".")
        if "|" in pair and pair not in labels:
            labels.append(pair)
        number = labels.index(pair) if pair in labels else 0
        name = f"{number}|{number + 1}{'.' if effect else ''}{effect}" if "|" in pair else str(row["term"])
        rows[name] = row
    deviations = tuple((told["sd"] or {}).values())
    estimates = {name: row["Estimate"] for name, row in rows.items()}
    return Figures(told["logLik"], estimates, {name: row["Std. Error"] for name, row in rows.items()}, deviations, None)
