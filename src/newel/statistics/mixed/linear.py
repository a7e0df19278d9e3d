"""Linear mixed models: what differs between groups, how much groups differ, and how well both are known."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import identification
from newel.statistics.mixed.criterion import Point, evaluate
from newel.statistics.mixed.dense import inverse_factor
from newel.statistics.mixed.preparation import Prepared, Target, aim, prepare
from newel.statistics.mixed.search import Found, search
from newel.statistics.mixed.terms import Design


@dataclass(frozen=True)
class LinearFit:
    """A fitted linear mixed model. Where it could not be fitted, its numbers are nan and `notes` say why."""

    design: Design
    """Aliased columns left out."""
    response: Numbers
    coefficients: Numbers
    """Shape (p,)."""
    covariance: Numbers
    """Of the coefficients, shape (p, p): the textbook one, without a correction for few groups."""
    theta: tuple[Numbers, ...]
    """Of each random term the lower Cholesky factor of its covariance, relative to `sigma`, shape (k, k)."""
    sigma: float
    """Residual standard deviation."""
    log_likelihood: float
    reml: bool
    converged: bool
    """Whether this is the best fit there is: gradient 0, and no variance of 0 that should be more."""
    singular: bool
    """Whether a variance, or what is left of one beside the others of its term, is exactly 0."""
    notes: tuple[str, ...]
    aliased: tuple[str, ...]
    engine: "Engine | None" = field(repr=False, compare=False)

    @property
    def criterion(self) -> float:
        """-2 log likelihood, restricted where `reml`."""
        return -2 * self.log_likelihood

    @property
    def standard_errors(self) -> Numbers:
        """Of the coefficients, shape (p,)."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def variances(self) -> tuple[Numbers, ...]:
        """Covariance matrix of each random term, shape (k, k)."""
        return tuple(self.sigma**2 * (root @ root.T) for root in self.theta)

    @cached_property
    def effects(self) -> tuple[Numbers, ...]:
        """The best linear unbiased predictions of each random term, shape (q, k)."""
        if self.engine is None:
            return tuple(np.full((term.count, len(term.names)), np.nan) for term in self.design.random)
        return self.engine.effects()


@dataclass(frozen=True)
class Engine:
    """What a fit keeps for later: the scaled design, and everything evaluated at its variances."""

    prepared: Prepared
    target: Target
    point: Point

    def effects(self) -> tuple[Numbers, ...]:
        """Return L L' Z'Py of each term, in the response's unit."""
        found = []
        for term, (factor, first), scale in zip(
            self.prepared.design.random, self.prepared.places, self.prepared.scales, strict=True
        ):
            count, width, _, offset = self.prepared.factors[factor]
            first_pull, other_pulls = self.point.derivatives.pull0, self.point.derivatives.pull
            pull = first_pull if factor == 0 else other_pulls[offset : offset + count * width]
            own = slice(first, first + term.columns.shape[1])
            root = self.point.factor[factor][own, own]
            found.append(self.target.scale * pull.reshape(count, width)[:, own] @ root @ root.T @ scale.T)
        return tuple(found)


def fit_linear(design: Design, response: Numbers, *, reml: bool = True) -> LinearFit:
    """Fit by restricted (default) or plain maximum likelihood.

    Source: Bates D, Maechler M, Bolker B, Walker S. J Stat Softw 2015;67(1) for the criterion. What cannot be fitted is
    said in `notes`, and `converged` is False. Raises ValueError, in a sentence, where the arrays are not a design.
    """
    response = identification.check(design, response)
    prepared = prepare(design)
    target = aim(prepared, response, reml=reml)
    reasons = identification.reasons(prepared, target)
    if reasons:
        return _without_numbers(prepared, response, reasons, reml=reml)
    found = search(target.model)
    engine = Engine(prepared, target, found.point)
    converged = found.best and not found.perfect and not found.flat
    return _fit(engine, response, converged=converged, notes=_failures(prepared, found))


def linear_at(design: Design, response: Numbers, *, theta: tuple[Numbers, ...], sigma: float, reml: bool) -> LinearFit:
    """Evaluate everything at given relative Cholesky factors and residual SD, without searching for better ones."""
    response = identification.check(design, response)
    prepared = prepare(design)
    target = aim(prepared, response, reml=reml)
    roots = [inverse_factor(scale) @ root for scale, root in zip(prepared.scales, theta, strict=True)]
    flat = [root[column:, column] for root in roots for column in range(len(root))]
    numbers = np.concatenate(flat) if flat else np.zeros(0)
    point = evaluate(target.model, numbers, (sigma / (target.scale or 1.0)) ** 2)
    return _fit(Engine(prepared, target, point), response, converged=True, notes=())


def _fit(engine: Engine, response: Numbers, *, converged: bool, notes: tuple[str, ...]) -> LinearFit:
    """Bring everything back to the units of the data."""
    prepared, target, point = engine.prepared, engine.target, engine.point
    back = prepared.back
    sigma = target.scale * float(np.sqrt(point.variance))
    roots = _roots(engine)
    singular = any(not np.diag(root).all() for root in roots)
    return LinearFit(
        design=prepared.design,
        response=response,
        coefficients=back @ (target.start + target.scale * point.coefficients),
        covariance=sigma**2 * (back @ point.unscaled @ back.T),
        theta=roots,
        sigma=sigma,
        log_likelihood=_log_likelihood(engine),
        reml=target.model.reml,
        converged=converged,
        singular=singular,
        notes=_notes(prepared, roots) + notes,
        aliased=prepared.aliased,
        engine=engine,
    )


def _log_likelihood(engine: Engine) -> float:
    """Undo the scaling of the response and, for REML, of X."""
    model, scale = engine.target.model, engine.target.scale
    criterion = engine.point.criterion
    if model.reml:
        criterion += 2 * (model.rows - model.predictors) * np.log(scale)
        criterion += 2 * float(np.sum(np.log(np.diag(engine.prepared.triangle))))
    else:
        criterion += 2 * model.rows * np.log(scale)
    return -float(criterion) / 2


def _roots(engine: Engine) -> tuple[Numbers, ...]:
    """Return the relative Cholesky factor of each term on the scale of its own columns."""
    prepared, theta = engine.prepared, engine.point.theta
    roots, place = [], 0
    for scale in prepared.scales:
        root = np.zeros_like(scale)
        for column in range(len(scale)):
            count = len(scale) - column
            root[column:, column] = theta[place : place + count]
            place += count
        roots.append(scale @ root)
    return tuple(roots)


def _notes(prepared: Prepared, roots: tuple[Numbers, ...]) -> tuple[str, ...]:
    """Say which columns were left out and which variances are 0."""
    notes = []
    if prepared.aliased:
        notes.append(f"Left out, because the columns before them say the same: {', '.join(prepared.aliased)}.")
    for term, root in zip(prepared.design.random, roots, strict=True):
        if not np.diag(root).all():
            what = "variance" if len(root) == 1 else "covariance matrix"
            notes.append(f"The {what} of {', '.join(term.names)} by {term.factor} is at its edge: one variance is 0.")
    return tuple(notes)


def _failures(prepared: Prepared, found: Found) -> tuple[str, ...]:
    """Say why the point that was found is not the answer."""
    if found.perfect:
        return ("The effects reproduce the response all but exactly: too little is left for the residual.",)
    if found.flat:
        places = {tuple(prepared.parameters[place, ::2].tolist()) for place in found.flat}
        terms = zip(prepared.design.random, prepared.places, strict=True)
        flat = [
            f"{name} by {term.factor}"
            for term, (factor, first) in terms
            for column, name in enumerate(term.names)
            if (factor, first + column) in places
        ]
        return (f"The data cannot tell these variances from other effects of the model: {', '.join(flat)}.",)
    if not found.best:
        return ("The search for the variances ended where the likelihood can still be improved.",)
    return ()


def _without_numbers(prepared: Prepared, response: Numbers, notes: tuple[str, ...], *, reml: bool) -> LinearFit:
    """Return a fit that says why it is none."""
    count = len(prepared.design.names)
    roots = tuple(np.full_like(scale, np.nan) for scale in prepared.scales)
    return LinearFit(
        design=prepared.design,
        response=response,
        coefficients=np.full(count, np.nan),
        covariance=np.full((count, count), np.nan),
        theta=roots,
        sigma=np.nan,
        log_likelihood=np.nan,
        reml=reml,
        converged=False,
        singular=False,
        notes=notes,
        aliased=prepared.aliased,
        engine=None,
    )
