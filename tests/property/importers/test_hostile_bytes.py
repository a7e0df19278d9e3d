"""Whatever the bytes are, a reader of tables or projects gives a table or a refusal in words, and nothing else."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.faults import Fault, Refused
from newel.importers import import_project, read_table
from tests.support.redcap import DICTIONARY, EXPORT
from tests.support.workbooks import xlsx

WORKBOOK = xlsx(["site_id", "month", "children"], ["S01", date(2019, 8, 1), 11.5], ["S02", "2019-08", "=1+1"])
TEXT = 'site_id;month\nS01;2019-08\n"S02";é\n'.encode()
CHANGES = st.lists(st.tuples(st.integers(0, 1_000_000), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6)


def changed(content: bytes, changes: list[tuple[int, bytes]], cut: int) -> bytes:
    """Return the bytes with some of them overwritten, then perhaps cut short."""
    mutable = bytearray(content)
    for place, value in changes:
        start = place % len(mutable)
        mutable[start : start + len(value)] = value
    return bytes(mutable[: len(mutable) - cut % len(mutable)])


def faults_of(name: str, content: bytes) -> tuple[Fault, ...]:
    try:
        table = read_table(name, content)
    except Refused as refused:
        return refused.faults
    assert all(len(row) == len(table.columns) for row in table.rows)
    return ()


def read_or_refuse(name: str, content: bytes) -> None:
    assert all(fault.found and fault.expected and fault.remedy for fault in faults_of(name, content))


@settings(max_examples=300, deadline=None)
@given(CHANGES, st.integers(0, 50))
def test_a_damaged_workbook_is_read_or_refused(changes: list[tuple[int, bytes]], cut: int) -> None:
    read_or_refuse("return.xlsx", changed(WORKBOOK, changes, cut))


@settings(max_examples=200, deadline=None)
@given(CHANGES, st.integers(0, 5))
def test_a_damaged_text_is_read_or_refused(changes: list[tuple[int, bytes]], cut: int) -> None:
    read_or_refuse("return.csv", changed(TEXT, changes, cut))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["a.csv", "a.xlsx", "a.zip", "", "../a.csv"]),
    st.sampled_from([b"", b"PK\x03\x04"]),
)
def test_any_bytes_under_any_name_are_read_or_refused(content: bytes, name: str, start: bytes) -> None:
    read_or_refuse(name, start + content)


@settings(max_examples=150, deadline=None)
@given(CHANGES, st.sampled_from(["dictionary.csv", "data.csv"]))
def test_a_damaged_project_is_imported_or_refused(changes: list[tuple[int, bytes]], which: str) -> None:
    files = {"dictionary.csv": DICTIONARY.encode(), "data.csv": EXPORT.encode()}
    files[which] = changed(files[which], changes, 0)
    try:
        project = import_project(files, key=bytes(32), today=date(2026, 1, 5))
    except Refused:
        return
    both_or_neither = pl.col("value").is_null() == pl.col("missing").is_null()
    assert project.source.frames["answer"].filter(both_or_neither).is_empty()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_no_project_file_that_crashes(content: bytes) -> None:
    with pytest.raises(Refused):
        import_project({"project.xml": b'<?xml version="1.0"?><ODM ' + content}, key=bytes(32), today=date(2026, 1, 5))
