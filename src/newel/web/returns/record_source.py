"""The door from the database to the freeze: what the sites' returns say, as records of every kind they become."""

from collections.abc import Iterable

import polars as pl

from newel.records import RecordKind, conform
from newel.records.kinds import ACTIVITY, COST, MONTHLY_RETURN, STAFF_MEMBER, STAFFING, TRAINING
from newel.web.returns.frames import frame_of
from newel.web.returns.models import Return

RETURN_KINDS = (MONTHLY_RETURN, STAFFING, ACTIVITY, STAFF_MEMBER, TRAINING, COST)


def return_frames() -> dict[str, pl.DataFrame]:
    """Return the frame of each kind that a return becomes, in the shape `newel.records` states.

    A kind with a version has every version. Training has, for each month, the version that counts; the register of
    staff has the one that counts of each site's latest month.
    """
    return {kind.name: _frame(kind) for kind in RETURN_KINDS}


def _frame(kind: RecordKind) -> pl.DataFrame:
    kept = list(Return.objects.filter(kind=kind.name).order_by("month", "version"))
    counting = _counting(kept)
    if kind is STAFF_MEMBER:
        shown = list({row.site_id: row for row in counting}.values())
    elif kind is TRAINING:
        shown = counting
    else:
        shown = _with_history(kept, counting)
    return conform(kind, frame_of(kind, shown).select(list(kind.schema)))


def _counting(kept: Iterable[Return]) -> list[Return]:
    """Return the highest version of each month, months in order."""
    return list({(row.site_id, row.month): row for row in kept}.values())


def _with_history(kept: Iterable[Return], counting: Iterable[Return]) -> list[Return]:
    """Return every version, except those of a month that was emptied by a correction.

    A version without a row leaves no trace in a frame, so that the version before it would be taken for the last.
    """
    emptied = {(row.site_id, row.month) for row in counting if not row.rows}
    return [row for row in kept if (row.site_id, row.month) not in emptied]
