"""What each variable of a formula is, row by row: a column, levels made of one, or numbers worked out from several."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from newel.formulas.arithmetic import numbers
from newel.formulas.expressions import COMPARING, Bracket, Call, Joined, Name, Node, Number, Signed, Text
from newel.formulas.polynomials import orthogonal
from newel.formulas.refusing import refuse
from newel.formulas.variables import MISSING, Factor, Measure, Variable, as_factor, measure, read_column, truth
from newel.statistics.arrays import Numbers

HIGHEST_DEGREE = 20


@dataclass(frozen=True)
class Columns:
    """The columns of a frame as variables, with the order of levels that was declared for them."""

    frame: pl.DataFrame
    levels: Mapping[str, Sequence[str]]
    ordered: frozenset[str] = frozenset()

    def variable(self, node: Node) -> Variable:
        """Work out what one variable of a formula is, for every row.

        Raises Refused for a name that is no column, a function that is not in the list, and a value that is not finite.
        """
        if isinstance(node, Name):
            return self.column(node.name)
        if isinstance(node, Call) and node.function in MAKERS:
            return MAKERS[node.function](self, node)
        values = self.numbers(node)
        return truth(values) if _compares(node) else measure(values)

    def column(self, name: str) -> Variable:
        """Return a column by its name; `pi` is the number, unless a column is called so."""
        if name == "pi" and name not in self.frame.columns:
            return measure(np.full(self.frame.height, np.pi))
        if name not in self.frame.columns:
            known = ", ".join(self.frame.columns[:30])
            refuse(name[:60], found="no such column", expected=f"one of {known}", remedy="Check the name's spelling.")
        return read_column(self.frame[name], self.levels.get(name), ordered=name in self.ordered)

    def numbers(self, node: Node) -> Numbers:
        """Work out an expression; nan where a column of it is missing, and a refusal where it has no finite value."""
        values = numbers(node, self.column, self.frame.height)
        absent = np.zeros(len(values), dtype=np.bool_)
        for name in _names(node):
            absent |= self.column(name).missing
        wrong = int((~np.isfinite(values) & ~absent).sum())
        if wrong:
            refuse(
                str(node),
                found=f"no finite number in {wrong} of {len(values)} rows",
                expected="a number wherever its columns have one",
                remedy="Leave those rows out, or use another function: log(x + 1) where x can be 0.",
            )
        return np.where(absent, np.nan, values)


def _compares(node: Node) -> bool:
    """Say whether an expression is a comparison, in I( ) or bare: its answer is TRUE or FALSE."""
    if isinstance(node, Call) and node.function == "I" and len(node.arguments) == 1:
        node = node.arguments[0]
    return isinstance(node, Joined) and node.sign in COMPARING


def _names(node: Node) -> list[str]:
    """Return the names of columns that an expression uses, in order."""
    match node:
        case Name(name):
            names = [name]
        case Call(_, arguments):
            names = [name for argument in arguments for name in _names(argument)]
        case Joined(_, left, right):
            names = [*_names(left), *_names(right)]
        case Bracket(inner) | Signed(_, inner):
            names = _names(inner)
        case _:
            names = []
    return names


def _factor(columns: Columns, node: Call) -> Factor:
    if len(node.arguments) != 1 or node.named:
        remedy = "Give the order of levels beside the formula."
        refuse(str(node), found="other arguments", expected="one", remedy=remedy)
    factor = as_factor(columns.variable(node.arguments[0])).used()
    return Factor(factor.codes, factor.labels, factor.ordered or node.function == "ordered")


def _relevel(columns: Columns, node: Call) -> Factor:
    first = dict(node.named).get("ref") or (node.arguments[1] if len(node.arguments) > 1 else None)
    if not node.arguments or not isinstance(first, Text | Number):
        refuse(str(node), found="no base level", expected='relevel(x, ref = "level")', remedy="Name the base level.")
    factor = as_factor(columns.variable(node.arguments[0]))
    label = first.value if isinstance(first, Text) else str(first)
    if label not in factor.labels:
        refuse(str(node), found=label, expected=f"one of {', '.join(factor.labels[:20])}", remedy="Check the level.")
    base = factor.labels.index(label)
    moved = np.where(factor.codes == base, 0, factor.codes + (factor.codes < base))
    codes = np.where(factor.missing, MISSING, moved)
    return Factor(codes, (label, *(other for other in factor.labels if other != label)))


def _poly(columns: Columns, node: Call) -> Measure:
    """Orthogonal polynomials, as R's `poly`; powers as they are with `raw = TRUE`."""
    named = dict(node.named)
    degree = named.get("degree") or (node.arguments[1] if len(node.arguments) > 1 else Number(1))
    count = int(degree.value) if isinstance(degree, Number) and degree.value in range(1, HIGHEST_DEGREE + 1) else 0
    if not 1 <= len(node.arguments) <= 2 or not count:
        refuse(str(node), found="another degree", expected=f"poly(x, 2), at most {HIGHEST_DEGREE}", remedy="Check it.")
    values = columns.numbers(node.arguments[0])
    seen = ~np.isnan(values)
    if len(np.unique(values[seen])) <= count:
        found = f"{len(np.unique(values[seen]))} different values"
        refuse(str(node), found=found, expected=f"more than {count}", remedy="Lower the degree.")
    made = values[:, None] ** np.arange(1, count + 1)
    if str(named.get("raw")) != "TRUE":
        made[seen] = orthogonal(values[seen], count)
    return Measure(made, tuple(str(power) for power in range(1, count + 1)) if count > 1 else ("",))


MAKERS: dict[str, Callable[[Columns, Call], Variable]] = {
    "factor": _factor, "as.factor": _factor, "ordered": _factor, "relevel": _relevel, "poly": _poly,
}  # fmt: skip
"""Functions that make levels, or several columns."""
