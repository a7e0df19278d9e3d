"""The numbers an expression stands for, worked out by a small interpreter: a fixed list of functions, and arithmetic.

Nothing a person wrote is run as code: a name is looked up among the columns, a function in the list below.
"""

from collections.abc import Callable

import numpy as np

from newel.formulas.expressions import COMPARING, Bracket, Call, Joined, Name, Node, Number, Signed, Text
from newel.formulas.refusing import refuse
from newel.formulas.variables import Factor, Flags, Variable, as_factor
from newel.statistics.arrays import Numbers

Look = Callable[[str], Variable]
"""Finds a column by its name, or refuses."""


def _scale(values: Numbers) -> Numbers:
    """Less the mean, over the sample standard deviation, whose divisor is n - 1."""
    return np.asarray((values - np.nanmean(values)) / np.nanstd(values, ddof=1))


def _log(values: Numbers, base: Numbers | None = None) -> Numbers:
    return np.asarray(np.log(values) if base is None else np.log(values) / np.log(base))


def _as_is(values: Numbers) -> Numbers:
    return values


ARITHMETIC: dict[str, Callable[[Numbers, Numbers], Numbers]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": np.power,
}  # fmt: skip
COMPARISONS: dict[str, Callable[[Numbers, Numbers], Flags]] = {
    "<": np.less, ">": np.greater, "<=": np.less_equal, ">=": np.greater_equal, "==": np.equal, "!=": np.not_equal,
}  # fmt: skip
FUNCTIONS: dict[str, tuple[Callable[..., Numbers], tuple[int, ...]]] = {
    "I": (_as_is, (1,)), "abs": (np.abs, (1,)), "cos": (np.cos, (1,)), "exp": (np.exp, (1,)), "expm1": (np.expm1, (1,)),
    "log": (_log, (1, 2)), "log10": (np.log10, (1,)), "log1p": (np.log1p, (1,)), "log2": (np.log2, (1,)),
    "pmax": (np.maximum, (2,)), "pmin": (np.minimum, (2,)), "scale": (_scale, (1,)), "sin": (np.sin, (1,)),
    "sqrt": (np.sqrt, (1,)), "tan": (np.tan, (1,)),
}  # fmt: skip
"""Functions of numbers: how each is worked out, and how many arguments it takes."""
PLACES = frozenset({"as.numeric", "as.integer"})
"""Functions that turn levels into their places, 1 for the first."""
OTHERS = ("as.factor", "factor", "offset", "ordered", "poly", "relevel")
"""Functions that make something else than one column of numbers."""


def numbers(node: Node, look: Look, height: int) -> Numbers:
    """Work out an arithmetic expression for every row, shape (height,); nan where something is missing.

    Raises Refused for a name that is no column and a function that is not in the list.
    """
    match node:
        case Number(value):
            values = np.full(height, value)
        case Name(name):
            values = _named(name, look)
        case Bracket(inner):
            values = numbers(inner, look, height)
        case Signed(sign, operand):
            values = numbers(operand, look, height) * (-1 if sign == "-" else 1)
        case Joined():
            values = (_compared if node.sign in COMPARING else _joined)(node, look, height)
        case Call():
            values = _called(node, look, height)
        case Text():
            refuse(str(node), found="text", expected="a number", remedy="Text stands only in == and !=.")
    return values


def _named(name: str, look: Look) -> Numbers:
    variable = look(name)
    if not isinstance(variable, Factor):
        return variable.columns[:, 0]
    if variable.labels != ("FALSE", "TRUE"):
        refuse(name, found="levels", expected="numbers", remedy="as.numeric( ) gives the levels' places.")
    return np.where(variable.missing, np.nan, variable.codes)


def _joined(node: Joined, look: Look, height: int) -> Numbers:
    if node.sign not in ARITHMETIC:
        refuse(str(node), found=node.sign, expected="+ - * / ^", remedy="Inside a function write arithmetic.")
    with np.errstate(all="ignore"):
        return ARITHMETIC[node.sign](numbers(node.left, look, height), numbers(node.right, look, height))


def _compared(node: Joined, look: Look, height: int) -> Numbers:
    """Return 1 where a comparison holds, 0 where not, nan where one side is missing."""
    left, right = node.left, node.right
    if isinstance(left, Name) and isinstance(right, Text):
        factor = as_factor(look(left.name))
        if node.sign not in {"==", "!="} or right.value not in factor.labels:
            levels = ", ".join(factor.labels[:10])
            refuse(str(node), found=str(right), expected=f"== or != and one of {levels}", remedy="Check the text.")
        same = factor.codes == factor.labels.index(right.value)
        return np.where(factor.missing, np.nan, same == (node.sign == "=="))
    one, other = numbers(left, look, height), numbers(right, look, height)
    return np.where(np.isnan(one) | np.isnan(other), np.nan, COMPARISONS[node.sign](one, other))


def _called(node: Call, look: Look, height: int) -> Numbers:
    if node.function in PLACES and len(node.arguments) == 1:
        return _places(node, look, height)
    if node.function not in FUNCTIONS:
        known = ", ".join(sorted({*FUNCTIONS, *PLACES, *OTHERS}))
        remedy = "Make the column beforehand, then name it here."
        refuse(str(node)[:60], found=node.function, expected=f"one of {known}", remedy=remedy)
    function, takes = FUNCTIONS[node.function]
    if len(node.arguments) not in takes or node.named:
        many = " or ".join(map(str, takes))
        refuse(str(node), found="other arguments", expected=f"{many}, without names", remedy="Check them.")
    with np.errstate(all="ignore"):
        return function(*(numbers(argument, look, height) for argument in node.arguments))


def _places(node: Call, look: Look, height: int) -> Numbers:
    inner = node.arguments[0]
    if isinstance(inner, Name) and isinstance(factor := look(inner.name), Factor):
        return np.where(factor.missing, np.nan, factor.codes + 1)
    values = numbers(inner, look, height)
    return np.trunc(values) if node.function == "as.integer" else values
