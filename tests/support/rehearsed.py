"""A small study rehearsed whole: six sites of two types, one of which closes, one form for staff, and its outcomes."""

from functools import cache

from newel.analysis import Evidence
from newel.protocol import Protocol
from newel.records import KINDS
from newel.rehearsal import Truths, rehearse
from newel.rehearsal.cost_truths import UnitCostTruth
from tests.support.analysing import evidence
from tests.support.instruments import an_instrument
from tests.support.money import LASTING, LONG_RUN, RATES, RESTRAINT, SCENARIOS, thresholds
from tests.support.protocols import a_protocol
from tests.support.words import a_coded_protocol, word_truths

FORM = an_instrument()
CORE_COURSE = {
    "id": "core_course",
    "label": "Core course",
    "core": True,
    "modules": [
        {"id": "attachment_and_trauma", "label": "Attachment and trauma", "hours": 12},
        {"id": "trauma_informed_care", "label": "Trauma informed care", "hours": 6},
    ],
}


SERVICES = an_instrument(
    "services",
    items=[
        {"id": name, "text": f"How often: {name}?", "number": True, "whole": True, "lowest": 0, "highest": 60}
        for name in ("nurse", "hospital")
    ],
    scales=[],
)
ASKED = [
    {"id": name, "name": name.title(), "voices": ["staff"], "waves": ["w1", "w2"], "instruments": [name]}
    for name in (FORM.id, SERVICES.id)
]
SERVICE_USE = {
    "group": "staff",
    "months": 1,
    "effects": ["climate"],
    "counts": [
        {"item": "services.nurse", "of": "nurse_contact", "unit": "contact"},
        {"item": "services.hospital", "of": "hospital_visit", "unit": "visit"},
    ],
    "source": "A test",
}


IMPACT = {"reference_wave": "w1", "first_follow_up": "w2", "last_wave": "w2", "composition": ["mode"], "imputations": 2}
CLIMATE = {"label": "Climate", "group": "staff", "scale": "team.climate"}
OUTCOMES = [
    CLIMATE | {"id": "climate", "role": "primary", "family": "deciding"},
    CLIMATE | {"id": "supporting", "role": "secondary"},
    CLIMATE | {"id": "idea", "role": "exploratory"},
    {"id": "harm", "label": "Self-harm", "measure": "self_harm", "better": "lower", "role": "secondary"},
]
DECIDING = {"id": "deciding", "label": "Deciding outcomes", "correction": "holm"}


def small_study() -> Protocol:
    """Return the small protocol with outcomes, a site that closed, an interruption, a course, perspectives, roles."""
    plain = a_protocol()
    *others, last = (site.model_dump(mode="json") for site in plain.sites)
    interruption = {
        "id": "lockdown",
        "label": "Lockdown",
        "starts_month": "2020-03",
        "ends_month": "2020-05",
        "site_types": ["yoi"],
        "source": "a test",
    }
    economics = {"perspectives": ["health", "justice"], "price_year": 2020, "currency": "GBP", "comparator": "Before"}
    asked = {"service_use": SERVICE_USE}
    spread = {"discounting": [RATES], "lasting": LASTING, "scenarios": SCENARIOS, "long_run": LONG_RUN}
    accepted = {"effects": [RESTRAINT], "thresholds": thresholds("restraint", 5000, 20_000)}
    none = {"value_set": "none", "value_set_reason": "None had been published."}
    return a_coded_protocol(
        sites=[*others, last | {"closed_month": "2020-01"}],
        interruptions=[interruption],
        economics=economics | spread | accepted | asked | none,
        measures=ASKED,
        impact=IMPACT,
        outcomes=OUTCOMES,
        families=[DECIDING],
        courses=[CORE_COURSE],
        staff_roles=[{"id": role, "label": role.title()} for role in ("residential", "health")],
    )


def rehearsed(protocol: Protocol, truths: Truths | None = None, *, seed: int = 1) -> Evidence:
    """Return a whole rehearsal of a protocol as evidence."""
    instruments = {each.id: each for each in (FORM, SERVICES)}
    source = rehearse(protocol, instruments, truths or _truths(), seed=seed).source
    return evidence({kind: source.frame(KINDS[kind]) for kind in KINDS}, protocol=protocol, instruments=[SERVICES])


def _truths() -> Truths:
    """Return truths with words, and with what the counted services and the states of the long run cost."""
    contact = UnitCostTruth(unit="contact", amounts={"health": 40.0})
    visit = UnitCostTruth(unit="visit", amounts={"health": 200.0, "justice": 300.0})
    plain = word_truths()
    place = UnitCostTruth(unit="month", amounts={"justice": 9000.0})
    support = UnitCostTruth(unit="contact", amounts={"health": 80.0})
    used = {"nurse_contact": contact, "hospital_visit": visit, "place": place, "support": support}
    known = plain.costs.unit_costs | used
    return plain.model_copy(update={"costs": plain.costs.model_copy(update={"unit_costs": known})})


@cache
def small_evidence() -> Evidence:
    """Return the small study's rehearsal; it is drawn once."""
    return rehearsed(small_study())
