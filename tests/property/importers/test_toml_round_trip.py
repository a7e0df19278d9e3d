"""What is written as TOML reads back as it was, whatever the words are."""

import tomllib
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from newel.protocol import to_toml

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PLAIN = st.one_of(
    TEXT,
    st.integers(-(2**53), 2**53),
    st.booleans(),
    st.dates(date(1900, 1, 1)),
    st.floats(allow_nan=False, allow_infinity=False),
)
TABLE = st.dictionaries(TEXT, st.one_of(PLAIN, st.lists(PLAIN, max_size=3)), max_size=4)
NESTED = st.dictionaries(TEXT, st.one_of(PLAIN, TABLE, st.lists(TABLE, min_size=1, max_size=3)), max_size=4)


@given(st.dictionaries(TEXT, st.one_of(PLAIN, NESTED, st.lists(NESTED, min_size=1, max_size=3)), max_size=5))
def test_a_document_reads_back_as_it_was_written(document: dict[str, object]) -> None:
    assert tomllib.loads(to_toml(document)) == document
