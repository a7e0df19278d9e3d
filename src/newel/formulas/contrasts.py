"""Questions to a model in terms of its formula: what a type-3 table tests, adjusted means, and their differences."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from newel.formulas.algebra import Term
from newel.formulas.building import Model
from newel.formulas.coding import EVERY, ONES, code
from newel.formulas.refusing import refuse
from newel.formulas.variables import Factor, Measure, Variable
from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design


@dataclass(frozen=True)
class Means:
    """One contrast a level, or a combination of levels, at the mean of everything else."""

    labels: tuple[tuple[str, ...], ...]
    contrasts: Numbers
    """Shape (m, p)."""

    def pairs(self) -> tuple[tuple[tuple[int, int], ...], Numbers]:
        """Return every pair of places, and the contrast of the first less the second."""
        pairs = tuple(combinations(range(len(self.labels)), 2))
        return pairs, np.array([self.contrasts[one] - self.contrasts[other] for one, other in pairs])


def type_3(model: Model, design: Design | None = None) -> dict[str, Numbers]:
    """Return the contrasts of each term, adjusted for all others: a type-3 table tests that they are 0.

    `design` is that of the fit, where it left columns out. A term is adjusted for the terms that contain it too: a main
    effect is that of its levels on average over the levels it is crossed with. A model with one term has nothing to
    adjust for. Source: SAS/STAT User's Guide, The Four Types of Estimable Functions; Kuznetsova A, Brockhoff PB,
    Christensen RHB. J Stat Softw 2017;82(13).
    """
    used = design or model.design
    places = {name: at for at, name in enumerate(used.names)}
    blocks = {
        term: kept
        for term, block in model.blocks.items()
        if term != ONES and (kept := [places[name] for at in block if (name := model.design.names[at]) in places])
    }
    if len(blocks) < 2:
        return {term: _sequential(used.fixed)[kept] for term, kept in blocks.items()}
    every = code(model.formula.fixed.terms, model.variables, rows=len(model.rows), contrast=EVERY)
    asked = (np.linalg.pinv(used.fixed) @ every.columns).T
    terms = {":".join(term): term for term in model.formula.fixed.terms}
    for term in sorted(blocks, key=lambda name: -len(terms[name])):
        around = [at for other in blocks if _contains(model, terms[other], terms[term]) for at in blocks[other]]
        if around:
            given, wanted = asked[:, around], asked[:, blocks[term]]
            asked[:, blocks[term]] = wanted - given @ np.linalg.lstsq(given, wanted, rcond=None)[0]
    rows = [every.names.index(name) for name in used.names]
    return {term: np.ascontiguousarray(asked[np.ix_(rows, kept)].T) for term, kept in blocks.items()}


def _sequential(fixed: Numbers) -> Numbers:
    """Return the contrasts of columns adjusted for those before them only: the unit triangle of X'X, shape (p, p)."""
    root = np.linalg.cholesky(fixed.T @ fixed).T
    return np.asarray(root / np.diag(root)[:, None])


def _contains(model: Model, outer: Term, inner: Term) -> bool:
    """Say whether a term is of the same numbers as another and of its levels crossed with more."""
    numbers = [{name for name in term if isinstance(model.variables[name], Measure)} for term in (outer, inner)]
    return set(inner) < set(outer) and numbers[0] == numbers[1]


def adjusted_means(model: Model, factors: Sequence[str]) -> Means:
    """Return the mean at each combination of levels of some factors, the other factors' levels counting alike.

    Numbers stand at their mean. Source: Searle SR, Speed FM, Milliken GA. Am Stat 1980;34:216-221.
    """
    used = {name: model.variables[name] for name in model.formula.fixed.variables}
    grid = [used[name] for name in factors]
    if not all(isinstance(variable, Factor) for variable in grid):
        refuse(", ".join(factors), found="numbers", expected="factors of the model", remedy="Name a factor.")
    every = {name: _levels(variable) for name, variable in used.items()}
    rows = list(product(*(range(count) for count in every.values())))
    chosen = np.array(rows, dtype=np.int64).reshape(len(rows), len(every))
    points = {name: _at(used[name], chosen[:, place]) for place, name in enumerate(every)}
    columns = code(model.formula.fixed.terms, points, rows=len(rows)).columns
    places = [list(every).index(name) for name in factors]
    labels = list(product(*(range(every[name]) for name in factors)))
    means = [columns[(chosen[:, places] == np.array(label)).all(axis=1)].mean(axis=0) for label in labels]
    named = [tuple(_label(used[name], at) for name, at in zip(factors, label, strict=True)) for label in labels]
    return Means(tuple(named), np.array(means))


def _levels(variable: Variable) -> int:
    return len(variable.labels) if isinstance(variable, Factor) else 1


def _label(variable: Variable, at: int) -> str:
    return variable.labels[at] if isinstance(variable, Factor) else ""


def _at(variable: Variable, places: "np.typing.NDArray[np.int64]") -> Variable:
    """Return a variable at chosen levels, or at its mean."""
    if isinstance(variable, Factor):
        return Factor(places, variable.labels, variable.ordered)
    return Measure(np.tile(variable.columns.mean(axis=0), (len(places), 1)), variable.suffixes)
