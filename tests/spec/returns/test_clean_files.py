"""A file in which nothing is wrong is taken as it is: 240 of all returns, in the styles in which sites write them."""

import hashlib
import hmac
from typing import Any

import pytest

from tests.support.clean_files import RETURNS, clean_file
from tests.support.site_files import KEY, definition

EACH = 40


@pytest.mark.parametrize("name", RETURNS)
def test_a_clean_file_is_taken_whole_and_without_a_false_alarm(name: str) -> None:
    pseudonyms = {column.name: column.pseudonym for column in definition(name).columns if column.pseudonym}

    for seed in range(EACH):
        drawn = clean_file(name, seed)
        result = drawn.file.checked()

        assert result.faults == (), (seed, result.faults)
        expected = [_with_pseudonyms(row, pseudonyms) for row in drawn.rows if _says_something(name, row)]
        assert result.frame.select(list(expected[0])).to_dicts() == expected


def _says_something(name: str, row: dict[str, Any]) -> bool:
    """A row of a monthly return or snapshot with nothing in it was never filled in."""
    keys = definition(name).key if name in ("monthly", "staffing") else ()
    return any(value is not None for column, value in row.items() if column not in keys)


def _with_pseudonyms(row: dict[str, Any], purposes: dict[str, str]) -> dict[str, Any]:
    """Return the row with HMAC-SHA256 of purpose, site and id, the first 128 bits, written out here by hand."""
    made = {
        column: hmac.new(KEY, f"{purpose}|{row['site_id']}|{row[column]}".encode(), hashlib.sha256).hexdigest()[:32]
        for column, purpose in purposes.items()
    }
    return row | made


def test_two_hundred_and_forty_files_are_drawn() -> None:
    assert EACH * len(RETURNS) == 240
