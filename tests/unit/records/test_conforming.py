"""A frame is taken only when it is what its kind says, and the fault shows no value that may be about a child."""

import polars as pl
import pytest

from newel.faults import Refused
from newel.records import KINDS, conform
from tests.support.records import frame


def test_rows_come_back_in_key_order_with_the_columns_of_the_kind() -> None:
    given = frame("monthly_return", [{"month": "2019-09"}, {"month": "2019-08"}]).with_columns(extra=1)

    taken = conform(KINDS["monthly_return"], given)

    assert taken["month"].to_list() == ["2019-08", "2019-09"]
    assert taken.columns == list(KINDS["monthly_return"].schema)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Refused, match="received_on"):
        conform(KINDS["monthly_return"], frame("monthly_return", [{}]).drop("received_on"))


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("assaults", -1, "0 or more"),
        ("version", 0, "1 or more"),
        ("received_on", None, "filled in"),
    ],
)
def test_a_value_outside_its_range_is_counted_and_not_shown(column: str, value: object, expected: str) -> None:
    rows = [{"month": "2019-08", column: value}, {"month": "2019-09"}]

    with pytest.raises(Refused) as refused:
        conform(KINDS["monthly_return"], frame("monthly_return", rows))

    (fault,) = refused.value.faults
    assert (fault.place, fault.found, fault.expected) == (column, "1 rows that are not", expected)


def test_a_word_that_is_not_allowed_is_refused_without_repeating_it() -> None:
    with pytest.raises(Refused) as refused:
        conform(KINDS["assessment"], frame("assessment", [{"need": "Jo hurt himself"}]))

    assert "Jo" not in str(refused.value)
    assert "identified, not_identified, not_assessed" in str(refused.value)


def test_two_rows_with_one_key_are_refused() -> None:
    with pytest.raises(Refused, match="1 repeated rows"):
        conform(KINDS["monthly_return"], frame("monthly_return", [{"children": 1.0}, {"children": 2.0}]))


def test_a_column_of_the_wrong_type_is_refused() -> None:
    given = frame("monthly_return", [{}]).with_columns(pl.lit("12").alias("children"))

    with pytest.raises(Refused, match="type String"):
        conform(KINDS["monthly_return"], given)


def test_blank_is_allowed_where_a_count_may_be_unknown_and_stays_blank() -> None:
    taken = conform(KINDS["monthly_return"], frame("monthly_return", [{"assaults": None}]))

    assert taken["assaults"].to_list() == [None]
