"""Accept a return: every month of the file becomes the next version of that month, all of them or none."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from newel.web.audit.actions import record_event
from newel.web.returns.figures import Figures, Key
from newel.web.returns.models import Return
from newel.web.returns.queries.current_returns import current_versions


class OvertakenError(Exception):
    """Another file for one of the months was accepted after this one was looked at."""


def accept_return(
    *, actor: str, figures: Iterable[Figures], seen: Mapping[Key, int], now: datetime, today: date
) -> dict[Key, int]:
    """Keep the figures and return the version each month got. `seen` is the version each month had when it was checked.

    Raises OvertakenError where one of them has another version by now; then nothing is kept.
    """
    try:
        return _accept(actor, list(figures), seen=seen, now=now, today=today)
    except IntegrityError as error:
        raise OvertakenError from error


@transaction.atomic
def _accept(
    actor: str, figures: list[Figures], *, seen: Mapping[Key, int], now: datetime, today: date
) -> dict[Key, int]:
    current = current_versions({row.key for row in figures})
    if any(current.get(row.key, 0) != seen.get(row.key, 0) for row in figures):
        raise OvertakenError
    versions = {row.key: current.get(row.key, 0) + 1 for row in figures}
    Return.objects.bulk_create(
        Return(
            site_id=row.site_id,
            month=row.month,
            version=versions[row.key],
            received_on=today,
            sent_by=actor,
            values=dict(row.values),
        )
        for row in figures
    )
    record_event(actor=actor, verb="accept", thing="return", body=_said(figures, versions), now=now)
    return versions


def _said(figures: list[Figures], versions: Mapping[Key, int]) -> dict[str, object]:
    """Name sites, months and versions, and seal the figures by their hash without showing them."""
    content = json.dumps([[row.site_id, row.month, dict(row.values)] for row in figures], sort_keys=True)
    return {
        "months": [[row.site_id, row.month, versions[row.key]] for row in figures],
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }
