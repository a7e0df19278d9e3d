"""The linear mixed models of the shared reference folder, as plain designs."""

import csv
import json
from functools import cache

import numpy as np

from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed import Design, RandomTerm
from tests.support.shared import SHARED

REFERENCE = SHARED / "reference" / "quantitative"
Columns = dict[str, list[str]]


@cache
def table(name: str) -> Columns:
    """Return the columns of a reference data set as texts."""
    with (REFERENCE / "data" / f"{name}.csv").open() as file:
        rows = list(csv.DictReader(file))
    return {column: [row[column] for row in rows] for column in rows[0]}


@cache
def reference(name: str = "lmm") -> dict[str, dict[str, object]]:
    """Return R's results by case."""
    return json.loads((REFERENCE / "ref" / f"{name}.json").read_text())


def numbers(name: str, column: str) -> Numbers:
    """Return a column of numbers."""
    return np.array([float(text) for text in table(name)[column]])


def levels(*columns: list[str]) -> Levels:
    """Number the combinations of columns that occur."""
    keys = list(zip(*columns, strict=True))
    order = {key: place for place, key in enumerate(sorted(set(keys)))}
    return np.array([order[key] for key in keys])


def dummies(name: str, column: str) -> tuple[tuple[str, ...], Numbers]:
    """Return treatment contrasts: one column for each level but the first, in the order R had."""
    kinds = json.loads((REFERENCE / "data" / "columns.json").read_text())[name]["columns"][column]
    values = table(name)[column]
    names = kinds["levels"] if isinstance(kinds, dict) else sorted(set(values))
    return tuple(names[1:]), (np.array(values)[:, None] == np.array(names[1:])).astype(float)


def intercept(factor: str, of: Levels) -> RandomTerm:
    """Return (1 | factor)."""
    return RandomTerm(factor, of, np.ones((len(of), 1)), ("(Intercept)",))


def slope(factor: str, of: Levels, column: tuple[str, Numbers], *, correlated: bool = True) -> RandomTerm:
    """Return (column | factor), or (0 + column | factor) where it is not correlated with an intercept."""
    name, values = column
    if not correlated:
        return RandomTerm(factor, of, values[:, None], (name,))
    return RandomTerm(factor, of, np.column_stack((np.ones(len(values)), values)), ("(Intercept)", name))


def fixed(*columns: tuple[str, Numbers]) -> tuple[Numbers, tuple[str, ...]]:
    """Return fixed columns behind an intercept, with their names."""
    rows = len(columns[0][1]) if columns else 0
    matrix = np.column_stack([np.ones(rows), *(values for _, values in columns)])
    return matrix, ("(Intercept)", *(name for name, _ in columns))


def model(case: str) -> tuple[Design, Numbers]:
    """Return the design and the response of a case in lmm.json, by its name without _REML or _ML."""
    return _MODELS[case]()


def _batches(name: str) -> tuple[Design, Numbers]:
    response = numbers(name, "Yield")
    batch = intercept("Batch", levels(table(name)["Batch"]))
    return Design(np.ones((len(response), 1)), ("(Intercept)",), (batch,)), response


def _sleep(*, correlated: bool) -> tuple[Design, Numbers]:
    days, subject = numbers("sleepstudy", "Days"), levels(table("sleepstudy")["Subject"])
    terms: tuple[RandomTerm, ...] = (slope("Subject", subject, ("Days", days)),)
    if not correlated:
        terms = intercept("Subject", subject), slope("Subject", subject, ("Days", days), correlated=False)
    return Design(*fixed(("Days", days)), terms), numbers("sleepstudy", "Reaction")


def _penicillin() -> tuple[Design, Numbers]:
    data = table("Penicillin")
    terms = tuple(intercept(name, levels(data[name])) for name in ("plate", "sample"))
    return Design(np.ones((144, 1)), ("(Intercept)",), terms), numbers("Penicillin", "diameter")


def _pastes() -> tuple[Design, Numbers]:
    data = table("Pastes")
    terms = intercept("batch", levels(data["batch"])), intercept("batch:cask", levels(data["batch"], data["cask"]))
    return Design(np.ones((60, 1)), ("(Intercept)",), terms), numbers("Pastes", "strength")


def _interaction(name: str, one: str, other: str) -> tuple[Numbers, tuple[str, ...]]:
    """Return the columns of one * other."""
    names, first = dummies(name, one)
    others, second = dummies(name, other)
    cells = [(i, j) for j in range(len(others)) for i in range(len(names))]
    pairs = [(f"{one}{names[i]}:{other}{others[j]}", first[:, i] * second[:, j]) for i, j in cells]
    singles = [(f"{one}{a}", first[:, i]) for i, a in enumerate(names)]
    return fixed(*singles, *((f"{other}{b}", second[:, j]) for j, b in enumerate(others)), *pairs)


def _cake() -> tuple[Design, Numbers]:
    data = table("cake")
    term = intercept("recipe:replicate", levels(data["recipe"], data["replicate"]))
    return Design(*_interaction("cake", "recipe", "temperature"), (term,)), numbers("cake", "angle")


def _brandsma() -> tuple[Design, Numbers]:
    name = "brandsma_complete"
    iqv, ses, sex = (numbers(name, column) for column in ("iqv", "ses", "sex"))
    columns = fixed(("iqv", iqv), ("ses", ses), ("factor(sex)1", sex))
    return Design(*columns, (slope("sch", levels(table(name)["sch"]), ("iqv", iqv)),)), numbers(name, "lpo")


def _instruction(*, crossed: int) -> tuple[Design, Numbers]:
    data, response = table("InstEval"), numbers("InstEval", "y")
    terms = [intercept(name, levels(data[name])) for name in ("s", "d", "dept")]
    service = fixed(("service1", numbers("InstEval", "service")))
    columns = service if crossed == 3 else _interaction("InstEval", "service", "dept")
    return Design(*columns, tuple(terms[:crossed])), response


_MODELS = {
    "dyestuff": lambda: _batches("Dyestuff"),
    "dyestuff2_singular": lambda: _batches("Dyestuff2"),
    "sleepstudy_slope": lambda: _sleep(correlated=True),
    "sleepstudy_uncorrelated": lambda: _sleep(correlated=False),
    "penicillin_crossed": _penicillin,
    "pastes_nested": _pastes,
    "cake": _cake,
    "brandsma_slope": _brandsma,
    "insteval_crossed3": lambda: _instruction(crossed=3),
    "insteval_crossed2": lambda: _instruction(crossed=2),
}
CASES = tuple(_MODELS)
