"""Load returns that were received elsewhere, with the versions and days they already have."""

from datetime import datetime

import polars as pl
from django.db import transaction

from newel.records import RecordKind, conform
from newel.web.audit.actions import record_event
from newel.web.returns.figures import OURS, by_month
from newel.web.returns.models import Return


@transaction.atomic
def load_received(*, actor: str, kind: RecordKind, frame: pl.DataFrame, now: datetime) -> int:
    """Keep every version in a frame of records and return how many there are. Raises Refused for a wrong frame.

    The frame has the kind's columns and month, version and day of receipt, which some kinds do without.
    """
    columns = dict.fromkeys((*OURS, *kind.schema))
    versions = frame.select(*columns).partition_by("version", "received_on", as_dict=True)
    for rows in [frame] if "version" in kind.schema else frame.partition_by("month"):
        conform(kind, rows)
    kept = [
        Return(
            kind=kind.name,
            site_id=months.site_id,
            month=months.month,
            version=version,
            received_on=received_on,
            sent_by=actor,
            rows=[dict(row) for row in months.rows],
        )
        for (version, received_on), rows in versions.items()
        for months in by_month(kind.name, rows.iter_rows(named=True))
    ]
    Return.objects.bulk_create(kept)
    record_event(actor=actor, verb="load", thing="returns", body={"kind": kind.name, "returns": len(kept)}, now=now)
    return len(kept)
