"""A small study that asks young people how often they had two services; a test states only what it is about."""

from typing import Any

from newel.costs import Registry
from newel.instruments import Instrument
from newel.protocol import Protocol
from tests.support.costs import a_registry, a_unit_cost
from tests.support.instruments import an_instrument
from tests.support.protocols import a_protocol

NURSE, HOSPITAL = "services.nurse", "services.hospital"
COUNTS: list[dict[str, str]] = [
    {"item": NURSE, "of": "nurse_contact", "unit": "contact"},
    {"item": HOSPITAL, "of": "hospital_visit", "unit": "visit"},
]
SERVICE_USE: dict[str, Any] = {
    "group": "young_person",
    "months": 0.92,
    "effects": ["heard"],
    "counts": COUNTS,
    "source": "A board, minute 4",
}
HEADER: dict[str, Any] = {
    "perspectives": ["health", "justice"],
    "price_year": 2020,
    "currency": "GBP",
    "value_set": "none",
    "value_set_reason": "None had been published.",
}
MEASURES: list[dict[str, Any]] = [
    {"id": "team", "name": "Team", "voices": ["staff"], "waves": ["w1", "w2"], "instruments": ["team"]},
    {"id": "days", "name": "Days", "voices": ["young_person"], "waves": ["w1", "w2"], "instruments": ["days"]},
    {"id": "services", "name": "Use", "voices": ["young_person"], "waves": ["w1", "w2"], "instruments": ["services"]},
]
OUTCOMES: list[dict[str, Any]] = [
    {"id": "heard", "label": "Heard", "group": "young_person", "scale": "days.climate", "role": "primary"},
    {"id": "team", "label": "Team", "group": "staff", "scale": "team.climate", "role": "secondary"},
    {"id": "harm", "label": "Harm", "measure": "self_harm", "better": "lower", "role": "secondary"},
]
IMPACT = {"reference_wave": "w1", "first_follow_up": "w2", "last_wave": "w2"}


def a_service_study(use: dict[str, Any] | None = None, **blocks: Any) -> Protocol:
    """Return the small study; `use` replaces keys of its block about services, `blocks` its top-level parts."""
    header = HEADER | {"service_use": SERVICE_USE | (use or {})}
    usual: dict[str, Any] = {"economics": header, "measures": MEASURES, "outcomes": OUTCOMES, "impact": IMPACT}
    return a_protocol(**(usual | blocks))


def service_instruments() -> dict[str, Instrument]:
    """Return its three instruments: that of the services has two items of whole numbers and one choice."""
    whole = {"number": True, "whole": True, "lowest": 0, "highest": 60}
    items = [{"id": name, "text": f"How often: {name}?"} | whole for name in ("nurse", "hospital")]
    chosen = {"id": "helped", "text": "Did it help?", "options": "agree"}
    young = {"respondents": ["young_person"]}
    services = an_instrument("services", items=[*items, chosen], scales=[], **young)
    return {"team": an_instrument(), "days": an_instrument("days", **young), "services": services}


def service_registry() -> Registry:
    """Return what the two cost at 2018 prices: a contact 40 pounds to health, a visit 200 to health, 300 to justice."""
    nurse = {"item": "nurse_contact", "label": "Time with a nurse", "unit": "contact"}
    visit = {"item": "hospital_visit", "label": "Visit to a hospital", "unit": "visit"}
    return a_registry(
        a_unit_cost(id="nurse_health", amount=40.0, **nurse),
        a_unit_cost(id="visit_health", amount=200.0, **visit),
        a_unit_cost(id="visit_justice", amount=300.0, perspective="justice", **visit),
    )
