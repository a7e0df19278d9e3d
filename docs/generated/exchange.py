"""The keys of project.toml in the folder of a coding project."""

import tomllib

from generated.schema import keys
from newel.exchange.project_file import ProjectFile

EXAMPLE = """
title = "Handover study"

[[sources]]
id = "talk-one"
file = "talk-one.txt"
sha256 = "813256f98f02…"
title = "Talk one"
kind = "interview"
version = 2
case = "C07"
group = "staff"
site = "S01"
wave = "wave_2"
held_on = 2018-05-04
may_be_quoted = true

[[layers]]
id = "k1-round-1"
coder = "K1"
round = 1
purpose = "first"
blind = true
locked = true

[[memos]]
id = "m1"
kind = "analytic"
by = "K1"
on = 2018-06-01T09:30:00+01:00
text = "Time comes up wherever meals do."
about = [{ kind = "code", id = "time" }]

[[relations]]
id = "r1"
kind = "cmo"
parts = [{ role = "context", coding = "c0" }, { role = "mechanism", coding = "c2" }]
"""


def coding_project() -> str:
    """Return every key of a coding project's file."""
    return keys(ProjectFile, tomllib.loads(EXAMPLE))
