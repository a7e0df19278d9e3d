"""The same differences in cost and outcome, worked out in other ways: what a result of few sites has to bear."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from newel.analysis._answers import sent_responses
from newel.analysis._change import Difference, fit_change
from newel.analysis._joint_change import ALL, JointChange
from newel.analysis._outcomes import with_categories
from newel.analysis._plugin import Evidence
from newel.analysis._service_use import ServiceUsers
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.costs_and_effects import LogLinkFit, gamma_costs, park_slope, poisson_costs, ready, two_stage
from newel.statistics.inference import Inference

DRAWS = 2_000
NOT_OF_SCORES = "this is a model of costs"
NO_OUTCOME = "the study holds no outcome to set beside costs"
NOT_IN_BOTH = "fewer than two sites have several people in both waves"
NO_FIT = "the model of skewed costs cannot be fitted"


@dataclass(frozen=True)
class Way:
    """One way to the same differences: in the cost to all perspectives, and in each score."""

    id: str
    label: str
    cost: Difference
    scores: tuple[Difference, ...]


@dataclass(frozen=True)
class Checks:
    """All other ways between two waves, for those who answered everything; `park` is the power of the Park test."""

    ways: tuple[Way, ...]
    family: str
    park: float


def joint_way(name: str, label: str, joint: JointChange, *, ends: tuple[str, str]) -> Way:
    """Return what a joint model says."""
    cost = joint.difference(joint.weights(cost=ALL), *ends)
    scores = (joint.difference(joint.weights(score=place), *ends) for place in range(len(joint.users.outcomes)))
    return Way(name, label, cost, tuple(scores))


@dataclass(frozen=True)
class _Asked:
    """Everybody, what each cost all perspectives in a year, and the two waves."""

    users: ServiceUsers
    cost: Numbers
    ends: tuple[str, str]

    @property
    def people(self) -> int:
        return min(self.users.people(wave) for wave in self.ends)

    def none(self, why: str) -> Difference:
        return Difference(*self.ends, self.people, why_none=why)

    def no_scores(self, why: str) -> tuple[Difference, ...]:
        return tuple(self.none(why) for _ in self.users.outcomes)


def other_ways(evidence: Evidence, users: ServiceUsers, *, ends: tuple[str, str], seed: int) -> Checks:
    """Return each outcome by itself, costs as costs are, and sites and people drawn again."""
    asked = _Asked(users, users.costs(users.counts).sum(axis=1), ends)
    skewed, family, park = _skewed(asked)
    return Checks((_by_itself(evidence, asked), skewed, _resampled(asked, seed)), family, park)


def _by_itself(evidence: Evidence, asked: _Asked) -> Way:
    """Fit the model of change to each outcome alone, by Kenward and Roger: sites drawn, and persons where followed."""
    users, label = asked.users, "Each by itself, by the model of change"
    scores = tuple(fit_change(evidence.protocol, each).difference(*asked.ends) for each in users.outcomes)
    if not users.outcomes:
        return Way("alone", label, asked.none(NO_OUTCOME), scores)
    costs = users.frame.with_columns(score=pl.Series(asked.cost)).filter(pl.col("score").is_finite())
    frame = with_categories(evidence, sent_responses(evidence, users.header.group), costs)
    of_cost = fit_change(evidence.protocol, replace(users.outcomes[0], frame=frame)).difference(*asked.ends)
    return Way("alone", label, of_cost, scores)


def _skewed(asked: _Asked) -> tuple[Way, str, float]:
    """Model costs with a log link, everyone once in either wave; Poisson where somebody cost nothing, else gamma."""
    here = np.isfinite(asked.cost) & asked.users.frame["wave"].is_in(asked.ends).to_numpy()
    frame, spent = asked.users.frame.filter(pl.Series(here)), asked.cost[here]
    sites, columns = _sites(frame), [np.ones(len(spent)), (frame["wave"] == asked.ends[1]).to_numpy().astype(float)]
    columns += [(sites == site).astype(float) for site in range(1, int(sites.max(initial=0)) + 1)]
    family = "gamma" if len(spent) and spent.min() > 0 else "Poisson"
    found, park = asked.none(NO_FIT), float("nan")
    try:
        fit = (gamma_costs if family == "gamma" else poisson_costs)(spent, np.column_stack(columns))
        if fit.converged:
            found, park = _recycled(asked, fit, sites), park_slope(fit.costs, fit.fitted)
    except (ValueError, np.linalg.LinAlgError):
        pass  # said by `found`
    return Way("skewed", f"Costs with a log link ({family})", found, asked.no_scores(NOT_OF_SCORES)), family, park


def _sites(frame: pl.DataFrame) -> Levels:
    return np.unique(frame["site_id"].to_numpy().astype(str), return_inverse=True)[1].astype(np.int64)


def _recycled(asked: _Asked, fit: LogLinkFit, sites: Levels) -> Difference:
    """Return the mean difference were everyone asked in the later wave: errors by site, as many less one as sites."""
    error = np.array([fit.recycled_error(1, fit.covariance("CR1", sites))])
    found = Inference(np.array([fit.recycled(1)]), error, np.array([float(sites.max())]), "CR1")
    return Difference.of(found, between=asked.ends, people=asked.people)


def _resampled(asked: _Asked, seed: int) -> Way:
    """Draw sites once for both waves, then people of each: the two-stage bootstrap of those who answered all."""
    label = "Sites and people drawn again (two-stage bootstrap)"
    outcomes = np.column_stack([asked.cost, asked.users.scores])
    frame = asked.users.frame.with_columns(whole=pl.Series(np.isfinite(outcomes).all(axis=1)))
    sites = _in_both(frame, asked.ends)
    if len(sites) < 2:
        return Way("resampled", label, asked.none(NOT_IN_BOTH), asked.no_scores(NOT_IN_BOTH))
    rows = [(frame["whole"] & (frame["wave"] == wave) & frame["site_id"].is_in(sites)) for wave in asked.ends]
    arms = [ready(outcomes[here.to_numpy()], _sites(frame.filter(here))) for here in rows]
    draws = two_stage((arms[0], arms[1]), draws=DRAWS, generator=np.random.default_rng(seed), paired=True)
    found = [_percentiles(asked, column) for column in draws.T]
    return Way("resampled", label, found[0], tuple(found[1:]))


def _in_both(frame: pl.DataFrame, ends: tuple[str, str]) -> list[str]:
    """Return the sites with two people at least who answered everything, in either wave."""
    many = frame.filter(pl.col("whole") & pl.col("wave").is_in(ends)).group_by("site_id", "wave").len()
    kept = many.filter(pl.col("len") > 1).group_by("site_id").len()
    return sorted(kept.filter(pl.col("len") == len(ends))["site_id"])


def _percentiles(asked: _Asked, draws: Numbers) -> Difference:
    low, high = (float(end) for end in np.percentile(draws, [2.5, 97.5]))
    return Difference(*asked.ends, asked.people, float(draws.mean()), float(draws.std(ddof=1)), low=low, high=high)
