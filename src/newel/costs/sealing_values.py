"""A value set as records and back, so that a freeze seals how states of health were valued beside the answers."""

from collections.abc import Callable
from typing import Any

import polars as pl

from newel.costs.value_sets import Example, ValueSet
from newel.records import RecordSource, SourceWith
from newel.records.kinds import VALUE_SET

_ABOUT = (
    "instrument",
    "made_for",
    "country",
    "version",
    "citation",
    "doi",
    "licence",
    "full_health",
    "any_problem",
    "any_worst",
)


def value_set_frame(value_set: ValueSet | None) -> pl.DataFrame:
    """Return the records of a value set; none of none."""
    if value_set is None:
        return VALUE_SET.empty()
    about = {name: getattr(value_set, name) for name in _ABOUT} | {"value_set": value_set.id}
    rows = [
        about | {"dimension": dimension, "level": level, "decrement": decrement}
        for dimension, taken in value_set.decrements.items()
        for level, decrement in enumerate(taken, start=1)
    ]
    return pl.DataFrame(rows, schema=VALUE_SET.schema).sort(VALUE_SET.key)


def value_set_of(frame: Callable[[str], pl.DataFrame]) -> ValueSet | None:
    """Return the value set that is in records, where `frame` gives the records of a kind; None where there is none.

    Of its examples there is one: full health. The others were checked when its file was read.
    """
    rows = frame(VALUE_SET.name)
    if rows.is_empty():
        return None
    first: dict[str, Any] = rows.row(0, named=True)
    decrements = {
        str(part["dimension"][0]): tuple(part.sort("level")["decrement"])
        for part in rows.partition_by("dimension", maintain_order=True)
    }
    best = Example(profile=dict.fromkeys(decrements, 1), value=first["full_health"])
    about = {name: first[name] for name in _ABOUT}
    return ValueSet(id=first["value_set"], decrements=decrements, examples=(best,), **about)


def with_value_set(source: RecordSource, value_set: ValueSet | None) -> RecordSource:
    """Return a source whose value set is that of the study's own folder, if it has one."""
    return source if value_set is None else SourceWith(source, {VALUE_SET.name: value_set_frame(value_set)})
