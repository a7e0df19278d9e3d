"""Costs and outcomes of the same people in one model of change, with sites' own levels held and gaps completed.

    (costs, outcomes) ~ wave + site_id + (1 | site_id:wave), both covariances free

Sites are columns, so that each is its own comparison; what remains between sites is how unlike they change, which the
random term holds. Who answers in several waves has a row in each and no term of their own: what is alike in these rows
is alike in the means of their site, by which the random term is estimated, so that differences are as sure as they say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from newel.analysis._change import Difference
from newel.analysis._service_use import ServiceUsers
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.costs_and_effects import JointFit, fit_costs_and_effects, held_coefficients
from newel.statistics.imputation import ImputationModel, Imputations, Variable, impute, pool
from newel.statistics.imputation.model import Flags
from newel.statistics.inference import Inference

ALL = "all"
FEW_CELLS = "too few sites answered in more than one wave for their changes to be told from chance"
TOO_FEW = "too few people answered everything"
CONSTANT = "a cost or a score is the same for everyone"
_NOTHING = 1e-8


@dataclass(frozen=True)
class JointChange:
    """The fitted model, once or once a completed set. Outcomes are costs, then scores; `why_none` says why no fit."""

    users: ServiceUsers
    costs: tuple[str, ...]
    """Perspectives whose costs are outcomes of their own; `all` alone, where they cannot be told apart."""
    waves: tuple[str, ...] = ()
    """The waves of the model, the base first."""
    fits: tuple[JointFit, ...] = ()
    freedom: float = float("nan")
    rows: int = 0
    moved: Numbers = field(default_factory=lambda: np.zeros((0, 0, 0)))
    """What a standard deviation of each unit cost adds to the coefficients, (unit costs, p, outcomes)."""
    why_none: str = ""

    @property
    def completed(self) -> bool:
        """Whether what was missing was drawn, many times over."""
        return len(self.fits) > 1

    def weights(self, *, cost: str = "", score: int | None = None) -> Numbers:
        """Return which outcomes to add up: the cost of one perspective or of `all`, or one score."""
        found = np.zeros(len(self.costs) + len(self.users.outcomes))
        if score is not None:
            found[len(self.costs) + score] = 1.0
        elif cost == ALL:
            found[: len(self.costs)] = 1.0
        else:
            found[self.costs.index(cost)] = 1.0
        return found

    @property
    def prices_vary(self) -> bool:
        """Whether any unit cost leaves the change less sure than people and sites do."""
        return bool(self.moved.any())

    def inference(self, weights: Numbers, start: str, end: str, *, prices_known: bool = False) -> Inference:
        """Return sums of outcomes, weights (m, outcomes), in one wave less those in another; pooled where completed.

        `prices_known` leaves out that unit costs are not known for certain.
        """
        step = self._step(start, end)
        found = [fit.inference(step[None, :, None] * weights[:, None, :], freedom=self.freedom) for fit in self.fits]
        if len(found) == 1:
            of_people = found[0]
        else:
            estimates = np.array([each.estimate for each in found])
            variances = np.array([each.standard_error for each in found]) ** 2
            of_people = pool(estimates, variances, complete_freedom=self.freedom).inference
        if prices_known or not self.prices_vary:
            return of_people
        return _enlarged(of_people, self.of_prices(weights, start, end))

    def of_prices(self, weights: Numbers, start: str, end: str) -> Numbers:
        """Return the standard errors, (m,), that unit costs alone give the same sums: each is drawn by itself."""
        moved = np.einsum("p,cpq,mq->cm", self._step(start, end), self.moved, weights)
        return np.asarray(np.sqrt(np.sum(moved**2, axis=0)))

    def _step(self, start: str, end: str) -> Numbers:
        step = np.zeros(self.fits[0].coefficients.shape[0])
        for wave, sign in ((start, -1.0), (end, 1.0)):
            if wave != self.waves[0]:
                step[self.waves.index(wave)] = sign
        return step

    def difference(self, weights: Numbers, start: str, end: str, *, prices_known: bool = False) -> Difference:
        """Return one sum of outcomes, weights (outcomes,), in `end` less that in `start`, or why there is none."""
        people = min(self.users.people(start), self.users.people(end))
        if self.why_none or not {start, end} <= set(self.waves):
            return Difference(start, end, people, why_none=self.why_none or f"nobody answered in {start} or in {end}")
        found = self.inference(weights[None, :], start, end, prices_known=prices_known)
        return Difference.of(found, between=(start, end), people=people)

    def correlation(self, cost: Numbers, score: Numbers) -> float:
        """Return how a cost goes with a score among people of one site and wave; nan where one does not vary."""
        within = np.mean([fit.within for fit in self.fits], axis=0)
        spread = np.sqrt((cost @ within @ cost) * (score @ within @ score))
        return float(cost @ within @ score / spread) if spread > 0 else float("nan")


def _enlarged(of_people: Inference, of_prices: Numbers) -> Inference:
    """Add an error that is known by itself; degrees of freedom by Satterthwaite (Biometrics 1946;2:110-114)."""
    both = np.sqrt(of_people.standard_error**2 + of_prices**2)
    freedom = of_people.freedom * (both / of_people.standard_error) ** 4
    return replace(of_people, standard_error=both, freedom=freedom)


def fit_joint_change(users: ServiceUsers, counts: Sequence[Numbers], scores: Sequence[Numbers]) -> JointChange:
    """Fit the model to completed sets of counts (n, items) and scores (n, outcomes), or to one set with gaps.

    Of a set with gaps, those who answered everything are taken.
    """
    costs = [users.costs(each) for each in counts]
    whole = np.asarray(np.isfinite(np.column_stack([costs[0], scores[0]])).all(axis=1))
    named, columns = _told_apart(users, [each[whole] for each in costs], whole)
    sets = [np.column_stack([cost, score[whole]]) for cost, score in zip(columns, scores, strict=True)]
    frame = users.frame.filter(pl.Series(whole))
    waves, covariates, cells = _design(frame)
    freedom = int(cells.max(initial=-1)) + 1 - np.linalg.matrix_rank(covariates) if len(cells) else 0
    if freedom < 1:
        return JointChange(users, named, why_none=FEW_CELLS if frame.height else TOO_FEW)
    try:
        first = fit_costs_and_effects(sets[0], covariates, cells)
        others = [fit_costs_and_effects(each, covariates, cells, near=first) for each in sets[1:]]
    except (ValueError, np.linalg.LinAlgError):
        return JointChange(users, named, why_none=CONSTANT)
    fits = (first, *others)
    if not all(fit.converged for fit in fits):
        return JointChange(users, named, why_none="the joint model did not converge")
    parts = [_parts(users, named, users.units(each)[whole]) for each in counts]
    moved = np.mean([_moved(*each, covariates, cells=cells) for each in zip(fits, parts, strict=True)], axis=0)
    # A dearer contact changes no score; with covariances held it would a little, by how costs and scores go together.
    moved[:, :, len(named) :] = 0.0
    return JointChange(users, named, waves, fits, float(freedom), frame.height, moved)


def _parts(users: ServiceUsers, costs: tuple[str, ...], units: Numbers) -> Numbers:
    """Return what a standard deviation of each unit cost adds to each outcome of everyone: (unit costs, n, outcomes).

    Nothing, to a score. Unit costs that are known for certain have no part.
    """
    uncertain = [place for place, each in enumerate(users.unit_costs) if each.error > 0]
    found = np.zeros((len(uncertain), len(units), len(costs) + len(users.outcomes)))
    for part, place in zip(found, uncertain, strict=True):
        price = users.unit_costs[place]
        part[:, costs.index(price.perspective) if price.perspective in costs else 0] = units[:, place] * price.error
    return found


def _moved(fit: JointFit, parts: Numbers, covariates: Numbers, *, cells: Levels) -> Numbers:
    """Return what the parts add to the coefficients, both covariances held: costs are linear in unit costs."""
    moved = [held_coefficients(part, covariates, cells, at=fit) for part in parts]
    return np.reshape(moved, (len(parts), *fit.coefficients.shape))


def _told_apart(users: ServiceUsers, costs: list[Numbers], whole: Flags) -> tuple[tuple[str, ...], list[Numbers]]:
    """Return each perspective's costs, or their sum where some do not vary, or go along with others, among people."""
    places = users.frame.filter(pl.Series(whole)).select("site_id", "wave")
    _, cells = np.unique(places.to_numpy().astype(str), axis=0, return_inverse=True)
    apart = costs[0] - _means(costs[0], cells)
    spread = apart.std(axis=0)
    scaled = apart[:, spread > _NOTHING] / spread[spread > _NOTHING]
    if scaled.shape[1] == len(users.perspectives) == np.linalg.matrix_rank(scaled, tol=1e-6 * len(scaled)):
        return users.perspectives, costs
    return (ALL,), [each.sum(axis=1, keepdims=True) for each in costs]


def _means(values: Numbers, cells: Levels) -> Numbers:
    counted = np.bincount(cells.ravel())
    sums = np.stack([np.bincount(cells.ravel(), weights=column) for column in values.T], axis=1)
    return np.asarray((sums / counted[:, None])[cells.ravel()])


def _design(frame: pl.DataFrame) -> tuple[tuple[str, ...], Numbers, Levels]:
    """Return the waves, the columns (one, waves but the first, sites but the first) and each row's site and wave."""
    waves, sites = tuple(dict.fromkeys(frame["wave"])), tuple(sorted(set(frame["site_id"])))
    columns = [np.ones(frame.height)]
    columns += [(frame["wave"] == wave).to_numpy().astype(np.float64) for wave in waves[1:]]
    columns += [(frame["site_id"] == site).to_numpy().astype(np.float64) for site in sites[1:]]
    pairs = list(zip(frame["site_id"], frame["wave"], strict=True))
    number = {pair: place for place, pair in enumerate(sorted(set(pairs)))}
    return waves, np.column_stack(columns), np.array([number[pair] for pair in pairs], dtype=np.int64)


def complete(users: ServiceUsers, *, draws: int, seed: int) -> Imputations | str:
    """Draw what people did not say, many times over, each count and score helping the others; or why not.

    Counts are drawn on the scale of their square roots; `drawn` brings them back.
    """
    names = [each.item for each in users.header.counts]
    variables = tuple(Variable(name) for name in (*names, *(each.outcome.id for each in users.outcomes)))
    waves, covariates, cells = _design(users.frame)
    model = ImputationModel(
        variables,
        covariates=covariates[:, 1 : len(waves)],
        covariate_names=waves[1:],
        chains=2,
        strata={"wave": users.frame["wave"].to_numpy().astype(str)},
    )
    values = np.column_stack([np.sqrt(users.counts), users.scores])
    try:
        return impute(model, values, cells, draws=draws, seed=seed)
    except ValueError as error:
        return str(error).rstrip(".")


def drawn(users: ServiceUsers, imputations: Imputations) -> tuple[list[Numbers], list[Numbers]]:
    """Return completed counts and scores. A drawn count becomes the nearest that somebody gave: never a part of one."""
    items = users.counts.shape[1]
    counts = [_as_given(users.counts, table[:, :items]) for table in imputations]
    return counts, [table[:, items:] for table in imputations]


def _as_given(given: Numbers, roots: Numbers) -> Numbers:
    found = given.copy()
    for item in range(given.shape[1]):
        missing = np.isnan(given[:, item]) & np.isfinite(roots[:, item])
        values = np.unique(given[~np.isnan(given[:, item]), item])
        nearest = np.abs(np.sqrt(values)[None, :] - roots[missing, item][:, None]).argmin(axis=1)
        found[missing, item] = values[nearest]
    return found
