"""What we said we would do: sites, waves, groups, schedule, consent rules, questions, analyses, thresholds.

Start with `read_protocol(folder)`; the shape is in `model.py`.
"""

from newel.protocol.answering import Consent, Disclosure, Question
from newel.protocol.delivery import Care, Course, Module, StaffRole
from newel.protocol.design import Element, Group, Interruption, Measure, Site, SiteType, Study, Wave
from newel.protocol.economics import Currency, Discounting, Economics, Lasting, Perspective, Threshold
from newel.protocol.impact import Family, Impact, Outcome
from newel.protocol.lines import line_of_part
from newel.protocol.model import Protocol
from newel.protocol.parts import Identifier, Month, Part
from newel.protocol.reading import FILE, fingerprint, json_schema, read_protocol, read_toml
from newel.protocol.returning import Chaser, Returns
from newel.protocol.scaffolding import scaffold
from newel.protocol.schedule import printed_schedule

__all__ = [
    "FILE",
    "Care",
    "Chaser",
    "Consent",
    "Course",
    "Currency",
    "Disclosure",
    "Discounting",
    "Economics",
    "Element",
    "Family",
    "Group",
    "Identifier",
    "Impact",
    "Interruption",
    "Lasting",
    "Measure",
    "Module",
    "Month",
    "Outcome",
    "Part",
    "Perspective",
    "Protocol",
    "Question",
    "Returns",
    "Site",
    "SiteType",
    "StaffRole",
    "Study",
    "Threshold",
    "Wave",
    "fingerprint",
    "json_schema",
    "line_of_part",
    "printed_schedule",
    "read_protocol",
    "read_toml",
    "scaffold",
]
