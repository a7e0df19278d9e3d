"""The algebra of a formula: `a * b` is `a + b + a:b`, and what stands in brackets with a bar differs by level.

Source: Wilkinson GN, Rogers CE. Appl Stat 1973;22:392-399, as R's `terms.formula` reads it; random terms as in
Bates D and others. J Stat Softw 2015;67(1), table 2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newel.formulas.expressions import Bracket, Call, Joined, Name, Node, Number, Signed, read_sides
from newel.formulas.refusing import refuse

Term = tuple[str, ...]
"""Variables whose product is one term, in the order in which the formula first names them. () is the intercept."""
INTERCEPT: Term = ()
MOST_TERMS = 1000
HIGHEST_POWER = 8


@dataclass(frozen=True)
class Side:
    """The right side of a formula without its random terms."""

    terms: tuple[Term, ...]
    """Intercept first, then by the number of variables, then in the order written."""
    variables: Mapping[str, Node]
    """Every variable of the terms, by the text R prints for it."""
    offsets: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One random term: `(1 + wave | site)`."""

    side: Side
    factors: tuple[Node, ...]
    """What is crossed to make the grouping factor."""

    @property
    def factor(self) -> str:
        """The grouping factor's name: `batch:cask` where two are crossed."""
        return ":".join(map(str, self.factors))


@dataclass(frozen=True)
class Formula:
    """A whole formula, read but not yet met by any data."""

    text: str
    response: Node | None
    fixed: Side
    bars: tuple[Bar, ...]


def read_formula(text: str) -> Formula:
    """Read a formula as lme4 writes it.

    Raises Refused, naming the place, for what is no formula.
    """
    response, right = read_sides(text)
    plain: list[tuple[str, Node]] = []
    bars: list[Bar] = []
    for sign, node in _summands(right):
        if isinstance(node, Bracket) and isinstance(node.inner, Joined) and node.inner.sign in {"|", "||"}:
            if sign == "-":
                refuse(str(node), found="- before it", expected="a +", remedy="Leave a random term out, or add it.")
            bars.extend(_bars(node.inner))
        else:
            plain.append((sign, node))
    return Formula(" ".join(text.split()), response, _side(plain), tuple(bars))


def read_side(text: str) -> Side:
    """Read a formula without response and random terms, such as `~ contact`."""
    formula = read_formula(text)
    if formula.response is not None or formula.bars:
        refuse(text, found="a response or a random term", expected="~ and terms", remedy="Begin it with ~.")
    return formula.fixed


def _summands(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield what is added and taken away, in order, with its sign."""
    if isinstance(node, Joined) and node.sign in {"+", "-"}:
        yield from _summands(node.left)
        yield node.sign, node.right
    elif isinstance(node, Signed):
        yield node.sign, node.operand
    else:
        yield "+", node


def _side(summands: list[tuple[str, Node]]) -> Side:
    """Return the terms of a sum; the intercept is in it unless 0 or -1 says otherwise."""
    terms: list[frozenset[str]] = [frozenset()]
    variables: dict[str, Node] = {}
    offsets = [_offset(node) for _, node in summands if isinstance(node, Call) and node.function == "offset"]
    for sign, node in summands:
        if not (isinstance(node, Call) and node.function == "offset"):
            terms = _added(terms, sign=sign, node=node, variables=variables)
    order = {name: place for place, name in enumerate(variables)}
    sorted_terms = sorted(terms, key=len)
    return Side(tuple(tuple(sorted(term, key=order.__getitem__)) for term in sorted_terms), variables, tuple(offsets))


def _offset(node: Call) -> Node:
    if len(node.arguments) != 1 or node.named:
        refuse(str(node), found=f"{len(node.arguments)} arguments", expected="one", remedy="Write offset(log(x)).")
    return node.arguments[0]


def _added(
    terms: list[frozenset[str]], *, sign: str, node: Node, variables: dict[str, Node]
) -> list[frozenset[str]]:
    """Return the terms with one summand added or taken away."""
    if isinstance(node, Number) and node.value in {0, 1}:
        keeps = (sign == "+") == (node.value == 1)
        new = [frozenset[str]()]
        return _once([*new, *terms]) if keeps else [term for term in terms if term]
    new = _expanded(node, variables)
    return _once([*terms, *new]) if sign == "+" else [term for term in terms if term not in new]


def _expanded(node: Node, variables: dict[str, Node]) -> list[frozenset[str]]:
    """Return the terms that one summand stands for."""
    terms: list[frozenset[str]] = []
    match node:
        case Call("offset"):
            refuse(str(node), found="an offset within a term", expected="+ offset( )", remedy="Add it by itself.")
        case Name() | Call():
            variables.setdefault(str(node), node)
            terms = [frozenset({str(node)})]
        case Bracket() | Joined("+" | "-") | Signed():
            for sign, inner in _summands(node.inner if isinstance(node, Bracket) else node):
                terms = _added(terms, sign=sign, node=inner, variables=variables)
        case Number(1):
            terms = [frozenset()]
        case Joined("^"):
            terms = _power(node, variables)
        case Joined("*" | "/" | ":" | "%in%"):
            terms = _product(node, variables)
        case _:
            _refuse_summand(node)
    return terms


def _product(node: Joined, variables: dict[str, Node]) -> list[frozenset[str]]:
    left, right = _expanded(node.left, variables), _expanded(node.right, variables)
    crossed = [one | other for one in left for other in right]
    if node.sign == "*":
        crossed = [*left, *right, *crossed]
    if node.sign == "/":
        crossed = [*left, *(frozenset[str]().union(*left) | term for term in right)]
    if node.sign == "%in%":
        crossed = [term | frozenset[str]().union(*right) for term in left]
    return _once(crossed)


def _power(node: Joined, variables: dict[str, Node]) -> list[frozenset[str]]:
    power = node.right.value if isinstance(node.right, Number) else 0
    if power != int(power) or not 1 <= power <= HIGHEST_POWER:
        refuse(
            str(node),
            found=f"^{node.right}",
            expected=f"a whole number from 1 to {HIGHEST_POWER}, which crosses terms",
            remedy=f"For a square write I({node}).",
        )
    base = _expanded(node.left, variables)
    terms = base
    for _ in range(int(power) - 1):
        terms = _once([*terms, *(one | other for one in terms for other in base)])
    return terms


def _refuse_summand(node: Node) -> None:
    if isinstance(node, Joined) and node.sign in {"|", "||"}:
        refuse(str(node), found=node.sign, expected="a random term in brackets", remedy=f"Write ({node}).")
    remedy = f"Write I({node}) for arithmetic or a comparison."
    refuse(str(node), found="no variable", expected="a column, or a function of columns", remedy=remedy)


def _once(terms: list[frozenset[str]]) -> list[frozenset[str]]:
    """Return each term once, in the order of first appearance."""
    once = list(dict.fromkeys(terms))
    if len(once) > MOST_TERMS:
        refuse("its terms", found=f"more than {MOST_TERMS}", expected="fewer", remedy="Cross fewer variables.")
    return once


def _bars(bar: Joined) -> Iterator[Bar]:
    """Yield one bar a correlated block: `||` parts its terms, `a/b` its factors."""
    summands = list(_summands(bar.left))
    for factors in _groupings(bar.right):
        side = _side(summands)
        if bar.sign == "|":
            yield Bar(side, factors)
            continue
        for term in side.terms:
            yield Bar(Side((term,), {name: side.variables[name] for name in term}), factors)


def _groupings(node: Node) -> list[tuple[Node, ...]]:
    """Return the grouping factors of a bar, as lme4 expands them: of `a/b` first `b:a`, then `a`."""
    if isinstance(node, Joined) and node.sign == "/":
        outer = _groupings(node.left)
        inner = _crossed(node.right)
        return [(*inner, *outer[0]), *outer]
    return [_crossed(node)]


def _crossed(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Joined) and node.sign == ":":
        return (*_crossed(node.left), *_crossed(node.right))
    if isinstance(node, Bracket):
        return _crossed(node.inner)
    if isinstance(node, Name | Call):
        return (node,)
    return refuse(
        str(node),
        found="no grouping factor",
        expected="a column, or columns joined by : or /",
        remedy="Write a random term as (1 | site) or (1 | site/ward).",
    )
