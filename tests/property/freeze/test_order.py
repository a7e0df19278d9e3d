"""The order in which records arrive says nothing: it never changes a freeze."""

import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.freeze import seal
from newel.records import FrameSource
from tests.support.protocols import a_protocol
from tests.support.records import frame

MONTHS = [f"2019-{month:02d}" for month in range(1, 13)]


@settings(max_examples=20, deadline=None)
@given(months=st.lists(st.sampled_from(MONTHS), unique=True, min_size=1), children=st.integers(0, 50))
def test_freezing_rows_in_another_order_gives_the_same_id(months: list[str], children: int) -> None:
    rows = [{"month": month, "children": float(children)} for month in months]
    forwards, backwards = frame("monthly_return", rows), frame("monthly_return", rows[::-1])

    with tempfile.TemporaryDirectory() as folder:
        ids = {_seal(Path(folder), records) for records in (forwards, backwards)}

    assert len(ids) == 1


def _seal(folder: Path, records: pl.DataFrame) -> str:
    return seal(a_protocol(), FrameSource({"monthly_return": records}, "a list in a test"), folder).id
