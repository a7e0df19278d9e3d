"""The same difference without a model of sites: robust and exact, beside Kenward-Roger, and whether the three agree."""

from dataclasses import dataclass

import numpy as np

from newel.analysis._change import ChangeModel, Difference, fixed_effects, wave_contrast
from newel.protocol import Protocol
from newel.statistics.arrays import Levels, Numbers
from newel.statistics.few_clusters import cluster_robust
from newel.statistics.few_clusters.wild import WildRule, wild_cluster_test

LEVEL = 0.05
LEAST = 6
"""With fewer sites an exact test over signs cannot reach 5 %: its smallest p is 1 in 2 to the power of sites less 1."""
SEED = 20
"""Beyond so many sites not all signs are tried; those that are drawn are drawn from this seed."""
DEPENDENT = 1e-9


@dataclass(frozen=True)
class Checks:
    """The difference by least squares within sites, and the p value of the exact wild cluster test."""

    robust: Difference
    exact_p: float = float("nan")
    why_no_exact: str = ""


def few_site_checks(protocol: Protocol, model: ChangeModel, *, start: str, end: str) -> Checks:
    """Return the robust and the exact answer to what the model answers; what cannot be given says why."""
    scores = model.scores
    people = scores.fewest(start, end)
    if model.fit is None:
        return Checks(Difference(start, end, people, why_none=model.why_none), why_no_exact=model.why_none)
    within = fixed_effects(protocol, scores)
    kept = _independent(within.design.fixed)
    names = tuple(within.design.names[place] for place in kept)
    contrast = wave_contrast(within, names, start=start, end=end)
    if contrast is None:
        why = "a wave has no answers at these sites"
        return Checks(Difference(start, end, people, why_none=why), why_no_exact=why)
    columns = within.design.fixed[:, kept]
    sites = np.unique(scores.frame["site_id"].to_numpy()[within.rows], return_inverse=True)[1].astype(np.int64)
    return _checked(columns, within.response, sites, contrast=contrast, about=(start, end, people))


def _checked(
    columns: Numbers, response: Numbers, sites: Levels, *, contrast: Numbers, about: tuple[str, str, int]
) -> Checks:
    start, end, people = about
    try:
        robust = Difference.of(
            cluster_robust(columns, response, sites, contrasts=contrast[None, :]), between=(start, end), people=people
        )
    except ValueError as error:
        robust = Difference(start, end, people, why_none=str(error).rstrip("."))
    if int(sites.max()) + 1 < LEAST:
        return Checks(robust, why_no_exact="with so few sites an exact test can never be below the level")
    rule = WildRule(interval=False, generator=np.random.default_rng(SEED))
    try:
        test = wild_cluster_test(columns, response, sites, contrast=contrast, rule=rule)
    except ValueError as error:
        return Checks(robust, why_no_exact=str(error).rstrip("."))
    return Checks(robust, test.p)


def _independent(columns: Numbers) -> list[int]:
    """Return the columns that are no sum of those before them: a type of site is one, once every site has a column."""
    kept: list[int] = []
    basis = np.zeros((len(columns), 0))
    for place, column in enumerate(columns.T):
        own = column - basis @ (basis.T @ column)
        own -= basis @ (basis.T @ own)  # twice is enough
        length = float(np.linalg.norm(own))
        if length > DEPENDENT * max(float(np.linalg.norm(column)), 1.0):
            basis = np.column_stack([basis, own / length])
            kept.append(place)
    return kept


def agreement(difference: Difference, checks: Checks) -> str:
    """Return in words whether the model, the robust and the exact answer all find a difference, or none does."""
    found = {
        "the model": difference.p,
        "the robust test": checks.robust.p,
        "the exact test": checks.exact_p,
    }
    known = {name: p < LEVEL for name, p in found.items() if np.isfinite(p)}
    if len(known) < 2:
        return "Only one of them could be worked out"
    if len(set(known.values())) == 1:
        return "Yes"
    finding = [name for name, finds in known.items() if finds]
    verb = "finds" if len(finding) == 1 else "find"
    return f"No: {' and '.join(finding)} {verb} a difference, {_rest(known)}"


def _rest(known: dict[str, bool]) -> str:
    others = [name for name, finds in known.items() if not finds]
    return f"{' and '.join(others)} {'does' if len(others) == 1 else 'do'} not"
