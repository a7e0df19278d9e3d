"""Thousands of responses on one design: for power, bootstrap, permutation and completed data sets.

Where the random part is the intercept of one factor, or of one factor nested in another, the rows are added up once and
a fit costs less than a tenth of a millisecond. Any other design is fitted response by response.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from newel.statistics._compiled import compiled
from newel.statistics.arrays import Numbers
from newel.statistics.mixed import identification
from newel.statistics.mixed.many.inference import Best, kenward_roger, satterthwaite
from newel.statistics.mixed.many.moments import VALUE
from newel.statistics.mixed.many.one_by_one import fit_each
from newel.statistics.mixed.many.optimum import Task, optimum
from newel.statistics.mixed.many.result import ManyFits, Method
from newel.statistics.mixed.many.sums import Nested, ResponseSums, Sums, nested
from newel.statistics.mixed.preparation import orthonormalise
from newel.statistics.mixed.terms import Design


class Wanted(NamedTuple):
    """What is asked of each fit."""

    contrasts: Numbers
    """Of the orthogonal columns, shape (c, p)."""
    exact: bool
    """Kenward-Roger, or else Satterthwaite."""


def fit_many(
    design: Design,
    responses: Numbers,
    *,
    reml: bool = True,
    contrasts: Numbers | None = None,
    method: Method = "Satterthwaite",
) -> ManyFits:
    """Fit every column of `responses`, shape (n, m). A batch of one is the fit of that response alone.

    contrasts (c, p) are of the columns of `design`; without them each coefficient is asked for. Columns that say what
    those before them say are left out. Raises ValueError for responses that are not of the design's rows or not all
    numbers, for a design that `fit_linear` refuses, for a contrast of nothing or of a column that was left out, and for
    Kenward-Roger without REML.
    """
    responses = _checked(design, responses)
    if method == "Kenward-Roger" and not reml:
        raise ValueError("Kenward-Roger is a correction of REML: ask for Satterthwaite, or fit by REML.")
    kept, contrasts, notes = _without_aliased(design, contrasts)
    way = nested(kept)
    if way is None:
        found = fit_each(kept, responses, reml=reml, contrasts=contrasts, method=method)
    else:
        found = _fit_together(way, responses, reml=reml, contrasts=contrasts, method=method)
    return replace(found, notes=notes + found.notes)


def _checked(design: Design, responses: Numbers) -> Numbers:
    responses = np.asarray(responses, dtype=np.float64)
    rows = len(design.fixed)
    if responses.ndim != 2 or len(responses) != rows:
        raise ValueError(f"The responses have the shape {responses.shape}: give {rows} rows, and a column for each.")
    if not responses.shape[1]:
        raise ValueError("There is no response to fit: give a column for each.")
    absent = np.flatnonzero(~np.isfinite(responses).all(axis=0))
    if len(absent):
        raise ValueError(f"Response {absent[0]} has a value that is not a number. Leave out its rows, or impute them.")
    identification.check(design, responses[:, 0])
    return responses


def _without_aliased(design: Design, contrasts: Numbers | None) -> tuple[Design, Numbers, tuple[str, ...]]:
    """Leave out columns that repeat those before them."""
    _, _, kept = orthonormalise(np.ascontiguousarray(design.fixed.T, dtype=np.float64))
    wanted = np.eye(len(design.names))[kept] if contrasts is None else np.atleast_2d(np.asarray(contrasts, dtype=float))
    if wanted.shape[1] != len(design.names):
        raise ValueError(f"A contrast has {wanted.shape[1]} weights, and the design {len(design.names)} columns.")
    if not wanted.any(axis=1).all():
        raise ValueError("A contrast is 0 in every column: there is nothing to ask.")
    if len(kept) == len(design.names):
        return design, wanted, ()
    gone = np.setdiff1d(np.arange(len(design.names)), kept)
    names = ", ".join(design.names[place] for place in gone)
    if wanted[:, gone].any():
        raise ValueError(f"A contrast asks for what cannot be estimated, because columns before say the same: {names}.")
    names_kept = tuple(design.names[place] for place in kept)
    fewer = replace(design, fixed=np.ascontiguousarray(design.fixed[:, kept]), names=names_kept)
    return fewer, wanted[:, kept], (f"Left out, because the columns before them say the same: {names}.",)


def _fit_together(way: Nested, responses: Numbers, *, reml: bool, contrasts: Numbers, method: Method) -> ManyFits:
    design = way.design
    (rows, columns), terms = design.fixed.shape, len(design.random)
    _, triangle = way.basis
    turned = np.ascontiguousarray(np.linalg.solve(triangle.T, contrasts.T).T)
    task = Task(way.sums(), float(rows - columns if reml else rows), reml, terms)
    wanted = Wanted(turned, method == "Kenward-Roger")
    left = responses if design.offset is None else responses - design.offset[:, None]
    chunks = [_fit_some(task, some, wanted) for some in way.of_responses(left)]
    found, sure = (np.concatenate(parts) for parts in zip(*chunks, strict=True))
    ratios = found[:, :terms] if way.inner == 0 else found[:, terms - 1 :: -1]
    return ManyFits(
        design=design,
        contrasts=contrasts,
        coefficients=np.linalg.solve(triangle, found[:, 5:].T).T,
        standard_errors=sure[:, 0],
        freedom=sure[:, 1],
        variances=found[:, 2:3] * np.hstack([ratios, np.ones((len(found), 1))]),
        criterion=found[:, 3] + (2 * np.log(np.abs(np.diag(triangle))).sum() if reml else 0.0),
        converged=found[:, 4] == 1,
        singular=(ratios == 0).any(axis=1),
        method=method,
    )


@compiled
def _fit_some(task: Task, responses: ResponseSums, wanted: Wanted) -> tuple[Numbers, Numbers]:
    """Return of each response (a, b, sigma^2, criterion, whether it converged, coefficients), and its (2, c) inference.

    A response that the fixed effects reproduce, or without an optimum, keeps nan.
    """
    number = len(responses.total)
    found = np.full((number, 5 + responses.centre.shape[1]), np.nan)
    sure = np.full((number, 2, len(wanted.contrasts)), np.nan)
    for one in range(number):
        found[one, 4] = 0.0
        if responses.fitted[one]:
            continue
        place_response(task.sums, responses, one)
        profile, converged = optimum(task)
        if converged:
            describe(Best(task, profile), responses.centre[one], found[one])
            if wanted.exact:
                kenward_roger(Best(task, profile), wanted.contrasts, sure[one])
            else:
                satterthwaite(Best(task, profile), wanted.contrasts, sure[one])
    return found, sure


@compiled
def describe(best: Best, centre: Numbers, found: Numbers) -> None:
    """Fill in one row of what a fit found."""
    found[0], found[1] = best.profile.ratios
    found[2] = best.profile.left[VALUE] / best.task.freedom
    found[3] = best.profile.criterion
    found[4] = 1.0
    for place in range(len(centre)):
        found[5 + place] = centre[place] + best.profile.coefficients[place]


@compiled
def place_response(sums: Sums, responses: ResponseSums, one: int) -> None:
    """Write one response into the last row and column of the sums."""
    last = sums.total.shape[0] - 1
    sums.total[last, last] = responses.total[one]
    for place in range(len(sums.sizes)):
        for i in range(last + 1):
            sums.by_size[place, i, last] = sums.by_size[place, last, i] = responses.by_size[one, place, i]
    for place in range(len(sums.groups)):
        sums.groups[place, last] = responses.groups[one, place]
    for place in range(len(sums.cells)):
        sums.cells[place, last] = responses.cells[one, place]
