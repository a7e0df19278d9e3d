"""Two engines, one result: the same files give the same errors, rows, pseudonyms and counts on DuckDB and on Spark.

Runs where the extra `spark` and Java are; `make test` installs the extra where it finds Java.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from newel.faults import Refused
from newel.importers.returns.bulk import BulkJob, bulk_job, run_bulk
from newel.importers.returns.definition import ReturnAggregate
from newel.importers.returns.engine import add_macros
from newel.protocol import read_protocol
from tests.support.monthly_twin import MOST, draw
from tests.support.planted import COLUMNS, KEY, NAME, PLANTED, STUDY, Planted, a_job, job, plant

pytest.importorskip("pyspark", reason="needs the extra `spark`: make test installs it where Java is found")
if shutil.which("java") is None:
    pytest.skip("needs Java 17 or later, which was not found", allow_module_level=True)

from newel.importers.returns.on_spark import on_spark, to_spark

ENGINES = ("duckdb", "spark")
ROWS = 20_000


@pytest.fixture(scope="module", autouse=True)
def _session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Start Spark once; runs below take the session that is there."""
    with on_spark(tmp_path_factory.mktemp("session")):
        yield


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return plant(tmp_path_factory.mktemp("files"), rows=ROWS)


@pytest.fixture(scope="module")
def results(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return both(a_job(planted, Path()), tmp_path_factory.mktemp("results"))


def both(todo: BulkJob, out: Path) -> dict[str, Path]:
    outcomes = [run_bulk(replace(todo, out=out / engine), key=KEY, engine=engine) for engine in ENGINES]
    assert outcomes[0] == outcomes[1]
    return {engine: out / engine for engine in ENGINES}


def read(results: dict[str, Path], name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a result of DuckDB, and of Spark, which writes a folder of files."""
    spark = results["spark"] / f"{name}.parquet"
    return pl.read_parquet(results["duckdb"] / f"{name}.parquet"), pl.read_parquet(sorted(spark.glob("*.parquet")))


def test_the_errors_are_the_same_in_the_same_order(planted: Planted, results: dict[str, Path]) -> None:
    duck, spark = read(results, "errors")
    assert duck.equals(spark)
    assert duck.select("file", "row", "column", "rule").rows() == list(planted.faults)
    assert {rule for _, _, rule in PLANTED} <= set(duck["rule"])


def test_the_rows_without_fault_and_their_pseudonyms_are_the_same(results: dict[str, Path]) -> None:
    duck, spark = (each.sort("file", "row") for each in read(results, "clean"))
    assert duck.schema == spark.schema
    assert duck.equals(spark)
    assert duck["child_id"].str.contains("^[0-9a-f]{32}$").all()


def test_the_counts_are_the_same_in_the_same_order(results: dict[str, Path]) -> None:
    duck, spark = read(results, "aggregate")
    assert duck.height > 100
    assert duck.schema == spark.schema
    assert duck.equals(spark)


def test_sums_of_measures_are_exact_on_both(tmp_path: Path) -> None:
    monthly = bulk_job(STUDY, read_protocol(STUDY), "monthly", files=(), out=tmp_path).definition
    counts = {"children": "sum(children)", "leavers": "sum(leavers)", "rows": "count(*)"}
    counted = monthly.model_copy(update={"aggregate": ReturnAggregate(by={"month": "month"}, counts=counts)})
    table = draw(4_000, seed=7)
    sites = list(job().sites)
    table["site_id"] = [f"{sites[row % len(sites)]}" for row in range(4_000)]
    table["month"] = [f"{1900 + row // 12 // len(sites)}-{row // len(sites) % 12 + 1:02d}" for row in range(4_000)]
    path = tmp_path / "months.csv"
    pl.DataFrame({name: table[name] for name in monthly.names}).write_csv(path)

    results = both(BulkJob(counted, (path,), tmp_path, dict.fromkeys(sites, 20)), tmp_path)

    duck, spark = read(results, "aggregate")
    assert duck.equals(spark)
    assert read(results, "errors")[0].equals(read(results, "errors")[1])
    wrong = {row - 2 for row in read(results, "errors")[0]["row"]}
    kept = [cell for row, cell in enumerate(table["children"]) if row not in wrong and cell is not None]
    assert sum(duck["children"]) == sum(map(Decimal, kept))
    assert 0 < len(wrong) < 400
    assert set(MOST) < set(monthly.names)


CELLS = (
    *(
        "5.5",
        "2.5",
        "1e2",
        "0x10",
        "1_000",
        " 5 ",
        "5",
        "-7",
        "007",
        "+5",
        "",
        "٣",
        "5\n",
        "5\u0085",
        "NaN",
        "infinity",
    ),
    *("0.1", "123456789.123456", "1.1234567", ".5", "5.", "2020", "2020-01", "now", "today", "epoch", "2020-01-05"),
    *("2020-02-30", "2020-02-29", "2019-02-29", "2020-01-05 10:00", "1899-12-31", "9999-01-01", "2020-01-05\n", None),
)
ASKED = (
    "whole(x)",
    "measured(x)",
    "calendar_day(x)",
    "month_of(calendar_day(x))",
    "whole(x) + 2147483647",
    "measured(x) * 1.5",
    "ceil(measured(x))",
    "coalesce(nullif(trim(x), ''), 'blank')",
    "length(x)",
    "least(whole(x), 6)",
    "regexp_matches(x, '^[0-9]+$')",
    "regexp_matches(x, '^(5|0[.]1$)')",
    "regexp_matches(x, '^[$5]$')",
    "whole(x) between 5 and 7 and not x is null",
)


@pytest.mark.parametrize("sql", ASKED)
def test_a_cell_is_read_alike_on_both(sql: str, tmp_path: Path) -> None:
    literals = ", ".join("(null)" if cell is None else f"('{cell}')" for cell in CELLS)
    query = f"select x, {sql} as read from (values {literals}) cells(x)"  # noqa: S608 - written here
    with duckdb.connect() as duck, on_spark(tmp_path) as spark:
        add_macros(duck)
        assert as_text(duck.execute(query).fetchall()) == as_text(spark.rows(query))


def as_text(rows: list[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    return sorted(tuple(str(cell.normalize() if isinstance(cell, Decimal) else cell) for cell in row) for row in rows)


def test_a_pattern_ends_where_the_text_ends() -> None:
    assert to_spark("regexp_matches(x, '^[$a]\\.$')") == r"x RLIKE '(?d)^[$a]\\.\\z'"


def test_a_file_that_is_no_table_is_refused_and_nothing_of_it_is_repeated_or_kept(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(",".join(COLUMNS) + f"\n{NAME},{NAME}\n", encoding="utf-8")
    with pytest.raises(Refused, match="--engine duckdb") as refused:
        run_bulk(replace(job(), files=(path,), out=tmp_path / "out"), key=KEY, engine="spark")
    assert NAME not in str(refused.value)
    assert list((tmp_path / "out").iterdir()) == []
