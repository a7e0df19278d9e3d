"""What a generalised mixed model asks of its input, said in sentences where it is not so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Required, TypedDict, get_args

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed.generalised import rows
from newel.statistics.mixed.terms import Design, RandomTerm

Family = Literal["binomial", "poisson", "nbinom1", "nbinom2", "ordinal"]
KINDS: dict[str, int] = {
    "binomial": rows.BINOMIAL,
    "bernoulli": rows.BINOMIAL,
    "poisson": rows.POISSON,
    "nbinom1": rows.NBINOM1,
    "nbinom2": rows.NBINOM2,
    "ordinal": rows.ORDINAL,
}


class Options(TypedDict, total=False):
    """How a model is fitted, apart from its design and response."""

    family: Required[str]
    """binomial (0/1, or successes of `trials`), poisson, nbinom1, nbinom2 or ordinal (categories 0 .. K - 1)."""
    trials: Numbers | None
    quadrature: int
    """Points of adaptive Gauss-Hermite quadrature; 1 is Laplace's approximation. More need one scalar random term."""
    nominal: Design | None
    """Columns whose effect differs by threshold (partial proportional odds); an intercept among them is passed over."""
    zero_inflation: Design | None
    """Design of the log odds that a zero is an excess one; for counts."""


@dataclass(frozen=True)
class Checked:
    """Input that can be computed with."""

    design: Design
    response: Numbers
    trials: Numbers
    family: str
    points: int
    nominal: Design
    inflation: Design | None

    @property
    def kind(self) -> int:
        """Number of the family in the compiled loops."""
        return KINDS[self.family] + (rows.INFLATED if self.inflation is not None else 0)

    @property
    def offset(self) -> Numbers:
        """The offset, 0 where the design has none."""
        return np.zeros(len(self.response)) if self.design.offset is None else self.design.offset


def check(design: Design, response: Numbers, options: Options) -> Checked:
    """Return the input as arrays of float64. Raises ValueError with a sentence for each thing that is wrong."""
    answer = np.asarray(response, dtype=np.float64)
    n = len(answer)
    given, nominal = options.get("trials"), options.get("nominal")
    checked = Checked(
        design=design,
        response=answer,
        trials=np.ones(n) if given is None else np.asarray(given, dtype=np.float64),
        family="binomial" if options["family"] == "bernoulli" else options["family"],
        points=options.get("quadrature", 1),
        nominal=_no_columns(n) if nominal is None else _slopes_only(nominal),
        inflation=options.get("zero_inflation"),
    )
    faults = [*_family_faults(checked), *_shape_faults(checked)]
    faults = faults or [*_value_faults(checked), *_point_faults(checked)]
    if faults:
        raise ValueError(" ".join(faults))
    return checked


def _no_columns(n: int) -> Design:
    return Design(np.zeros((n, 0)), ())


def _slopes_only(nominal: Design) -> Design:
    if len(nominal.names) != nominal.fixed.shape[1]:
        raise ValueError(f"There are {nominal.fixed.shape[1]} nominal columns but {len(nominal.names)} names.")
    kept = [number for number, column in enumerate(nominal.fixed.T) if np.ptp(column) > 0]
    return Design(nominal.fixed[:, kept], tuple(nominal.names[number] for number in kept))


def _family_faults(checked: Checked) -> Iterator[str]:
    if checked.family not in KINDS:
        yield f"The family {checked.family!r} is not known. Known: {', '.join(get_args(Family))}."
    if len(checked.response) == 0:
        yield "There is no row to fit a model to."
    if checked.response.ndim != 1:
        yield f"The response has the shape {checked.response.shape}; one number for each row is needed."
    if checked.nominal.names and checked.family != "ordinal":
        yield f"Effects that differ by threshold need an ordered answer; the family is {checked.family}."
    if checked.inflation is not None and checked.family not in {"poisson", "nbinom1", "nbinom2"}:
        yield f"Excess zeros need a count; the family is {checked.family}."


def _shape_faults(checked: Checked) -> Iterator[str]:
    n, design = len(checked.response), checked.design
    lengths = {"The fixed effects have": len(design.fixed), "The trials have": len(checked.trials)}
    lengths["The offset has"] = len(checked.offset)
    lengths["The nominal columns have"] = len(checked.nominal.fixed)
    if checked.inflation is not None:
        lengths["The zero inflation has"] = len(checked.inflation.fixed)
    for term in design.random:
        lengths[f"The random term of {term.factor} has"] = len(term.levels)
        if len(term.columns) != len(term.levels) or not term.columns.shape[1]:
            shape = f"{len(term.columns)} x {term.columns.shape[1]}"
            yield f"The columns of the random term of {term.factor} are {shape}, for {len(term.levels)} rows."
    yield from (f"{what} {found} rows, but the response has {n}." for what, found in lengths.items() if found != n)
    yield from _name_faults(checked)


def _name_faults(checked: Checked) -> Iterator[str]:
    designs = {"fixed effects have": checked.design}
    if checked.inflation is not None:
        designs["zero inflation has"] = checked.inflation
    for what, design in designs.items():
        if len(design.names) != design.fixed.shape[1]:
            yield f"The {what} {design.fixed.shape[1]} columns but {len(design.names)} names."


def _value_faults(checked: Checked) -> Iterator[str]:
    answer, trials = checked.response, checked.trials
    if not all(np.all(np.isfinite(numbers)) for numbers in _all_numbers(checked)):
        yield "A number is missing or infinite; rows with a missing value must be left out before a model is fitted."
        return
    for term in checked.design.random:
        if term.levels.min() < 0:
            yield f"A row has no level of {term.factor}."
    if np.any(answer < 0):
        yield f"The response {answer.min():g} is below 0, which the family {checked.family} does not know."
    if np.any(answer != np.floor(answer)):
        yield f"The response {answer[answer != np.floor(answer)][0]:g} is not a whole number."
    if np.any(trials != np.floor(trials)):
        yield f"The trials {trials[trials != np.floor(trials)][0]:g} are not a whole number."
    if checked.family == "binomial" and np.any(answer > trials):
        row = int(np.argmax(answer > trials))
        yield f"Row {row} has {answer[row]:g} successes of {trials[row]:g} trials."


def _all_numbers(checked: Checked) -> Iterator[Numbers]:
    yield from (checked.response, checked.trials, checked.offset, checked.design.fixed, checked.nominal.fixed)
    yield from (term.columns for term in checked.design.random)
    if checked.inflation is not None:
        yield checked.inflation.fixed


def _point_faults(checked: Checked) -> Iterator[str]:
    if checked.points < 1 or checked.points != int(checked.points):
        yield f"Quadrature counts whole points and takes at least one point; {checked.points} were asked for."
    terms = checked.design.random
    if checked.points > 1 and terms and (len(terms) > 1 or terms[0].columns.shape[1] > 1):
        yield "Quadrature with several points needs a single random intercept or slope; other models use one point."
    if checked.inflation is not None and checked.inflation.random:
        yield "The zero inflation has random terms, which this engine does not fit."


def one_each(term: RandomTerm) -> bool:
    """Say whether every level has exactly one row."""
    return term.count == len(term.levels)
