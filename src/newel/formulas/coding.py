"""Terms to columns, as R's `model.matrix` codes and names them: the first level of a factor is the base.

A factor in a term is coded by contrasts where the term without it stands before in the formula, and by one column a
level where it does not, so that the columns span what the terms say and no more than can be estimated.

Source: Chambers JM, Hastie TJ. Statistical Models in S, 1992, section 2.4; R's model.c, TermCode.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from newel.formulas.algebra import INTERCEPT, Term
from newel.formulas.polynomials import orthogonal
from newel.formulas.variables import Factor, Measure, Variable
from newel.statistics.arrays import Numbers

ONES = "(Intercept)"
TREATMENT = "treatment"
EVERY = "every"
"""A column for every level, in every term: more than can be estimated, and all that could be asked about."""


@dataclass(frozen=True)
class Coded:
    """Columns with their names, and which of them belong to which term."""

    columns: Numbers
    names: tuple[str, ...]
    blocks: Mapping[str, tuple[int, ...]]
    """Places of the columns of each term, by the term's name; the intercept is `(Intercept)`."""


def code(
    terms: Sequence[Term], variables: Mapping[str, Variable], *, rows: int, contrast: str = TREATMENT
) -> Coded:
    """Return the columns of a list of terms."""
    full = _full_codings(terms, variables)
    if contrast == EVERY:
        full = {term: frozenset(term) for term in terms}
    columns: list[Numbers] = []
    names: list[str] = []
    blocks: dict[str, tuple[int, ...]] = {}
    for term in terms:
        block: Numbers = np.ones((rows, 1))
        labels: tuple[str, ...] = (ONES,)
        if term:
            block, labels = _term(term, variables, full=full[term])
        blocks[":".join(term) or ONES] = tuple(range(len(names), len(names) + len(labels)))
        columns.append(block)
        names.extend(labels)
    return Coded(np.hstack(columns) if columns else np.empty((rows, 0)), tuple(names), blocks)


def _full_codings(terms: Sequence[Term], variables: Mapping[str, Variable]) -> dict[Term, frozenset[str]]:
    """Return for each term the factors that get a column for every level."""
    full: dict[Term, frozenset[str]] = {}
    for place, term in enumerate(terms):
        before = [frozenset(other) for other in terms[:place]]
        full[term] = frozenset(name for name in term if not _marginal(frozenset(term) - {name}, before))
    if INTERCEPT not in terms:
        first = next((term for term in terms if any(isinstance(variables[name], Factor) for name in term)), None)
        if first is not None:
            name = next(name for name in first if isinstance(variables[name], Factor))
            full[first] |= {name}
    return full


def _marginal(rest: frozenset[str], before: Sequence[frozenset[str]]) -> bool:
    """Say whether the term without a factor is spanned by terms that stand before it."""
    return not rest or any(rest <= other for other in before)


def _term(
    term: Term, variables: Mapping[str, Variable], *, full: frozenset[str]
) -> tuple[Numbers, tuple[str, ...]]:
    """Return the products of the variables' columns; the first variable changes fastest."""
    block, labels = _variable(term[0], variables[term[0]], full=term[0] in full)
    for name in term[1:]:
        more, suffixes = _variable(name, variables[name], full=name in full)
        block = np.asarray(block[:, None, :] * more[:, :, None]).reshape(len(block), -1)
        labels = tuple(f"{left}:{right}" for right in suffixes for left in labels)
    return block, labels


def _variable(name: str, variable: Variable, *, full: bool) -> tuple[Numbers, tuple[str, ...]]:
    if isinstance(variable, Measure):
        return variable.columns, tuple(f"{name}{suffix}" for suffix in variable.suffixes)
    coding, suffixes = _coding(variable, full=full)
    return coding[variable.codes], tuple(f"{name}{suffix}" for suffix in suffixes)


def _coding(factor: Factor, *, full: bool) -> tuple[Numbers, tuple[str, ...]]:
    """Return one row a level and one column a coefficient."""
    levels = len(factor.labels)
    if full:
        return np.eye(levels), factor.labels
    if factor.ordered:
        powers = [".L", ".Q", ".C", *(f"^{power}" for power in range(4, levels))]
        return orthogonal(np.arange(levels, dtype=np.float64), levels - 1), tuple(powers[: levels - 1])
    return np.eye(levels)[:, 1:], factor.labels[1:]
