"""Draws how often each person had the services they are asked about, with what the framework changes in it."""

from collections.abc import Mapping, Sequence
from math import log

import numpy as np
import polars as pl

from newel.protocol import Counted, Site, Wave
from newel.records.kinds import ANSWER
from newel.rehearsal.answering import answer_rows
from newel.rehearsal.asking import Respondent
from newel.rehearsal.cost_truths import ServiceTruth
from newel.rehearsal.plan import Numbers, Plan, month_of

Standing = Mapping[tuple[str, str, str], float]
"""Where each response is on each scale among those of its site, in standard deviations: instrument, scale, response."""


def draw(
    plan: Plan, respondents: Sequence[Respondent], rng: np.random.Generator, *, standing: Standing
) -> pl.DataFrame:
    """Return the answers of everyone who agreed to every counted item they are asked."""
    use = plan.service_use
    if use is None:
        return ANSWER.empty()
    frames = [ANSWER.empty()]
    for counted in use.counts:
        people = [each for each in respondents if each.group == use.group and is_asked(plan, counted, each.wave)]
        if people:
            rates = _rates(plan, plan.truths.costs.of_service(counted.item), people, rng=rng)
            rates *= _fares(plan, plan.truths.costs.of_service(counted.item), people, standing=standing)
            frames.append(_answers(plan, counted, people, rates=rates, rng=rng))
    return pl.concat(frames)


def is_asked(plan: Plan, counted: Counted, wave: Wave) -> bool:
    """Return whether the group is asked a counted item in a wave, and the study has its instrument."""
    use = plan.service_use
    asked = plan.protocol.instruments_for(use.group, wave.id) if use is not None else ()
    return counted.instrument in plan.instruments and counted.instrument in asked


def delivered(plan: Plan, truth: ServiceTruth, site: Site, *, wave: Wave) -> float:
    """Return what delivery at a site in a wave, taken as its first month, multiplies the rate by.

    As with incidents, half of delivery is half of it on the log scale.
    """
    return float(truth.delivery_ratio ** plan.dose(site, month_of(wave.opens)))


def worse_is(plan: Plan, scale: str) -> int:
    """Return 1 where a higher score on a scale, given as `instrument.scale`, is worse, and -1 where it is better."""
    name, _, of = scale.partition(".")
    directions = {each.id: each.direction for each in plan.instruments[name].scales}
    return 1 if directions[of] == "higher_is_worse" else -1


def _answers(
    plan: Plan, counted: Counted, people: Sequence[Respondent], *, rates: Numbers, rng: np.random.Generator
) -> pl.DataFrame:
    instrument = plan.instruments[counted.instrument]
    item = instrument.item(counted.item_id)
    counts = rng.poisson(rates)
    absent = rng.random(len(people)) < plan.truths.questionnaires.share_item_missing
    # What the item does not take is cut to what it does: rates are planted of which hardly one is.
    values = np.clip(counts, item.lowest, item.highest).astype(np.float64)
    return answer_rows(instrument, item.id, people, values=values, absent=absent)


def _rates(plan: Plan, truth: ServiceTruth, people: Sequence[Respondent], *, rng: np.random.Generator) -> Numbers:
    """Draw each person's own rate: that of the site, times what is theirs in every wave."""
    sites = {site.id: float(np.exp(rng.normal(0, truth.site_spread))) for site in plan.protocol.sites}
    names = list(dict.fromkeys(person.person for person in people))
    own = dict(zip(names, _own(truth, len(names), rng), strict=True))
    return np.array(
        [
            truth.rate * sites[each.site.id] * own[each.person] * delivered(plan, truth, each.site, wave=each.wave)
            for each in people
        ]
    )


def _fares(plan: Plan, truth: ServiceTruth, people: Sequence[Respondent], *, standing: Standing) -> Numbers:
    """Return what faring worse, or better, than the others of their site multiplies people's rates by: 1 on average."""
    if truth.goes_with is None:
        return np.ones(len(people))
    name, _, scale = truth.goes_with.partition(".")
    own = np.array([standing.get((name, scale, each.response_id), 0.0) for each in people])
    worse = own * worse_is(plan, truth.goes_with)
    return np.asarray(np.exp(worse * log(truth.worse_ratio) - log(truth.worse_ratio) ** 2 / 2))


def _own(truth: ServiceTruth, number: int, rng: np.random.Generator) -> Numbers:
    """Draw what people's rates are multiplied by: 1 on average, and for a few much more."""
    variance = truth.person_spread**2
    return rng.gamma(1 / variance, variance, number) if variance else np.ones(number)
