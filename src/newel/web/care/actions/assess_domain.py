"""Say what was found in one domain of the shared needs assessment, by whom and when; or that it was not assessed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from newel.web.care.actions._recording import locked, record_act
from newel.web.care.contributors import CONTRIBUTORS
from newel.web.care.models import Admission, DomainAssessment


@dataclass(frozen=True)
class Found:
    """What was found in a domain. Where it was not assessed there is neither a day nor anybody who took part."""

    domain: str
    need: str
    assessed_on: date | None = None
    took_part: frozenset[str] = frozenset()


@transaction.atomic
def assess_domain(*, actor: str, admission: Admission, found: Found, now: datetime) -> DomainAssessment:
    """Keep it as the next version; the earlier ones stay. Raises StayEndedError."""
    current = locked(admission)
    version = current.assessments.filter(domain=found.domain).count() + 1
    was_assessed = found.need != "not_assessed"
    assessment = DomainAssessment.objects.create(
        admission=current,
        domain=found.domain,
        version=version,
        need=found.need,
        assessed_on=found.assessed_on if was_assessed else None,
        at=now,
        **{f"{who.id}_took_part": who.id in found.took_part if was_assessed else None for who in CONTRIBUTORS},
    )
    body = {"domain": found.domain, "version": version}
    record_act(current, "assess need", actor=actor, now=now, body=body)
    return assessment
