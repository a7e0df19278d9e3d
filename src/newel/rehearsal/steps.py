"""Whether a step of the pathway is taken as the framework asks: the planted share, delivery, and the site's own way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from newel.rehearsal.plan import Days, Numbers, Plan, Whole, Yes
from newel.rehearsal.truths import PathwayTruth, StepTruth

StepName = Literal[
    "assessed_in_time",
    "formulated_in_time",
    "child_present",
    "child_agrees",
    "reviewed_in_time",
    "need_answered",
    "target_set_together",
    "transition_planned",
]


@dataclass(frozen=True)
class Steps:
    """The planted steps, how far above or below the others each site is in each of them, and the pathway's chance."""

    plan: Plan
    levels: Mapping[str, Numbers]
    rng: np.random.Generator

    def taken(self, name: StepName, sites: Whole, days: Days) -> Yes:
        """Return which of these steps are taken, each at the site at its place in the protocol and on its day."""
        truth: StepTruth = getattr(self.plan.truths.pathway, name)
        share = truth.share + truth.delivery_gain * self.plan.doses(sites, days) + self.levels[name][sites]
        taken: Yes = self.rng.random(len(sites)) < share
        return taken


def draw_steps(plan: Plan, rng: np.random.Generator) -> Steps:
    """Draw each site's own way once: a site keeps it over the study."""
    names = [name for name, field in PathwayTruth.model_fields.items() if field.annotation is StepTruth]
    spread = plan.truths.pathway.site_spread
    return Steps(plan, {name: rng.normal(0, spread, len(plan.protocol.sites)) for name in names}, rng)
