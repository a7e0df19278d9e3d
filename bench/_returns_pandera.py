"""The job of bench/returns.py with pandera on Polars: the eight rules as its checks, the rest in Polars."""

from pathlib import Path
from typing import Any

import pandera.polars as pa
import polars as pl
from _measured import measure
from _returns_rest import CHILD, KINDS, LABEL, MONTH, SECTIONS, SITES, read, rest


def on(expression: pl.Expr) -> Any:
    """Return a check of one column."""
    return pa.Check(lambda data: data.lazyframe.select(expression.fill_null(value=False)))


def names_nobody(column: str) -> Any:
    """Return a check that no valid NHS number stands in a column: ten digits, of which the last checks the others."""
    digits = pl.col(column).str.extract(r"(?:^|[^0-9])([0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4})(?:[^0-9]|$)")
    digits = digits.str.replace_all("[ -]", "")
    total = pl.sum_horizontal(
        [digits.str.slice(at, 1).cast(pl.Int64, strict=False) * (10 - at) for at in range(10)], ignore_nulls=False
    )
    return pa.Check(lambda data: data.lazyframe.select((total % 11 != 0).fill_null(value=True)))


whole = pl.col("minutes").str.contains("^-?[0-9]{1,9}$")
length = pl.when(whole).then(pl.col("minutes").cast(pl.Int64, strict=False))
day = pl.col("happened_on").str.contains("^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$")
SCHEMA = pa.DataFrameSchema(
    {
        "site_id": pa.Column(str, pa.Check.isin(SITES)),
        "month": pa.Column(str, pa.Check.str_matches(MONTH)),
        "event": pa.Column(str, [pa.Check.str_matches(LABEL), names_nobody("event")]),
        "happened_on": pa.Column(
            str, on(day & pl.col("happened_on").str.to_date("%Y-%m-%d", strict=False).is_not_null())
        ),
        "kind": pa.Column(str, pa.Check.isin(KINDS)),
        "child_id": pa.Column(
            str, [pa.Check.str_matches(LABEL), pa.Check.str_matches(CHILD), names_nobody("child_id")]
        ),
        "minutes": pa.Column(str, on(pl.col("minutes").is_null() | length.is_between(0, 1440)), nullable=True),
        "section": pa.Column(str, pa.Check.isin(SECTIONS), nullable=True),
    },
    unique=["site_id", "month", "event"],
)


def work(file: Path, out: Path) -> int:
    """Return the rows at fault."""
    table = read(file)
    try:
        SCHEMA.validate(table.drop("row"), lazy=True)
        cases = pl.DataFrame(schema={"index": pl.Int32, "column": pl.String})
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    found = cases.select((pl.col("index").cast(pl.UInt32) + 2).alias("row"), "column", "failure_case", "check")
    return rest(table, found, out)


if __name__ == "__main__":
    measure(work)
