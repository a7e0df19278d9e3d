"""Accept a return: every month of the file becomes the next version of that month, all of them or none."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from newel.web.audit.actions import record_event
from newel.web.returns.figures import Figures, Key
from newel.web.returns.models import Return
from newel.web.returns.parcels import Waiting
from newel.web.returns.queries.current_returns import current_versions


class OvertakenError(Exception):
    """Another file for one of the months was accepted after this one was looked at."""


def accept_return(*, actor: str, kind: str, waiting: Waiting, now: datetime, today: date) -> dict[Key, int]:
    """Keep the figures and return the version each month got.

    Raises OvertakenError where a month has another version by now than when it was checked; then nothing is kept.
    """
    try:
        return _accept(actor, kind, waiting, now=now, today=today)
    except IntegrityError as error:
        raise OvertakenError from error


@transaction.atomic
def _accept(actor: str, kind: str, waiting: Waiting, *, now: datetime, today: date) -> dict[Key, int]:
    current = current_versions(kind, {months.key for months in waiting.figures})
    if any(current.get(months.key, 0) != waiting.seen.get(months.key, 0) for months in waiting.figures):
        raise OvertakenError
    versions = {months.key: current.get(months.key, 0) + 1 for months in waiting.figures}
    Return.objects.bulk_create(
        Return(
            kind=kind,
            site_id=months.site_id,
            month=months.month,
            version=versions[months.key],
            received_on=today,
            sent_by=actor,
            rows=[dict(row) for row in months.rows],
        )
        for months in waiting.figures
    )
    record_event(actor=actor, verb="accept", thing="return", body=_said(kind, waiting.figures, versions), now=now)
    return versions


def _said(kind: str, figures: Iterable[Figures], versions: Mapping[Key, int]) -> dict[str, object]:
    """Name sites, months and versions, and seal the figures by their hash without showing them."""
    content = json.dumps(
        [[months.site_id, months.month, [dict(row) for row in months.rows]] for months in figures], sort_keys=True
    )
    return {
        "kind": kind,
        "months": [[site_id, month, version] for (site_id, month), version in versions.items()],
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }
