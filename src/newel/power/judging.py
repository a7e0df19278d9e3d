"""Fits the planned analysis to replicates: the protocol's own model and contrasts, for many sets of scores at once."""

from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from newel.analysis._change import change_formula, fixed_effects, wave_contrast
from newel.analysis._few_sites import _independent
from newel.analysis._outcomes import Scores
from newel.faults import Refused
from newel.formulas import Model, build
from newel.power.drawing import drawn_people, drawn_scores
from newel.power.planned import Planned
from newel.statistics.arrays import Numbers
from newel.statistics.few_clusters import WildRule, cluster_robust, wild_cluster_test
from newel.statistics.inference import Inference
from newel.statistics.mixed import fit_many


@dataclass(frozen=True)
class Replicates:
    """What m replicates found. A row a replicate; nan where nothing could be estimated."""

    estimate: Numbers
    """In points, a column a comparison, shape (m, comparisons)."""
    error: Numbers
    freedom: Numbers
    spread: Numbers
    """Standard deviation of the scores of the reference wave, shape (m,)."""
    people: Numbers
    """People scored in the reference wave, shape (m,)."""
    robust: Numbers
    """p of the first comparison by CR2, in the replicates that were checked so, shape (checked,)."""
    exact: Numbers
    """p of the first comparison by the exact wild cluster test, the same."""

    @property
    def inference(self) -> Inference:
        """All comparisons of all replicates."""
        return Inference(self.estimate, self.error, self.freedom, "Kenward-Roger")


def together(parts: list[Replicates]) -> Replicates:
    """Return the replicates of several chunks, in their order."""
    names = Replicates.__dataclass_fields__
    return Replicates(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def judged(
    planned: Planned, seed: np.random.SeedSequence, *, replicates: int, checked: int, is_null: bool
) -> Replicates:
    """Draw who is scored, then the scores of some replicates; fit the planned model to each.

    `is_null`: no change on average. `checked` of them are analysed by CR2 and by the exact wild cluster test besides.
    """
    rng = np.random.default_rng(seed)
    people = drawn_people(planned, rng)
    answering = planned.answering.without_change(0) if is_null else planned.answering
    at = people["site"].to_numpy(), people["wave_number"].to_numpy()
    responses = drawn_scores(answering, at, replicates=replicates, rng=rng)
    scores = Scores(planned.outcome, planned.instrument, planned.scale, people, people.height)
    try:
        model = build(change_formula(planned.protocol, scores), people, levels={"wave": list(scores.waves)})
    except Refused:
        model = None
    found = _fitted(planned, model, responses)
    first = responses[at[1] == 0]
    return Replicates(
        *found,
        first.std(axis=0, ddof=1) if len(first) > 1 else np.full(replicates, np.nan),
        np.full(replicates, float(len(first))),
        *_checked(planned, scores, responses[:, :checked], rng=rng),
    )


def _fitted(planned: Planned, model: Model | None, responses: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return estimate, standard error and degrees of freedom of every comparison."""
    nothing = np.full((responses.shape[1], len(planned.comparisons)), np.nan)
    if model is None:
        return nothing, nothing, nothing
    contrasts = [
        wave_contrast(model, model.design.names, start=start, end=end) for start, end in planned.comparisons.values()
    ]
    if any(contrast is None for contrast in contrasts):
        return nothing, nothing, nothing
    found = fit_many(
        model.design, responses[model.rows], contrasts=np.array(contrasts), method="Kenward-Roger"
    ).inference
    return found.estimate, found.standard_error, found.freedom


def _checked(
    planned: Planned, scores: Scores, responses: Numbers, *, rng: np.random.Generator
) -> tuple[Numbers, Numbers]:
    """Return the p values of CR2 and of the exact test for the first comparison."""
    robust, exact = np.full((2, responses.shape[1]), np.nan)
    if not responses.size:
        return robust, exact
    within = fixed_effects(planned.protocol, scores)
    kept = _independent(within.design.fixed)
    start, end = planned.comparisons["first"]
    contrast = wave_contrast(within, tuple(within.design.names[place] for place in kept), start=start, end=end)
    if contrast is None:
        return robust, exact
    sites = np.unique(scores.frame["site"].to_numpy()[within.rows], return_inverse=True)[1]
    columns, rule = within.design.fixed[:, kept], WildRule(interval=False, generator=rng)
    for place, response in enumerate(responses[within.rows].T):
        with suppress(ValueError):  # a draw that leaves nothing to test counts as one in which nothing is found
            exact[place] = wild_cluster_test(columns, response, sites, contrast=contrast, rule=rule).p
            robust[place] = cluster_robust(columns, response, sites, contrasts=contrast[None, :]).p[0]
    return robust, exact
