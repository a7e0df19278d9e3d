"""From draws of costs and effects to a decision picture: exact at every threshold, and the same on every run."""

from newel.statistics.decision.cohort import cohort, totals
from newel.statistics.decision.envelope import Decision, decide, switch_points
from newel.statistics.decision.incremental import Step, incremental
from newel.statistics.decision.information import (
    NewStudy,
    PartialInformation,
    partial_information,
    sample_information,
)
from newel.statistics.decision.sensitivity import Range, Swing, threshold_of, tornado
from newel.statistics.decision.splines import Smooth, basis, smooth

__all__ = [
    "Decision",
    "NewStudy",
    "PartialInformation",
    "Range",
    "Smooth",
    "Step",
    "Swing",
    "basis",
    "cohort",
    "decide",
    "incremental",
    "partial_information",
    "sample_information",
    "smooth",
    "switch_points",
    "threshold_of",
    "tornado",
    "totals",
]
