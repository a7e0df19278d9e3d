"""Draws interviews, focus groups and observed meetings at the focus sites."""

from datetime import date

import numpy as np
import polars as pl

from newel.protocol import Protocol, Wave
from newel.records.kinds import OBSERVATION, SESSION
from newel.rehearsal.plan import Plan
from newel.rehearsal.truths import FieldworkTruth

MEETINGS = ("handover", "formulation", "reflective", "multi_agency")


def draw(plan: Plan, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Return the session and observation records."""
    truth = plan.truths.fieldwork
    return {
        "session": _sessions(plan.protocol, truth, rng),
        "observation": _observations(plan.protocol, truth, rng),
    }


def _sessions(protocol: Protocol, truth: FieldworkTruth, rng: np.random.Generator) -> pl.DataFrame:
    planned = [
        *[("staff", "interview", 1)] * truth.staff_interviews,
        *[("young_person", "interview", 1)] * truth.young_person_interviews,
        *[("carer", "interview", 1)] * truth.carer_interviews,
        *[("young_person", "focus_group", truth.focus_group_size)] * truth.focus_groups,
    ]
    asked = {group.id for group in protocol.groups}
    rows = []
    for number, (group, kind, people) in enumerate((plan for plan in planned if plan[0] in asked), start=1):
        wave, day = _wave_and_day(protocol, rng)
        site, minutes = _focus_site(protocol, rng), max(int(rng.normal(45, 10)), 15)
        rows.append((f"session-{number:03d}", site, group, wave.id, kind, day, people, minutes, "redacted"))
    return pl.DataFrame(rows, schema=SESSION.schema, orient="row")


def _observations(protocol: Protocol, truth: FieldworkTruth, rng: np.random.Generator) -> pl.DataFrame:
    rows = []
    for number in range(1, truth.observations + 1):
        wave, day = _wave_and_day(protocol, rng)
        meeting = MEETINGS[int(rng.integers(len(MEETINGS)))]
        site, minutes, staff = _focus_site(protocol, rng), int(rng.integers(30, 91)), int(rng.integers(4, 13))
        discussed = bool(rng.random() < truth.needs_discussed)
        present = bool(meeting != "handover" and rng.random() < truth.child_present)
        rows.append((f"observation-{number:03d}", site, wave.id, meeting, day, minutes, staff, discussed, present))
    return pl.DataFrame(rows, schema=OBSERVATION.schema, orient="row")


def _focus_site(protocol: Protocol, rng: np.random.Generator) -> str:
    focus = [site.id for site in protocol.sites if site.focus] or [protocol.sites[0].id]
    return str(rng.choice(focus))


def _wave_and_day(protocol: Protocol, rng: np.random.Generator) -> tuple[Wave, date]:
    wave = protocol.waves[int(rng.integers(len(protocol.waves)))]
    return wave, date.fromordinal(int(rng.integers(wave.opens.toordinal(), wave.closes.toordinal() + 1)))
