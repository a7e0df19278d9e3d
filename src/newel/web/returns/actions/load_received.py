"""Load returns that were received elsewhere, with the versions and days they already have."""

from datetime import datetime

import polars as pl
from django.db import transaction

from newel.records import conform
from newel.records.kinds import MONTHLY_RETURN
from newel.web.audit.actions import record_event
from newel.web.returns.models import Return

_OWN = ("site_id", "month", "version", "received_on")


@transaction.atomic
def load_received(*, actor: str, frame: pl.DataFrame, now: datetime) -> int:
    """Keep every row of a monthly_return frame and return how many there are. Raises Refused for a wrong frame."""
    rows = conform(MONTHLY_RETURN, frame).iter_rows(named=True)
    kept = [
        Return(
            sent_by=actor,
            values={name: value for name, value in row.items() if name not in _OWN},
            **{name: row[name] for name in _OWN},
        )
        for row in rows
    ]
    Return.objects.bulk_create(kept)
    record_event(actor=actor, verb="load", thing="returns", body={"rows": len(kept)}, now=now)
    return len(kept)
