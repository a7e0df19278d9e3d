"""What we said we would do: sites, waves, groups, schedule, consent rules, questions, analyses, thresholds.

Start with `read_protocol(folder)`; the shape is in `model.py`.
"""

from newel.protocol.accepting import accepted_effects, thresholds_of
from newel.protocol.answering import Consent, Disclosure, Question
from newel.protocol.coding import CodingPlan, Coefficient, Saturation
from newel.protocol.delivery import Care, Course, Module, StaffRole
from newel.protocol.design import Element, Group, Interruption, Measure, Site, SiteType, Study, Wave
from newel.protocol.economics import (
    PREVENTABLE,
    QALY,
    Counted,
    Currency,
    Discounting,
    Economics,
    Effect,
    FurtherStudy,
    Lasting,
    Perspective,
    Scenario,
    ServiceUse,
    Threshold,
)
from newel.protocol.impact import Family, Impact, Outcome
from newel.protocol.lines import line_of_part
from newel.protocol.long_run import LongRun, StateCost
from newel.protocol.model import Protocol
from newel.protocol.observing import Meeting, ObservedItem, Observing
from newel.protocol.parts import Identifier, Month, Part
from newel.protocol.reading import FILE, fingerprint, json_schema, read_protocol, read_toml, toml_of
from newel.protocol.returning import Chaser, Returns
from newel.protocol.scaffolding import scaffold
from newel.protocol.schedule import printed_schedule
from newel.protocol.writing import to_toml

__all__ = [
    "FILE",
    "PREVENTABLE",
    "QALY",
    "Care",
    "Chaser",
    "CodingPlan",
    "Coefficient",
    "Consent",
    "Counted",
    "Course",
    "Currency",
    "Disclosure",
    "Discounting",
    "Economics",
    "Effect",
    "Element",
    "Family",
    "FurtherStudy",
    "Group",
    "Identifier",
    "Impact",
    "Interruption",
    "Lasting",
    "LongRun",
    "Measure",
    "Meeting",
    "Module",
    "Month",
    "ObservedItem",
    "Observing",
    "Outcome",
    "Part",
    "Perspective",
    "Protocol",
    "Question",
    "Returns",
    "Saturation",
    "Scenario",
    "ServiceUse",
    "Site",
    "SiteType",
    "StaffRole",
    "StateCost",
    "Study",
    "Threshold",
    "Wave",
    "accepted_effects",
    "fingerprint",
    "json_schema",
    "line_of_part",
    "printed_schedule",
    "read_protocol",
    "read_toml",
    "scaffold",
    "thresholds_of",
    "to_toml",
    "toml_of",
]
