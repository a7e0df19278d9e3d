"""A formula meets a frame: the design, the response, and in words what was left out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from newel.formulas.algebra import Bar, Formula, Side, read_formula, read_side
from newel.formulas.coding import code
from newel.formulas.columns import Columns
from newel.formulas.expressions import Call, Node
from newel.formulas.refusing import refuse
from newel.formulas.variables import Factor, Variable, as_factor
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.mixed import Design, RandomTerm


@dataclass(frozen=True)
class Outcome:
    """The left side of a formula."""

    response: Numbers
    """Numbers; 0 and 1 of a factor with two levels, 0 .. K - 1 of one with K; successes of `cbind`."""
    trials: Numbers | None = None
    """Successes plus failures, where the response is `cbind(successes, failures)`."""
    categories: tuple[str, ...] = ()
    """Levels of the response, where it is a factor."""


@dataclass(frozen=True)
class Model:
    """A model ready to be fitted."""

    formula: Formula
    design: Design
    outcome: Outcome
    rows: Levels
    """Places in the frame of the rows that are in the model."""
    notes: tuple[str, ...]
    """What was left out, and why."""
    variables: Mapping[str, Variable]
    """Every variable, by the text R prints for it, in the rows of the model."""
    blocks: Mapping[str, tuple[int, ...]]
    """Places of the coefficients of each term of the fixed part."""
    labels: tuple[tuple[str, ...], ...] = ()
    """Names of the levels of each random term's factor."""
    parts: Mapping[str, Design] = field(default_factory=dict)
    """Designs of further formulas of the same rows: nominal effects, or the inflation of zeros."""

    @property
    def response(self) -> Numbers:
        """The response, shape (n,)."""
        return self.outcome.response

    @property
    def trials(self) -> Numbers | None:
        """Trials of a grouped binomial response, shape (n,)."""
        return self.outcome.trials


def build(
    formula: str,
    frame: pl.DataFrame,
    *,
    levels: Mapping[str, Sequence[str]] | None = None,
    ordered: frozenset[str] = frozenset(),
    parts: Mapping[str, str] | None = None,
) -> Model:
    """Turn a formula as lme4 writes it and a frame into a design and a response.

    `levels` gives the order of a column's levels, the base first, and makes a factor of a column of numbers. `ordered`
    names the factors whose contrasts are polynomials. `parts` holds further one-sided formulas of the same rows. Rows
    that lack a value, and levels that no row has, are left out and named in `notes`. Raises Refused.
    """
    read = read_formula(formula)
    sides = {name: read_side(text) for name, text in (parts or {}).items()}
    columns = Columns(frame, levels or {}, ordered)
    everything = {str(node): columns.variable(node) for node in _nodes(read, sides.values())}
    rows, notes = _complete(everything, frame.height)
    variables, unused = _used({name: variable.rows(rows) for name, variable in everything.items()})
    fixed = code(read.fixed.terms, _several(read.fixed, variables), rows=len(rows))
    grouped = [_random(bar, variables, len(rows)) for bar in read.bars]
    offsets = [_numbers(node, variables) for node in read.fixed.offsets]
    offset = np.sum(offsets, axis=0) if offsets else None
    return Model(
        formula=read,
        design=Design(fixed.columns, fixed.names, tuple(term for term, _ in grouped), offset),
        outcome=_outcome(read, variables, len(rows)),
        rows=rows,
        notes=(*notes, *unused),
        variables=variables,
        blocks=fixed.blocks,
        labels=tuple(labels for _, labels in grouped),
        parts={name: _part(side, variables, len(rows)) for name, side in sides.items()},
    )


def _nodes(read: Formula, sides: Iterable[Side]) -> Iterator[Node]:
    """Yield every expression of the formulas that is worked out for every row."""
    yield from _answers(read)
    for side in (read.fixed, *(bar.side for bar in read.bars), *sides):
        yield from side.variables.values()
        yield from side.offsets
    for bar in read.bars:
        yield from bar.factors


def _answers(read: Formula) -> tuple[Node, ...]:
    """Return what stands on the left: nothing, one expression, or successes and failures."""
    node = read.response
    if not isinstance(node, Call) or node.function != "cbind":
        return (node,) if node is not None else ()
    if len(node.arguments) != 2 or node.named:
        refuse(str(node), found="other arguments", expected="cbind(successes, failures)", remedy="Give two.")
    return node.arguments


def _complete(variables: Mapping[str, Variable], height: int) -> tuple[Levels, tuple[str, ...]]:
    """Return the rows in which nothing is missing, and a sentence on the others."""
    gaps = {name: variable.missing for name, variable in variables.items()}
    incomplete = np.logical_or.reduce([np.zeros(height, dtype=np.bool_), *gaps.values()])
    rows = np.flatnonzero(~incomplete).astype(np.int64)
    if not len(rows):
        refuse("the data", found="no complete row", expected="at least one", remedy="Look at what is missing.")
    if len(rows) == height:
        return rows, ()
    where = ", ".join(f"{name} in {int(gap.sum())}" for name, gap in gaps.items() if gap.any())
    return rows, (f"{height - len(rows)} of {height} rows are left out, because values are missing: {where}.",)


def _used(variables: Mapping[str, Variable]) -> tuple[dict[str, Variable], tuple[str, ...]]:
    """Drop the levels that no row has, and name them."""
    used: dict[str, Variable] = {}
    notes = []
    for name, variable in variables.items():
        used[name] = variable
        if not isinstance(variable, Factor):
            continue
        seen = used[name] = variable.used()
        gone = [label for label in variable.labels if label not in seen.labels]
        if gone:
            notes.append(f"No row has the level {', '.join(gone)} of {name}; the model leaves it out.")
    return used, tuple(notes)


def _several(side: Side, variables: Mapping[str, Variable]) -> Mapping[str, Variable]:
    """Return the variables of a side, refusing a factor with one level: it has nothing to be compared with."""
    for name in side.variables:
        variable = variables[name]
        if isinstance(variable, Factor) and len(variable.labels) < 2:
            refuse(
                name,
                found=f"only the level {variable.labels[0]}",
                expected="two levels or more",
                remedy="Take it out of the formula, or look at which rows are left out.",
            )
    return variables


def _random(bar: Bar, variables: Mapping[str, Variable], rows: int) -> tuple[RandomTerm, tuple[str, ...]]:
    """Return a random term and the names of its levels."""
    factors = [as_factor(variables[str(node)]) for node in bar.factors]
    codes, labels = factors[0].codes, factors[0].labels
    for factor in factors[1:]:
        crossed = codes * len(factor.labels) + factor.codes
        seen, codes = np.unique(crossed, return_inverse=True)
        pairs = [divmod(int(place), len(factor.labels)) for place in seen]
        labels = tuple(f"{labels[one]}:{factor.labels[other]}" for one, other in pairs)
    if len(labels) < 2:
        refuse(
            bar.factor,
            found="one level",
            expected="two levels or more to differ between",
            remedy="Take the random term out.",
        )
    coded = code(bar.side.terms, _several(bar.side, variables), rows=rows)
    if not coded.names:
        refuse(
            bar.factor,
            found="nothing on the left of the bar",
            expected="1, a column, or both: what differs between the levels",
            remedy="Write (1 | factor), or take the random term out.",
        )
    return RandomTerm(bar.factor, codes.astype(np.int64), coded.columns, coded.names), labels


def _part(side: Side, variables: Mapping[str, Variable], rows: int) -> Design:
    coded = code(side.terms, _several(side, variables), rows=rows)
    return Design(coded.columns, coded.names)


def _numbers(node: Node, variables: Mapping[str, Variable]) -> Numbers:
    variable = variables[str(node)]
    if isinstance(variable, Factor) or variable.columns.shape[1] != 1:
        refuse(str(node), found="levels, or several columns", expected="one column of numbers", remedy="Give numbers.")
    return variable.columns[:, 0]


def _outcome(read: Formula, variables: Mapping[str, Variable], rows: int) -> Outcome:
    """Return the response; nan where the formula has none."""
    answers = _answers(read)
    if not answers:
        return Outcome(np.full(rows, np.nan))
    if len(answers) > 1:
        successes, failures = (_numbers(node, variables) for node in answers)
        return Outcome(successes, trials=successes + failures)
    variable = variables[str(answers[0])]
    if isinstance(variable, Factor):
        return Outcome(variable.codes.astype(np.float64), categories=variable.labels)
    return Outcome(_numbers(answers[0], variables))
