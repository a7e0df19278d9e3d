"""What we said we would do: sites, waves, groups, schedule, consent rules, questions, analyses, thresholds.

Start with `read_protocol(folder)`; the shape is in `model.py`.
"""

from newel.protocol.lines import line_of_part
from newel.protocol.model import (
    Care,
    Chaser,
    Course,
    Disclosure,
    Economics,
    Group,
    Measure,
    Protocol,
    Question,
    Site,
    SiteType,
    StaffRole,
    Wave,
)
from newel.protocol.reading import FILE, fingerprint, json_schema, read_protocol, read_toml
from newel.protocol.scaffolding import scaffold
from newel.protocol.schedule import printed_schedule

__all__ = [
    "FILE",
    "Care",
    "Chaser",
    "Course",
    "Disclosure",
    "Economics",
    "Group",
    "Measure",
    "Protocol",
    "Question",
    "Site",
    "SiteType",
    "StaffRole",
    "Wave",
    "fingerprint",
    "json_schema",
    "line_of_part",
    "printed_schedule",
    "read_protocol",
    "read_toml",
    "scaffold",
]
