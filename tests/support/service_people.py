"""Young people who said how often they had two services, and how heard they felt: all of it as a test plants it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from newel.analysis import Evidence
from newel.costs import registry_frames
from newel.protocol import Protocol
from tests.support.analysing import evidence
from tests.support.outcomes import INSTRUMENT, WAVES, an_impact_protocol
from tests.support.services import HEADER, SERVICE_USE, service_instruments, service_registry

FACTOR = 121 / 110
"""From 2018, the year of the unit costs, to 2020 in the tests' series."""
NURSE, HEALTH_VISIT, JUSTICE_VISIT = 40.0, 200.0, 300.0
EVERY_WAVE = [wave["id"] for wave in WAVES]
MEASURES = [
    {"id": name, "name": name.title(), "voices": ["young_person"], "waves": EVERY_WAVE, "instruments": [name]}
    for name in ("days", "services")
]
HEARD = {"id": "heard", "label": "Being heard", "group": "young_person", "scale": "days.climate", "role": "primary"}


@dataclass(frozen=True)
class Said:
    """One response: who, where, when, two counts and a score; nan where nothing was said."""

    person: str
    site: str
    wave: str
    nurse: float
    hospital: float
    heard: float


def a_people_protocol(*, sites: int = 8, use: dict[str, Any] | None = None, **economics: Any) -> Protocol:
    """Return a protocol of three waves whose young people say what services they had; `economics` replaces its keys."""
    header = HEADER | {"service_use": SERVICE_USE | {"months": 1.0} | (use or {})} | economics
    blocks = {"economics": header, "measures": MEASURES, "outcomes": [HEARD], "families": []}
    return an_impact_protocol(sites=sites, **blocks)


def people(
    protocol: Protocol,
    *,
    each: int = 12,
    seed: int = 1,
    more_nurse: float = 0.0,
    more_heard: float = 0.0,
    together: float = 0.0,
    missing: float = 0.0,
    move: float = 0.0,
) -> list[Said]:
    """Draw so many people a site and wave. From the second wave on counts and scores are higher by what is planted.

    `together` is what a contact more goes with in points; `move` is how far sites move by
    themselves, in points and as the logarithm of a rate.
    """
    rng, found = np.random.default_rng(seed), []
    for site in protocol.sites:
        level = rng.normal()
        for wave in protocol.waves:
            later, (moved, *factors) = float(wave.id != EVERY_WAVE[0]), move * rng.normal(size=3)
            for number in range(each):
                nurse = float(rng.poisson(rng.gamma(2.0, 1.5) * np.exp(factors[0]) + more_nurse * later))
                hospital = float(rng.poisson(np.exp(factors[1])))
                heard = level + moved + more_heard * later + together * nurse + rng.normal()
                gone = rng.random(3) < missing
                said = np.where(gone, np.nan, [nurse, hospital, heard])
                found.append(Said(f"{site.id}{wave.id}p{number}", site.id, wave.id, *map(float, said)))
    return found


def people_evidence(protocol: Protocol, said: list[Said], **frames: Any) -> Evidence:
    """Seal what they said, with what a contact and a visit cost."""
    opens = {wave.id: wave.opens for wave in protocol.waves}
    responses = [
        {
            "response_id": f"r{each.person}{each.wave}",
            "participant_id": each.person,
            "site_id": each.site,
            "group": "young_person",
            "wave": each.wave,
            "mode": "web",
            "started_on": opens[each.wave],
            "sent_on": opens[each.wave],
        }
        for each in said
    ]
    items: tuple[tuple[str, str, Callable[[Said], float]], ...] = (
        ("services", "nurse", lambda each: each.nurse),
        ("services", "hospital", lambda each: each.hospital),
        ("days", "item_1", lambda each: each.heard),
    )
    answers = [
        {
            "response_id": f"r{each.person}{each.wave}",
            "instrument": instrument,
            "version": "1",
            "item": item,
            "value": None if np.isnan(value(each)) else value(each),
            "missing": "skipped" if np.isnan(value(each)) else None,
        }
        for each in said
        for instrument, item, value in items
    ]
    days = INSTRUMENT.model_copy(update={"id": "days", "respondents": ("young_person",)})
    records = dict(registry_frames(service_registry())) | {"response": responses, "answer": answers} | frames
    return evidence(records, protocol=protocol, instruments=[days, service_instruments()["services"]])


def yearly(each: Said) -> dict[str, float]:
    """Return what one person cost each perspective in a year, by hand."""
    health = 12 * FACTOR * (each.nurse * NURSE + each.hospital * HEALTH_VISIT)
    justice = 12 * FACTOR * each.hospital * JUSTICE_VISIT
    return {"health": health, "justice": justice, "all": health + justice}
