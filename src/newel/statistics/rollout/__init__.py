"""Designs in which sites start at different times: effects by group and period, their sums, and event studies."""

from newel.statistics.rollout.aggregates import Aggregate, aggregate
from newel.statistics.rollout.deals import overall_effects
from newel.statistics.rollout.group_time import GroupTime, group_time, standard_errors
from newel.statistics.rollout.panel import NEVER, Panel
from newel.statistics.rollout.two_way import (
    EventStudy,
    FixedEffects,
    StaggeredRows,
    cohort_event_study,
    two_way,
)

__all__ = [
    "NEVER",
    "Aggregate",
    "EventStudy",
    "FixedEffects",
    "GroupTime",
    "Panel",
    "StaggeredRows",
    "aggregate",
    "cohort_event_study",
    "group_time",
    "overall_effects",
    "standard_errors",
    "two_way",
]
