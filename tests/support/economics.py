"""Numbers that reference software of health economics computed, and what it computed them from."""

from functools import cache

import numpy as np
import polars as pl

from tests.support.shared import SHARED

FOLDER = SHARED / "reference" / "economics"
Numbers = np.typing.NDArray[np.float64]


@cache
def sheet(name: str) -> pl.DataFrame:
    """Return a CSV file of the reference, for example `bcea/vaccine_psa`."""
    return pl.read_csv(FOLDER / f"{name}.csv", infer_schema_length=None, null_values=["NA"])


def draws(name: str, options: int, *, costs_first: bool = False) -> tuple[Numbers, Numbers]:
    """Return costs and effects, draws by options, of a file that has one kind after the other."""
    values = sheet(name).to_numpy()[:, : 2 * options].astype(np.float64)
    first, second = values[:, :options], values[:, options:]
    return (first, second) if costs_first else (second, first)
