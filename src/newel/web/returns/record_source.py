"""The door from the database to the freeze: every version of every monthly return."""

import polars as pl

from newel.records import conform
from newel.records.kinds import MONTHLY_RETURN
from newel.web.returns.models import Return

_OWN = ("site_id", "month", "version", "received_on")


def return_frames() -> dict[str, pl.DataFrame]:
    """Return the frame of the kind monthly_return, in the shape `newel.records` states."""
    others = [name for name in MONTHLY_RETURN.schema if name not in _OWN]
    rows = [
        {"site_id": row.site_id, "month": row.month, "version": row.version, "received_on": row.received_on}
        | {name: row.values.get(name) for name in others}
        for row in Return.objects.iterator()
    ]
    frame = pl.DataFrame(rows, schema=MONTHLY_RETURN.schema)
    return {MONTHLY_RETURN.name: conform(MONTHLY_RETURN, frame)}
