"""From the design as it was written to one that is well scaled for the search, and back."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised.checks import Checked, one_each
from newel.statistics.mixed.generalised.columns import Basis, orthogonal_basis
from newel.statistics.mixed.generalised.layout import lay_out
from newel.statistics.mixed.generalised.problem import Problem, Shape
from newel.statistics.mixed.generalised.quadrature import hermite
from newel.statistics.mixed.generalised.rows import BINOMIAL, ORDINAL
from newel.statistics.mixed.terms import Design, RandomTerm


@dataclass(frozen=True)
class Working:
    """A problem in working parameters, and the way back."""

    problem: Problem
    design: Design
    """Without aliased columns, and for an ordered answer without the intercept."""
    back: Numbers
    """Thresholds, coefficients, log dispersion and inflation coefficients = back @ working ones."""
    names: tuple[str, ...]
    """Of all these but the dispersion."""
    order: tuple[int, ...]
    """Number in design.random of each term of the problem, by size."""
    scales: Numbers
    """Each random column was divided by its scale, shape (K,)."""
    aliased: tuple[str, ...]
    notes: tuple[str, ...]
    factors: tuple[str, ...]
    """Name of each term's factor, in the order of the problem."""

    @property
    def ordered(self) -> bool:
        """Whether answers are ordered categories."""
        return self.problem.kind == ORDINAL

    @property
    def binomial(self) -> bool:
        """Whether answers are successes of trials."""
        return self.problem.kind == BINOMIAL


def prepare(checked: Checked) -> Working:
    """Return the working problem of checked input."""
    checked, categories, empty = _seen_categories(checked)
    fixed = _fixed_columns(checked)
    inflation = _inflation_columns(checked)
    order, left_out = _usable_terms(checked)
    terms = tuple(checked.design.random[number] for number in order)
    shape = Shape(
        boundaries=max(len(categories) - 1, 0),
        nominal=max(fixed.leading - 1, 0),
        fixed=len(fixed.design.names),
        dispersion=int(checked.family in {"nbinom1", "nbinom2"}),
        inflation=len(inflation.names),
        factors=sum(term.columns.shape[1] * (term.columns.shape[1] + 1) // 2 for term in terms),
    )
    problem, scales = _problem(checked, (fixed.basis, inflation.basis, fixed.leading), (shape, terms))
    aliased = (*fixed.aliased, *inflation.aliased)
    same = [f"Left out, because the columns before them say the same: {', '.join(aliased)}."] if aliased else []
    return Working(
        problem=problem,
        design=fixed.design,
        back=_back(shape, fixed.basis.back, inflation.basis.back),
        names=(*_threshold_names(categories, fixed.nominal), *fixed.design.names, *inflation.names),
        order=order,
        scales=scales,
        aliased=aliased,
        notes=(*empty, *same, *left_out),
        factors=tuple(term.factor for term in terms),
    )


@dataclass(frozen=True)
class _Fixed:
    """Columns of thresholds and of fixed effects, independent of each other."""

    basis: Basis
    leading: int
    """How many of them belong to every threshold: a one, then the nominal columns; 0 where there are no thresholds."""
    design: Design
    nominal: tuple[str, ...]
    aliased: tuple[str, ...]


@dataclass(frozen=True)
class _Inflation:
    basis: Basis
    names: tuple[str, ...]
    aliased: tuple[str, ...]


def _fixed_columns(checked: Checked) -> _Fixed:
    design, nominal = checked.design, checked.nominal
    ones = np.ones((len(checked.response), 1 if checked.family == "ordinal" else 0))
    ahead = ones.shape[1] + len(nominal.names)
    basis = orthogonal_basis(np.hstack([ones, nominal.fixed, design.fixed]))
    own = [number - ahead for number in basis.kept if number >= ahead]
    kept_nominal = tuple(name for number, name in enumerate(nominal.names, ones.shape[1]) if number in basis.kept)
    lost = [number for number in range(len(design.names)) if number not in own]
    if checked.family == "ordinal":  # thresholds stand for a constant, which is no loss
        lost = [number for number in lost if np.ptp(design.fixed[:, number]) > 0 or not np.any(design.fixed[:, number])]
    names = tuple(design.names[number] for number in own)
    aliased = [name for name in nominal.names if name not in kept_nominal] + [design.names[number] for number in lost]
    leading = sum(number < ahead for number in basis.kept)
    design = replace(design, fixed=design.fixed[:, own], names=names)
    return _Fixed(basis, leading, design, kept_nominal, tuple(aliased))


def _inflation_columns(checked: Checked) -> _Inflation:
    if checked.inflation is None:
        return _Inflation(orthogonal_basis(np.zeros((len(checked.response), 0))), (), ())
    names = [f"zero inflation: {name}" for name in checked.inflation.names]
    basis = orthogonal_basis(checked.inflation.fixed)
    lost = tuple(name for number, name in enumerate(names) if number not in basis.kept)
    return _Inflation(basis, tuple(names[number] for number in basis.kept), lost)


def _problem(
    checked: Checked, bases: tuple[Basis, Basis, int], random: tuple[Shape, tuple[RandomTerm, ...]]
) -> tuple[Problem, Numbers]:
    """Return the problem, and by what each random column was divided."""
    fixed, inflation, leading = bases
    shape, terms = random
    scaled, scales = _scaled(terms)
    problem = Problem(
        kind=checked.kind,
        data=np.column_stack([checked.response, checked.trials]),
        offset=checked.offset,
        fixed=np.ascontiguousarray(fixed.orthogonal[:, leading:]),
        nominal=np.ascontiguousarray(fixed.orthogonal[:, :leading]),
        inflation=inflation.orthogonal,
        bands=lay_out(scaled, len(checked.response)),
        shape=shape,
        nodes=hermite(checked.points) if checked.points > 1 and terms else None,
        warm=np.zeros(sum(term.count * term.columns.shape[1] for term in terms)),
    )
    return problem, scales


def _seen_categories(checked: Checked) -> tuple[Checked, tuple[int, ...], tuple[str, ...]]:
    """Number the categories of an ordered answer that were given from 0 on, and name those that were not."""
    if checked.family != "ordinal":
        return checked, (), ()
    seen, answer = np.unique(checked.response, return_inverse=True)
    categories = tuple(int(category) for category in seen)
    empty = sorted(set(range(categories[-1])) - set(categories))
    notes = tuple(
        f"Nobody answered category {category}, so it has no threshold of its own." for category in empty
    )
    return replace(checked, response=answer.astype(np.float64)), categories, notes


def _usable_terms(checked: Checked) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the random terms whose variance can be seen, largest first, and a sentence on each other."""
    found, notes = [], []
    single = checked.family == "ordinal" or (checked.family == "binomial" and bool(np.all(checked.trials == 1)))
    for number, term in enumerate(checked.design.random):
        if term.count < 2:
            notes.append(f"{term.factor} has one level only, so how its levels differ cannot be seen; it is left out.")
        elif single and one_each(term):
            notes.append(
                f"Each level of {term.factor} has one row, so how levels differ cannot be told from how rows do; "
                "it is left out."
            )
        else:
            found.append(number)
    terms = checked.design.random
    found.sort(key=lambda number: -terms[number].count * terms[number].columns.shape[1])
    return tuple(found), tuple(notes)


def _scaled(terms: tuple[RandomTerm, ...]) -> tuple[tuple[RandomTerm, ...], Numbers]:
    """Divide each random column by its root mean square."""
    sizes = [np.sqrt(np.mean(term.columns**2, axis=0)) for term in terms]
    sizes = [np.where(size > 0, size, 1.0) for size in sizes]
    scaled = tuple(replace(term, columns=term.columns / size) for term, size in zip(terms, sizes, strict=True))
    return scaled, np.concatenate([np.zeros(0), *sizes])


def _threshold_names(categories: tuple[int, ...], nominal: tuple[str, ...]) -> list[str]:
    pairs = [f"{low}|{high}" for low, high in pairwise(categories)]
    if not nominal:
        return pairs
    return [f"{pair}.{name}" for pair in pairs for name in ("(Intercept)", *nominal)]


def _back(shape: Shape, columns: Numbers, inflation: Numbers) -> Numbers:
    """Return the matrix from working parameters to those of the design as written.

    With [1, nominal, fixed] = orthogonal @ triangle, a row's threshold less its linear predictor is the same in both
    forms when each threshold's own coefficients take up what the fixed columns share with [1, nominal].
    """
    leading = 1 + shape.nominal if shape.boundaries else len(columns) - shape.fixed
    size = shape.count - shape.factors
    found = np.eye(size)
    first = shape.thresholds
    fixed = slice(first, first + shape.fixed)
    found[fixed, fixed] = columns[leading:, leading:]
    for boundary in range(shape.boundaries):
        own = slice(boundary * leading, (boundary + 1) * leading)
        found[own, own] = columns[:leading, :leading]
        found[own, fixed] = -columns[:leading, leading:]
    if shape.inflation:
        found[size - shape.inflation :, size - shape.inflation :] = inflation
    return found
