"""What a validation library leaves to do: pseudonyms, counts, and files. Polars, as its users would write it."""

import hashlib
import hmac
from pathlib import Path

import polars as pl

COLUMNS = ("site_id", "month", "event", "happened_on", "kind", "child_id", "minutes", "section")
KINDS = ("assault", "self_harm", "restraint", "separation", "contact", "chat_section")
SECTIONS = tuple(f"part_{number}" for number in range(1, 6))
SITES = tuple(f"S{number:03d}" for number in range(1, 201))
MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$"
LABEL = "^[A-Z0-9][A-Z0-9/-]{0,15}$"
CHILD = "^[A-Z0-9/-]*[0-9][A-Z0-9/-]*$"
KEY = bytes(range(32))


def read(file: Path) -> pl.DataFrame:
    """Return the rows as text without blanks around it, with their number in the file."""
    cells = pl.read_csv(file, infer_schema_length=0).with_columns(pl.all().str.strip_chars().replace("", None))
    return cells.filter(~pl.all_horizontal(pl.all().is_null())).with_row_index("row", offset=2)


def rest(table: pl.DataFrame, errors: pl.DataFrame, out: Path) -> int:
    """Write errors, clean rows and counts. `table` has `row` and the columns as text, `errors` has `row`."""
    errors.write_parquet(out / "errors.parquet")
    good = table.join(errors.select("row").unique(), on="row", how="anti")
    people = good.select("site_id", "child_id").unique()
    made = [
        hmac.digest(KEY, f"child|{site}|{child}".encode(), hashlib.sha256).hex()[:32]
        for site, child in people.iter_rows()
    ]
    clean = (
        good.join(people.with_columns(pl.Series("pseudonym", made)), on=["site_id", "child_id"])
        .with_columns(
            pl.col("happened_on").str.to_date("%Y-%m-%d"),
            pl.col("minutes").cast(pl.Int64),
            child_id=pl.col("pseudonym"),
        )
        .drop("pseudonym")
    )
    clean.write_parquet(out / "clean.parquet")
    counts = clean.group_by("site_id", "month").agg(
        pl.len().alias("events"),
        pl.col("child_id").n_unique().alias("children"),
        (pl.col("kind") == "restraint").sum().alias("restraints"),
        pl.col("minutes").sum().alias("minutes_sum"),
        pl.col("minutes").null_count().alias("minutes_not_known"),
    )
    counts.sort("site_id", "month").write_parquet(out / "aggregate.parquet")
    return errors["row"].n_unique()
