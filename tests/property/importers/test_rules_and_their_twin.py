"""The monthly return's rules find what the same rules written without any engine find, in any table."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.importers.returns.rules import run_rules
from tests.support.monthly import USUAL, monthly
from tests.support.monthly_twin import MOST, columns_at_fault, draw

NUMBERS = st.integers(0, 30).map(str)
ODD = st.sampled_from(
    ["5.5", "-3", "ten", "1,200", "99999", "1e2", "0x10", " ", "٣", "3\n", "now", "infinity", "NaN", "12345678901", "0"]
)
CELL = st.one_of(NUMBERS, NUMBERS, NUMBERS, st.none(), ODD)
CHILDREN = st.one_of(st.floats(0, 40).map(lambda value: f"{value:.1f}"), st.none(), ODD)
MONTH = st.one_of(st.sampled_from(["2019-08", "2019-13", "2019-8", "2019-08-01", "٢٠١٩-08", "2019-08\n"]), st.none())
ROW = st.fixed_dictionaries(
    {"site_id": st.one_of(st.just("S01"), st.none()), "month": MONTH, "children": CHILDREN} | dict.fromkeys(MOST, CELL)
)


def rules(
    rows: list[dict[str, str | None]], places: list[int | None]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    return run_rules(monthly(), {name: [row[name] for row in rows] for name in monthly().names}, places)


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=12), st.sampled_from([None, 10, 20]))
def test_rules_in_sql_find_what_their_twin_in_python_finds(
    rows: list[dict[str, str | None]], places: int | None
) -> None:
    errors, clean, _ = rules(rows, [places] * len(rows))

    columns = {rule.id: rule.column for rule in monthly().rules}
    found = {(position, columns[rule]) for position, rule in errors.select("position", "rule").iter_rows()}
    expected = {(position, name) for position, row in enumerate(rows) for name in columns_at_fault(row, places)}
    assert found == expected
    assert set(clean["position"]) == set(range(len(rows))) - {position for position, _ in expected}


def test_the_drawn_table_of_the_timing_is_judged_alike() -> None:
    table = draw(2_000, seed=3)
    rows = [dict(zip(table, cells, strict=True)) for cells in zip(*table.values(), strict=True)]

    errors, _, _ = rules(rows, [20] * len(rows))

    assert errors["position"].n_unique() == sum(bool(columns_at_fault(row, 20)) for row in rows)
    assert 0 < errors["position"].n_unique() < 400


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=12))
def test_one_cell_has_one_fault(rows: list[dict[str, str | None]]) -> None:
    errors, _, _ = rules(rows, [20] * len(rows))

    written = [rule.id for rule in monthly().rules if rule.id.endswith(("_count", "_number", "_written"))]
    unreadable = errors.filter(pl.col("rule").is_in(written))
    both = errors.join(unreadable.select("position", "found"), on=["position"], how="semi")
    places = {rule.id: rule.column for rule in monthly().rules}
    seen = [(position, places[rule]) for position, rule in both.select("position", "rule").iter_rows()]
    wrong = {(position, places[rule]) for position, rule in unreadable.select("position", "rule").iter_rows()}
    assert all(seen.count(place) == 1 for place in wrong)


def test_the_order_of_rows_changes_no_judgement() -> None:
    rows = [USUAL | {"leavers": "x"}, USUAL, USUAL | {"reviews_held": "9"}]
    texts = [{name: None if cell is None else str(cell) for name, cell in row.items()} for row in rows]

    forwards, _, _ = rules(texts, [20] * 3)
    backwards, _, _ = rules(texts[::-1], [20] * 3)

    turned = backwards.with_columns(position=2 - pl.col("position")).sort("position")
    assert forwards.select("position", "rule", "found").equals(turned.select("position", "rule", "found"))
