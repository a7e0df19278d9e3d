"""Numbers that reference software computed, and the data they were computed from, in the folder `shared`."""

import json
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from tests.support.shared import SHARED

FOLDER = SHARED / "reference" / "quantitative"


@cache
def reference(file: str) -> dict[str, Any]:
    """Return the results of one file of the reference."""
    read: dict[str, Any] = json.loads((FOLDER / "ref" / f"{file}.json").read_text(encoding="utf-8"))
    return read


@cache
def data(name: str) -> pl.DataFrame:
    """Return a data set; every value of a column is looked at before its type is chosen."""
    return pl.read_csv(FOLDER / "data" / f"{name}.csv", infer_schema_length=None, null_values=["NA", ""])


def levels(column: pl.Series) -> "np.typing.NDArray[np.int64]":
    """Return the level of each row, counted from 0."""
    return np.unique(column.to_numpy(), return_inverse=True)[1]
