"""Small records for tests: builders with sensible values, of which a test states only what it is about."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from newel.records import KINDS

_DEFAULTS: dict[str, dict[str, Any]] = {
    "site": {
        "site_id": "S01",
        "pseudonym": "Alder",
        "site_type": "sch",
        "places": 20,
        "rollout": "full",
        "rollout_month": "2018-10",
        "focus": False,
    },
    "monthly_return": {
        "site_id": "S01",
        "month": "2019-08",
        "version": 1,
        "received_on": date(2019, 9, 10),
        "children": 12.0,
    },
    "training": {
        "staff_id": "p01",
        "site_id": "S01",
        "role": "residential",
        "course": "trauma_informed_practice",
        "module": "trauma_informed_care",
        "held_on": date(2019, 3, 1),
        "hours": 6.0,
    },
    "assessment": {
        "child_id": "c01",
        "site_id": "S01",
        "admitted_on": date(2019, 3, 1),
        "domain": "education",
        "need": "identified",
        "assessed_on": date(2019, 3, 5),
        "child_took_part": True,
    },
    "admission": {"child_id": "c01", "site_id": "S01", "admitted_on": date(2019, 3, 1)},
    "formulation": {
        "child_id": "c01",
        "site_id": "S01",
        "version": 1,
        "held_on": date(2019, 3, 28),
        "child_present": True,
        "family_present": False,
        "staff_present": 4,
        "shared_with_child": True,
        "agreed_by_child": True,
        "factors": 5,
    },
    "target": {
        "child_id": "c01",
        "site_id": "S01",
        "target": 1,
        "rated_on": date(2019, 4, 1),
        "rating": 3,
        "set_by_child": True,
    },
    "intervention": {
        "child_id": "c01",
        "site_id": "S01",
        "intervention": 1,
        "domain": "education",
        "formulation_version": 1,
        "started_on": date(2019, 4, 1),
    },
    "review": {
        "child_id": "c01",
        "site_id": "S01",
        "due_on": date(2019, 5, 9),
        "held_on": date(2019, 5, 9),
        "child_present": True,
        "plan_changed": False,
    },
    "transition": {
        "child_id": "c01",
        "site_id": "S01",
        "planned_on": date(2019, 6, 1),
        "home_area_took_part": True,
        "child_took_part": True,
    },
    "staff_member": {
        "staff_id": "p01",
        "site_id": "S01",
        "role": "residential",
        "started_on": date(2018, 1, 1),
    },
    "staffing": {
        "site_id": "S01",
        "month": "2019-08",
        "version": 1,
        "received_on": date(2019, 9, 10),
        "role": "residential",
        "in_post": 20,
    },
    "activity": {
        "site_id": "S01",
        "month": "2019-08",
        "version": 1,
        "received_on": date(2019, 9, 10),
        "event": "1",
        "happened_on": date(2019, 8, 3),
        "kind": "restraint",
        "child_id": "c01",
    },
    "consent": {
        "participant_id": "p01",
        "site_id": "S01",
        "group": "staff",
        "wave": "w1",
        "purpose": "take_part",
        "state": "given",
        "stated_on": date(2019, 3, 1),
        "document_version": "1",
    },
    "response": {
        "response_id": "r01",
        "participant_id": "p01",
        "site_id": "S01",
        "group": "staff",
        "wave": "w1",
        "mode": "web",
        "started_on": date(2019, 3, 1),
        "sent_on": date(2019, 3, 1),
    },
    "answer": {
        "response_id": "r01",
        "instrument": "newel_staff",
        "version": "1",
        "item": "item_1",
        "value": 3.0,
        "missing": None,
    },
    "session": {
        "session_id": "session-1",
        "site_id": "S01",
        "group": "staff",
        "wave": "w1",
        "kind": "interview",
        "held_on": date(2019, 3, 1),
        "people": 1,
        "minutes": 40,
        "transcript": "redacted",
    },
    "observation": {
        "observation_id": "observation-1",
        "site_id": "S01",
        "wave": "w1",
        "meeting": "handover",
        "held_on": date(2019, 3, 1),
        "minutes": 40,
        "staff_present": 6,
        "needs_discussed": True,
        "child_present": False,
    },
    "cost": {
        "site_id": "S01",
        "year": 2019,
        "item": "training",
        "perspective": "health",
        "amount": 1000.0,
        "price_year": 2020,
        "source": "a test",
    },
}


def frame(kind: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Return records of a kind: each row overrides the defaults."""
    schema = KINDS[kind].schema
    empty = dict.fromkeys(schema)
    return pl.DataFrame([empty | _DEFAULTS[kind] | dict(row) for row in rows], schema=schema)
