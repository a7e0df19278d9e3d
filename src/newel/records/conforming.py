"""Whether a frame is what its kind says: columns, types, ranges, allowed words and a key that is unique."""

from collections.abc import Iterator

import polars as pl

from newel.faults import Fault, Refused
from newel.records.model import POLARS_TYPES, Column, RecordKind


def conform(kind: RecordKind, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with the kind's columns in order and its rows in key order.

    Raises Refused. A fault counts the rows at fault and shows no value, because a value may be about a child.
    """
    missing = [name for name in kind.schema if name not in frame.columns]
    if missing:
        raise Refused.because(
            kind.name,
            ", ".join(missing),
            found="no such column",
            expected=f"the columns of a {kind.name} record",
            remedy="Add the column; docs/reference/records.md lists them.",
        )
    faults = list(_faults(kind, frame))
    if faults:
        raise Refused(faults)
    return frame.select(list(kind.schema)).sort(kind.key)


def _faults(kind: RecordKind, frame: pl.DataFrame) -> Iterator[Fault]:
    for column in kind.columns:
        if frame.schema[column.name] != POLARS_TYPES[column.type]:
            yield Fault(
                kind.name,
                column.name,
                f"type {frame.schema[column.name]}",
                column.type,
                "Convert the column before it is handed over.",
            )
            continue
        for at_fault, expected in _checks(column):
            rows = frame.filter(at_fault).height
            if rows:
                yield Fault(
                    kind.name, column.name, f"{rows} rows that are not", expected, f"Correct these rows: {column.says}"
                )
    repeated = frame.height - frame.select(kind.key).n_unique()
    if repeated:
        yield Fault(
            kind.name,
            ", ".join(kind.key),
            f"{repeated} repeated rows",
            "one row for each",
            "Keep one of the rows, or give it its own version.",
        )


def _checks(column: Column) -> Iterator[tuple[pl.Expr, str]]:
    value = pl.col(column.name)
    if column.required:
        yield value.is_null(), "filled in"
    if column.lowest is not None:
        yield value < column.lowest, f"{column.lowest:g} or more"
    if column.highest is not None:
        yield value > column.highest, f"{column.highest:g} or less"
    if column.allowed:
        yield ~value.is_in(column.allowed), f"one of {', '.join(column.allowed)}"
