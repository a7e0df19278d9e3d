"""Kept returns as frames of records."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from newel.records import RecordKind
from newel.web.returns.figures import OURS
from newel.web.returns.models import Return


def frame_of(kind: RecordKind, returns: Iterable[Return]) -> pl.DataFrame:
    """Return the rows of these returns with the columns of their kind, and always site, month, version and day."""
    known = {"site_id": pl.String, "month": pl.String, "version": pl.Int64, "received_on": pl.Date}
    days = [name for name, type_ in kind.schema.items() if type_ == pl.Date and name not in OURS]
    others = [name for name in kind.schema if name not in OURS]
    rows = [
        {name: getattr(kept, name) for name in OURS} | {name: _value(row.get(name), name in days) for name in others}
        for kept in returns
        for row in kept.rows
    ]
    return pl.DataFrame(rows, schema=kind.schema | known)


def _value(value: Any, is_day: bool) -> Any:  # noqa: FBT001 - a private step of the line above
    return date.fromisoformat(value) if is_day and value is not None else value
