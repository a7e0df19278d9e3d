"""The SQL a return may be written in: what engines read differently is refused, with the reason and a way out."""

import duckdb
import pytest

from newel.importers.returns.dialect import MACROS, refused
from newel.importers.returns.engine import add_macros, count_types, open_engine, problem_with_count, problem_with_group

TYPES = {"site_id": "varchar", "minutes": "bigint", "children": "decimal(15, 6)", "happened_on": "date"}


@pytest.mark.parametrize(
    "sql",
    [
        "site_id is not null and regexp_matches(month, '^[0-9]{4}-(0[1-9]|1[0-2])$')",
        "children is null or measured(children) between 0 and 400 -- a/b is only said here",
        "month_of(calendar_day(happened_on)) = month",
        "kind in ('select', 'now()', 'a/b') or (whole(minutes) > 0)",
        "coalesce(nullif(trim(x), ''), 'none') <> 'none' and length(x) < 9",
    ],
)
def test_what_means_the_same_everywhere_is_taken(sql: str) -> None:
    assert refused(sql) is None


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("cast(x as int) > 1", "a cast"),
        ("x::int > 1", "a cast"),
        ("try_cast(x as date) is not null", "a cast"),
        ("calendar_day(x) < today()", "the clock"),
        ("random() < 0.5", "chance"),
        ("x in (select 1)", "more than a condition"),
        ("count(*) over () > 1", "more than a condition"),
        ("whole(x) / 2 > 1", "a division"),
        ("x ~ 'a'", "an operator"),
        ("x like 'a%'", "an operator"),
        ("regexp_matches(x, 'a', 'i')", "a pattern with options"),
        ("regexp_matches(x, '[[:alpha:]]')", "a named class"),
        ("upper(x) = 'A'", "upper(), which may differ"),
        ("substring(x, 0, 2) = 'A'", "substring(), which may differ"),
        ("sum(x) > 1", "sum(), which may differ"),
    ],
)
def test_what_engines_read_differently_is_refused(sql: str, says: str) -> None:
    assert says in (refused(sql) or "")


@pytest.mark.parametrize(
    "sql",
    [
        "count(*)",
        "count(distinct site_id) filter (where minutes > 5)",
        "sum(minutes)",
        "sum(children)",
        "max(happened_on)",
    ],
)
def test_a_count_or_an_exact_sum_is_taken(sql: str) -> None:
    with open_engine() as engine:
        assert problem_with_count(engine, sql, TYPES) is None


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("avg(minutes)", "a division"),
        ("sum(minutes) / count(*)", "a division"),
        ("minutes", "does not run"),
        ("count(*) > 1", "gives BOOLEAN"),
        ("sum(minutes * 1e0)", "gives DOUBLE"),
        ("sum(nothing)", "does not run"),
    ],
)
def test_a_float_or_what_is_no_count_is_refused(sql: str, says: str) -> None:
    with open_engine() as engine:
        assert says in (problem_with_count(engine, sql, TYPES) or "")


def test_a_group_is_text_a_whole_number_or_a_day() -> None:
    with open_engine() as engine:
        assert problem_with_group(engine, "month_of(happened_on)", TYPES) is None
        assert "gives DECIMAL" in (problem_with_group(engine, "children", TYPES) or "")


def test_a_sum_is_kept_as_wide_as_it_may_grow() -> None:
    counts = {"minutes": "sum(minutes)", "children": "sum(children)", "first": "min(happened_on)"}
    assert count_types(counts, TYPES) == {"minutes": "bigint", "children": "decimal(38, 6)", "first": "date"}


@pytest.mark.parametrize(
    ("macro", "cell", "value"),
    [
        *(
            ("whole", cell, None)
            for cell in ("5.5", "2.5", "1e2", "0x10", "1_000", " 5 ", "", "1234567890", "٣", "5\n")
        ),
        *(("whole", cell, int(cell)) for cell in ("0", "-7", "007", "999999999")),
        *(("measured", cell, None) for cell in ("1.1234567", ".5", "5.", "1e2", "nan", "infinity", "1,5")),
        *(("measured", cell, cell) for cell in ("0.100000", "-3.250000", "123456789.123456")),
        *(
            ("calendar_day", cell, None)
            for cell in ("2020", "2020-01", "now", "today", "epoch", "infinity", "2019-02-29")
        ),
        *(("calendar_day", cell, None) for cell in ("2020-01-05 10:00", " 2020-01-05", "0000-01-01", "2020-1-5")),
        *(("calendar_day", cell, cell) for cell in ("2020-02-29", "1999-12-31")),
    ],
)
def test_a_cell_becomes_a_value_only_where_all_of_it_is_one(macro: str, cell: str, value: str | int | None) -> None:
    with duckdb.connect() as engine:
        add_macros(engine)
        row = engine.execute(f"select {macro}(?)", [cell]).fetchone()
    assert macro in MACROS
    assert row is not None
    assert (None if row[0] is None else str(row[0])) == (None if value is None else str(value))
