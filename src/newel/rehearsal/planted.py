"""What an analysis of a rehearsal should find: the planted scores of every outcome, wave by wave, in its own points.

Answers are whole numbers within a range, so a shift of the place on a scale is not the same shift of its score: near
an end of the range less of it is left. The score that is to be expected is worked out here exactly.
"""

from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np
from scipy.special import ndtr

from newel.instruments import Instrument, Scale
from newel.protocol import Outcome
from newel.rehearsal.answering import ITEM_NOISE
from newel.rehearsal.plan import Numbers, Plan, month_of
from newel.rehearsal.shifting import Shifts, expected_training


@dataclass(frozen=True)
class PlantedOutcome:
    """The planted truth of one outcome that is a scale, over the sites as people are expected to answer there."""

    outcome: str
    scores: dict[str, float]
    """The expected score in each wave, in points of the scale."""
    spread: float
    """The standard deviation of a person's score in the reference wave, within and between sites, in points."""

    def change(self, start: str, end: str) -> float:
        """Return the planted change between two waves, in points; positive where scores rise."""
        return self.scores[end] - self.scores[start]


def planted_outcomes(plan: Plan) -> dict[str, PlantedOutcome]:
    """Return the planted truth of every outcome that is a scale, by its id. Raises KeyError for an unknown scale.

    Site gains and training are as expected, not as one seed drew them: what is found in one rehearsal scatters around
    this by how its sites happened to differ.
    """
    shifts = Shifts(plan, expected_training(plan), {})
    return {outcome.id: _planted(plan, outcome, shifts) for outcome in plan.protocol.outcomes if outcome.scale}


def _planted(plan: Plan, outcome: Outcome, shifts: Shifts) -> PlantedOutcome:
    instrument = plan.instruments[outcome.instrument].asked_of(str(outcome.group))
    scale = {scale.id: scale for scale in instrument.scales}[outcome.scale_id]
    truth, shifted = plan.truths.questionnaires.of(instrument, scale), shifts.of(instrument, scale)
    weights = np.array([float(site.places) for site in plan.protocol.sites])
    spread = hypot(truth.spread, truth.wave_spread)  # of people at all sites together, who move with their site
    scores = {}
    for wave in plan.protocol.waves:
        there = [not site.closed_month or month_of(wave.opens) < site.closed_month for site in plan.protocol.sites]
        centres = np.array([truth.position + shifted[site.id, wave.id] for site in plan.protocol.sites])
        expected = expected_score(instrument, scale, centres=centres, spread=spread)
        scores[wave.id] = float(np.average(expected, weights=weights * np.array(there)))
    whole = score_spread(instrument, scale, centre=truth.position, spread=spread)
    return PlantedOutcome(outcome.id, scores, whole)


def expected_score(instrument: Instrument, scale: Scale, *, centres: Numbers, spread: float) -> Numbers:
    """Return the mean score of people whose places are normal about each of `centres`, answering as a rehearsal does.

    An item's code is the place, with noise, rounded to the nearest of its codes and cut at the ends: so its mean is a
    sum of normal tail probabilities, one a step between codes.
    """
    items = [_item_mean(instrument, scale, item, centres=centres, spread=spread) for item in scale.items]
    total: Numbers = np.sum(items, axis=0)
    return total / len(items) if scale.rule == "mean" else total


def _item_mean(instrument: Instrument, scale: Scale, item: str, *, centres: Numbers, spread: float) -> Numbers:
    codes = _codes(instrument, item)
    steps = (np.arange(1, len(codes)) - 0.5) / (len(codes) - 1)
    turned = item in scale.reversed
    reached = ndtr((centres[:, None] - steps) / sqrt(spread**2 + ITEM_NOISE**2))
    sizes = np.diff(codes)[::-1] if turned else np.diff(codes)
    mean: Numbers = codes[0] + reached @ sizes
    return mean


def _codes(instrument: Instrument, item: str) -> Numbers:
    options = instrument.options_of(instrument.item(item))
    return np.sort([float(option.code) for option in options if option.missing is None])


def score_spread(instrument: Instrument, scale: Scale, *, centre: float, spread: float) -> float:
    """Return the standard deviation of a person's score about the mean of everyone, by integrating over places.

    Given the place the items are independent, so the variance is that of the expected score over places plus the mean
    variance of the items about it.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)
    weights = weights / weights.sum()
    places = centre + spread * nodes
    given = expected_score(instrument, scale, centres=places, spread=0.0)
    between = float(weights @ (given - weights @ given) ** 2)
    items = np.sum([_item_variance(_codes(instrument, item), places) for item in scale.items], axis=0)
    within = float(weights @ items) / (len(scale.items) ** 2 if scale.rule == "mean" else 1)
    return sqrt(between + within)


def _item_variance(codes: Numbers, places: Numbers) -> Numbers:
    """Return the variance of an item's code at each place: of a sum over steps, each reached only after those below."""
    steps = (np.arange(1, len(codes)) - 0.5) / (len(codes) - 1)
    reached = ndtr((places[:, None] - steps) / ITEM_NOISE)
    sizes = np.diff(codes)
    first = reached @ sizes
    above = codes[1:] - codes[0]
    second = reached @ (np.diff(np.concatenate([[0.0], above**2])))
    variance: Numbers = second - first**2
    return variance
