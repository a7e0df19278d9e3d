"""Reading CSV as sites write it, and refusing what cannot be read without guessing."""

import pytest

from newel.faults import Fault, Refused
from newel.importers import _grid, read_table


def refusals(content: bytes, name: str = "return.csv") -> list[Fault]:
    with pytest.raises(Refused) as refused:
        read_table(name, content)
    return list(refused.value.faults)


@pytest.mark.parametrize(
    ("content", "oddities"),
    [
        ("a,b\n1,é\n".encode(), ()),
        ("\ufeffa,b\n1,é\n".encode(), ()),
        ("a,b\r\n1,é\r\n".encode("utf-16"), ("read as UTF-16",)),
        ("a,b\n1,é\n".encode("cp1252"), ("read as Windows-1252, because line 2 is not UTF-8",)),
        ("a;b\n1;é\n".encode(), ("cells are separated by semicolons",)),
        ("a\tb\n1\té\n".encode(), ("cells are separated by tabs",)),
        ("a|b\n1|é\n".encode(), ("cells are separated by upright bars",)),
        ("A , b\n\n 1 ,é\n,\n".encode(), ()),
        ('a,b\n1,"é"\n'.encode(), ()),
    ],
)
def test_the_same_table_is_read_whatever_the_encoding_and_separator(content: bytes, oddities: tuple[str, ...]) -> None:
    table = read_table("return.csv", content)

    assert (table.columns, table.rows, table.oddities) == (("a", "b"), (("1", "é"),), oddities)


def test_a_row_is_named_by_the_line_it_starts_on() -> None:
    table = read_table("r.csv", b'a,b\n1,"two\nlines"\n\n2,x\n')

    assert table.row_numbers == (2, 5)


@pytest.mark.parametrize(
    ("content", "place", "found"),
    [
        (b"a,b\n1,2,3\n", "row 2", "3 cells"),
        (b"a,b\n1\n", "row 2", "1 cells"),
        (b'a,b\n1,"x\n', "row 2", "a row that cannot be read"),
        (b"a,b\n1,\x00\n", "line 2", "a NUL character"),
        (b"a,a\n1,2\n", "row 1, column a", "this name 2 times"),
        (b"a,,c\n1,2,3\n", "row 1, cell 2", "a column without a name"),
        (b"\n\n", "the whole file", "no row with anything in it"),
        (b"a,b\n1,\x81\n", "line 2", "the byte 81"),
        (b"a,b\n\xc3\xa9,\xc3\n", "line 2", "UTF-8 with a damaged character"),
        (b"\xff\xfea\x00,\x00b", "byte 7", "UTF-16 that breaks off"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(content: bytes, place: str, found: str) -> None:
    fault = refusals(content)[0]

    assert fault.place == place
    assert found in fault.found


def test_a_file_that_is_wrong_in_every_row_is_told_so_fifty_times() -> None:
    faults = refusals(b"a,b\n" + b"1\n" * 80)

    assert len(faults) == 51
    assert faults[-1].found == "30 more faults"


@pytest.mark.parametrize(
    ("limit", "value", "what"),
    [
        ("MAX_ROWS", 3, "rows"),
        ("MAX_COLUMNS", 1, "columns"),
        ("MAX_CELLS", 5, "cells"),
        ("MAX_CHARACTERS", 4, "characters"),
    ],
)
def test_a_file_beyond_a_limit_is_refused_where_it_passes_it(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, what: str
) -> None:
    monkeypatch.setattr(_grid, limit, value)

    assert refusals(b"a,b\n1,2\n3,4\n5,6\n")[0].found == f"more than {value} {what}"


def test_a_file_too_large_to_send_is_refused_by_its_size() -> None:
    assert refusals(b"a" * 26_000_000)[0].expected == "at most 25 MB"


def test_a_kind_of_file_nobody_reads_is_refused_with_those_that_are() -> None:
    fault = refusals(b"%PDF-1.7", "return.pdf")[0]

    assert ".csv" in fault.expected
    assert ".xlsx" in fault.expected


def test_a_name_with_folders_is_shown_without_them() -> None:
    assert refusals(b"", "C:\\Users\\someone\\return.csv")[0].file == "return.csv"
