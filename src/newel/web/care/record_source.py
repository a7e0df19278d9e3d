"""The door from the database to the freeze: the care pathways as records. No words of anybody go through it."""

from collections.abc import Iterable, Iterator
from datetime import date

import polars as pl

from newel.protocol import Protocol
from newel.records import KINDS, conform
from newel.web import clock
from newel.web.care.contributors import CONTRIBUTORS
from newel.web.care.queries.pathways import Pathway, all_pathways
from newel.web.care.standing import next_review
from newel.web.study import current_study

Rows = Iterable[tuple[object, ...]]


def care_frames() -> dict[str, pl.DataFrame]:
    """Return a frame for each kind of the care pathway, in the shape `newel.records` states.

    Every domain of the protocol has a row for every young person: where nobody assessed it, the row says so.
    """
    protocol, today = current_study().protocol, clock.today()
    pathways = all_pathways()
    rows: dict[str, Rows] = {
        "admission": ((*_who(pathway), *_stay(pathway)) for pathway in pathways),
        "assessment": (row for pathway in pathways for row in _assessments(protocol, pathway)),
        "formulation": (row for pathway in pathways for row in _formulations(pathway)),
        "target": (row for pathway in pathways for row in _ratings(pathway)),
        "intervention": (row for pathway in pathways for row in _interventions(pathway)),
        "review": (row for pathway in pathways for row in _reviews(protocol, pathway, today)),
        "transition": (row for pathway in pathways for row in _transitions(pathway)),
    }
    return {
        name: conform(KINDS[name], pl.DataFrame(list(kind_rows), schema=KINDS[name].schema, orient="row"))
        for name, kind_rows in rows.items()
    }


def _who(pathway: Pathway) -> tuple[object, ...]:
    return pathway.admission.child_id, pathway.admission.site_id


def _stay(pathway: Pathway) -> tuple[object, ...]:
    return pathway.admission.admitted_on, pathway.admission.left_on


def _assessments(protocol: Protocol, pathway: Pathway) -> Iterator[tuple[object, ...]]:
    for domain in protocol.needs:
        versions = pathway.assessments.get(domain)
        found: tuple[object, ...] = ("not_assessed", None, *[None] * len(CONTRIBUTORS))
        if versions:
            last = versions[-1]
            took_part = (getattr(last, f"{who.id}_took_part") for who in CONTRIBUTORS)
            found = (last.need, last.assessed_on, *took_part)
        yield (*_who(pathway), pathway.admission.admitted_on, domain, *found)


def _formulations(pathway: Pathway) -> Iterator[tuple[object, ...]]:
    for version in pathway.formulations:
        present = (version.child_present, version.family_present, version.staff_present)
        shared = (version.shared_with_child, version.agreed_by_child, version.factors)
        yield (*_who(pathway), version.version, version.held_on, *present, *shared)


def _ratings(pathway: Pathway) -> Iterator[tuple[object, ...]]:
    for rated in pathway.targets:
        for rating in rated.ratings:
            own = (rating.rated_on, rating.rating, rated.target.set_by_child)
            yield (*_who(pathway), rated.target.number, *own)


def _interventions(pathway: Pathway) -> Iterator[tuple[object, ...]]:
    for row in pathway.interventions:
        links = (row.domain or None, row.formulation_version)
        yield (*_who(pathway), row.number, *links, row.started_on, row.ended_on)


def _reviews(protocol: Protocol, pathway: Pathway, today: date) -> Iterator[tuple[object, ...]]:
    """Yield those held, and the one that was due by today, or before the young person left, and was not."""
    for review in pathway.reviews:
        yield (*_who(pathway), review.due_on, review.held_on, review.child_present, review.plan_changed)
    until = pathway.admission.left_on or today
    waiting = next_review(protocol, pathway, until)
    if waiting and waiting.on <= until:
        yield (*_who(pathway), waiting.on, None, None, None)


def _transitions(pathway: Pathway) -> Iterator[tuple[object, ...]]:
    """Yield when the plan was first made, and who took part in the plan as it stands."""
    if pathway.plans:
        last = pathway.plans[-1]
        yield (*_who(pathway), pathway.plans[0].planned_on, last.home_area_took_part, last.child_took_part)
