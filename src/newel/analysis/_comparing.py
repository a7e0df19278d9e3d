"""Outcomes compared between waves: the change to the first follow-up, which decides, and the one to the last wave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import gammaln

from newel.analysis._change import ChangeModel, Difference, fit_change, reference_spread
from newel.analysis._outcomes import Scores, scored_outcomes
from newel.analysis._plugin import Evidence
from newel.analysis._verdicts import Shift
from newel.protocol import Impact, Outcome, Protocol
from newel.statistics.multiplicity import adjust

LEAST_SITES = 5
"""With fewer sites, how they differ would tell of single ones."""


@dataclass(frozen=True)
class Compared:
    """One outcome with its model and the waves that the protocol compares."""

    scores: Scores
    model: ChangeModel
    impact: Impact

    @cached_property
    def gain(self) -> Difference:
        """The change from the reference wave to the first follow-up."""
        return self.model.difference(self.impact.reference_wave, self.impact.first_follow_up)

    @cached_property
    def later(self) -> Difference:
        """The change from the first follow-up to the last wave."""
        return self.model.difference(self.impact.first_follow_up, self.impact.last_wave)

    @cached_property
    def overall(self) -> Difference:
        """The change from the reference wave to the last."""
        return self.model.difference(self.impact.reference_wave, self.impact.last_wave)

    @cached_property
    def spread(self) -> float:
        """The standard deviation of scores in the reference wave, within and between sites."""
        return reference_spread(self.scores, self.impact.reference_wave)

    @property
    def unit(self) -> float:
        """What a difference in points is multiplied by: to standard deviations, with Hedges' correction."""
        people = self.scores.people(self.impact.reference_wave)
        return hedges_factor(people - 1) / self.spread if self.spread > 0 else float("nan")

    def shift(self, difference: Difference, p: float = float("nan")) -> Shift | None:
        """Return a difference in standard deviations, positive where it is for the better; None where there is none."""
        if difference.why_none or not np.isfinite(self.unit):
            return None
        turned = self.scores.better * self.unit
        return Shift(turned * difference.estimate, abs(turned) * difference.error, difference.freedom, p)


def compared(evidence: Evidence, outcomes: Iterable[Outcome]) -> dict[str, Compared]:
    """Return every outcome that is a scale the study holds, with its fitted model; none without a block [impact]."""
    impact = evidence.protocol.impact
    if impact is None:
        return {}
    scored = scored_outcomes(evidence, outcomes)
    return {name: Compared(scores, fit_change(evidence.protocol, scores), impact) for name, scores in scored.items()}


def hedges_factor(freedom: int) -> float:
    """Return the small-sample factor of a standardised difference (Hedges LV. J Educ Stat 1981;6:107), exactly."""
    if freedom < 2:
        return float("nan")
    return float(np.exp(gammaln(freedom / 2) - gammaln((freedom - 1) / 2)) / np.sqrt(freedom / 2))


def corrected(protocol: Protocol, found: Mapping[str, Compared]) -> dict[str, float]:
    """Return the p value of every outcome's gain, corrected within its family; as it is where it has none.

    An outcome whose model failed still counts in its family, as one that was not found.
    """
    p = {name: np.nan if each.gain.why_none else each.gain.p for name, each in found.items()}
    for family in protocol.families:
        members = [name for name, each in found.items() if each.scores.outcome.family == family.id]
        adjusted = adjust(np.array([p[name] for name in members]), family.correction)
        p |= dict(zip(members, map(float, adjusted), strict=True))
    return p
