"""The job of bench/returns.py with frictionless: the eight rules in its Table Schema, the rest in Polars."""

from pathlib import Path
from typing import Any

import frictionless
import polars as pl
from _measured import measure
from _returns_rest import CHILD, KINDS, LABEL, MONTH, SECTIONS, SITES, read, rest


def field(name: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
    """Return a field of the schema."""
    return {"name": name, "type": kind, "constraints": constraints}


SCHEMA = frictionless.Schema.from_descriptor(
    {
        "fields": [
            field("site_id", required=True, enum=list(SITES)),
            field("month", required=True, pattern=MONTH),
            field("event", required=True, pattern=LABEL),
            field("happened_on", "date", required=True),
            field("kind", required=True, enum=list(KINDS)),
            field("child_id", required=True, pattern=f"(?={CHILD}){LABEL}"),
            field("minutes", "integer", minimum=0, maximum=1440),
            field("section", enum=list(SECTIONS)),
        ],
        "primaryKey": ["site_id", "month", "event"],
    }
)


def work(file: Path, out: Path) -> int:
    """Return the rows at fault."""
    resource = frictionless.Resource(path=file.name, basepath=str(file.parent), schema=SCHEMA)
    report = resource.validate(limit_errors=1_000_000_000)
    wrong = report.flatten(["rowNumber", "fieldName", "type", "cell", "note"])
    columns = ("row", "column", "type", "cell", "note")
    kinds = {"row": pl.UInt32} | dict.fromkeys(columns[1:], pl.String)
    found = pl.DataFrame([[one[0], *map(str, one[1:])] for one in wrong], schema=kinds, orient="row")
    return rest(read(file), found, out)


if __name__ == "__main__":
    measure(work)
