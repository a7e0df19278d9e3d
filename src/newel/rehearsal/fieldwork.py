"""Draws interviews, focus groups and observed meetings at the focus sites, and the yearly costs of every site."""

from datetime import date

import numpy as np
import polars as pl

from newel.protocol import Protocol, Wave
from newel.records.kinds import COST, OBSERVATION, SESSION
from newel.rehearsal.truths import Truths

MEETINGS = ("handover", "formulation", "reflective", "multi_agency")


def draw(protocol: Protocol, truths: Truths, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Return the session, observation and cost records."""
    return {
        "session": _sessions(protocol, truths, rng),
        "observation": _observations(protocol, truths, rng),
        "cost": _costs(protocol, truths, rng),
    }


def _focus_sites(protocol: Protocol) -> list[str]:
    return [site.id for site in protocol.sites if site.focus] or [protocol.sites[0].id]


def _sessions(protocol: Protocol, truths: Truths, rng: np.random.Generator) -> pl.DataFrame:
    planned = truths.fieldwork
    kinds = [
        *[("staff", "interview", 1)] * planned.staff_interviews,
        *[("young_person", "interview", 1)] * planned.young_person_interviews,
        *[("carer", "interview", 1)] * planned.carer_interviews,
        *[("young_person", "focus_group", planned.focus_group_size)] * planned.focus_groups,
    ]
    known = {group.id for group in protocol.groups}
    rows = []
    for number, (group, kind, people) in enumerate(kinds, start=1):
        wave, day = _wave_and_day(protocol, rng)
        site = str(rng.choice(_focus_sites(protocol)))
        if group in known:
            minutes = int(rng.normal(45, 10))
            rows.append(
                (f"session-{number:03d}", site, group, wave.id, kind, day, people, max(minutes, 15), "redacted")
            )
    return pl.DataFrame(rows, schema=SESSION.schema, orient="row")


def _observations(protocol: Protocol, truths: Truths, rng: np.random.Generator) -> pl.DataFrame:
    rows = []
    for number in range(1, truths.fieldwork.observations + 1):
        wave, day = _wave_and_day(protocol, rng)
        meeting = MEETINGS[int(rng.integers(len(MEETINGS)))]
        present = bool(meeting != "handover" and rng.random() < truths.fieldwork.child_present)
        rows.append(
            (
                f"observation-{number:03d}",
                str(rng.choice(_focus_sites(protocol))),
                wave.id,
                meeting,
                day,
                int(rng.integers(30, 91)),
                int(rng.integers(4, 13)),
                bool(rng.random() < truths.fieldwork.needs_discussed),
                present,
            )
        )
    return pl.DataFrame(rows, schema=OBSERVATION.schema, orient="row")


def _costs(protocol: Protocol, truths: Truths, rng: np.random.Generator) -> pl.DataFrame:
    """Draw one cost a site, full calendar year and perspective; partial delivery costs half."""
    if protocol.economics is None:
        return COST.empty()
    rows = []
    for site in protocol.sites:
        share = 1.0 if site.rollout == "full" else 0.5
        for year in range(int(site.rollout_month[:4]) + 1, protocol.study.ends.year + 1):
            for perspective, per_place in truths.fieldwork.yearly_cost_per_place.items():
                amount = round(per_place * site.places * share * float(rng.lognormal(0, 0.15)), 2)
                item = f"framework delivery, {perspective.replace('_', ' ')}"
                rows.append((site.id, year, item, perspective, amount, protocol.economics.price_year, "rehearsal"))
    return pl.DataFrame(rows, schema=COST.schema, orient="row")


def _wave_and_day(protocol: Protocol, rng: np.random.Generator) -> tuple[Wave, date]:
    wave = protocol.waves[int(rng.integers(len(protocol.waves)))]
    return wave, date.fromordinal(int(rng.integers(wave.opens.toordinal(), wave.closes.toordinal() + 1)))
