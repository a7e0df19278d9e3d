"""The shape of a kind of record: a named table of typed columns with a key."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

ColumnType = Literal["text", "integer", "number", "date", "yes_no"]
POLARS_TYPES: dict[ColumnType, type[pl.DataType]] = {
    "text": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
    "yes_no": pl.Boolean,
}


@dataclass(frozen=True)
class Column:
    """One column. A null means not known, unless the description says otherwise; it never means zero."""

    name: str
    type: ColumnType
    says: str
    unit: str = ""
    required: bool = True
    lowest: float | None = None
    highest: float | None = None
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordKind:
    """A kind of record. Rows are unique by `key` and are always stored in key order."""

    name: str
    says: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> dict[str, type[pl.DataType]]:
        """The Polars schema, in column order."""
        return {column.name: POLARS_TYPES[column.type] for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """Return a frame of this kind with no rows."""
        return pl.DataFrame(schema=self.schema)
