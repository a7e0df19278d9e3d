"""Everybody's costs and outcomes, read once, and what the joint model and its checks make of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from newel.analysis._joint_change import JointChange, complete, drawn, fit_joint_change
from newel.analysis._joint_checks import Checks, other_ways
from newel.analysis._plugin import Evidence
from newel.analysis._service_use import ServiceUsers
from newel.protocol import Impact


@dataclass(frozen=True)
class CostsAndOutcomes:
    """One study's users of services in the waves that the protocol compares."""

    evidence: Evidence
    users: ServiceUsers
    impact: Impact
    seed: int

    @property
    def ends(self) -> tuple[str, str]:
        """The waves that decide."""
        return self.impact.reference_wave, self.impact.first_follow_up

    @property
    def people(self) -> int:
        """People in the smaller of the two."""
        return min(self.users.people(wave) for wave in self.ends)

    @cached_property
    def answered(self) -> JointChange:
        """The joint model of those who answered everything."""
        return fit_joint_change(self.users, [self.users.counts], [self.users.scores])

    @cached_property
    def _completed(self) -> tuple[JointChange, str]:
        if not np.isnan(np.column_stack([self.users.counts, self.users.scores])).any():
            return self.answered, ""
        imputations = complete(self.users, draws=self.impact.imputations, seed=self.seed)
        if isinstance(imputations, str):
            return self.answered, imputations
        found = fit_joint_change(self.users, *drawn(self.users, imputations))
        return (self.answered, found.why_none) if found.why_none else (found, "")

    @property
    def joint(self) -> JointChange:
        """The joint model with what is missing drawn; the one above, where nothing is or it cannot be."""
        return self._completed[0]

    @property
    def why_not_completed(self) -> str:
        """Why what is missing was not drawn, or an empty text."""
        return self._completed[1]

    @cached_property
    def checks(self) -> Checks:
        """The same differences in other ways."""
        return other_ways(self.evidence, self.users, ends=self.ends, seed=self.seed)
