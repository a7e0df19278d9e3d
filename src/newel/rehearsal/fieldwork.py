"""Draws interviews, focus groups and observed meetings at the focus sites, and the yearly costs of every site."""

from datetime import date

import numpy as np
import polars as pl

from newel.protocol import Protocol, Wave
from newel.records.kinds import COST, OBSERVATION, SESSION
from newel.rehearsal.plan import Plan
from newel.rehearsal.truths import FieldworkTruth

MEETINGS = ("handover", "formulation", "reflective", "multi_agency")


def draw(plan: Plan, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Return the session, observation and cost records."""
    truth = plan.truths.fieldwork
    return {
        "session": _sessions(plan.protocol, truth, rng),
        "observation": _observations(plan.protocol, truth, rng),
        "cost": _costs(plan.protocol, truth, rng),
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


def _costs(protocol: Protocol, truth: FieldworkTruth, rng: np.random.Generator) -> pl.DataFrame:
    """Draw one cost a site, full calendar year and perspective; partial delivery costs half."""
    if protocol.economics is None:
        return COST.empty()
    price_year, rows = protocol.economics.price_year, []
    for site in protocol.sites:
        share = 1.0 if site.rollout == "full" else 0.5
        for year in range(int(site.rollout_month[:4]) + 1, protocol.study.ends.year + 1):
            for perspective, per_place in truth.yearly_cost_per_place.items():
                amount = round(per_place * site.places * share * float(rng.lognormal(0, 0.15)), 2)
                item = f"framework delivery, {perspective.replace('_', ' ')}"
                rows.append((site.id, year, item, perspective, amount, price_year, "rehearsal"))
    return pl.DataFrame(rows, schema=COST.schema, orient="row")


def _focus_site(protocol: Protocol, rng: np.random.Generator) -> str:
    focus = [site.id for site in protocol.sites if site.focus] or [protocol.sites[0].id]
    return str(rng.choice(focus))


def _wave_and_day(protocol: Protocol, rng: np.random.Generator) -> tuple[Wave, date]:
    wave = protocol.waves[int(rng.integers(len(protocol.waves)))]
    return wave, date.fromordinal(int(rng.integers(wave.opens.toordinal(), wave.closes.toordinal() + 1)))
