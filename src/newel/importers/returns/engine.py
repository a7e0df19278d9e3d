"""Runs the SQL of a return's rules on an embedded DuckDB that can reach no file, no network and no extension."""

from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import polars as pl

from newel.importers.returns.dialect import MACROS, SITE_PLACES, quoted, refused

LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_KEPT_IN = {"DECIMAL": "decimal(38, 6)", "DATE": "date"}
_NUMBERS = ("BIGINT", "INTEGER", "HUGEINT", "DECIMAL")


def open_engine() -> duckdb.DuckDBPyConnection:
    """Return a connection in memory that can read and write nothing else."""
    engine = duckdb.connect(":memory:", config=LOCKED | {"enable_external_access": False, "threads": 1})
    add_macros(engine)
    engine.execute("set lock_configuration = true")
    return engine


def add_macros(engine: duckdb.DuckDBPyConnection) -> None:
    """Teach an engine what a return's SQL may call."""
    for name, sql in MACROS.items():
        engine.execute(f"create macro {name}(x) as {sql}")


def problem_with(engine: duckdb.DuckDBPyConnection, sql: str, columns: Sequence[str], *, wanted: str) -> str | None:
    """Return what is wrong with a rule's SQL over columns of text, or None. `wanted`: BOOLEAN, or number."""
    if what := refused(sql):
        return f"SQL that uses {what}"
    raw = ", ".join(f"null::varchar as {quoted(column)}" for column in columns)
    # The line feed ends a comment that an author may have left at the end.
    query = f"select ({sql}\n) from (select {raw}, null::bigint as {SITE_PLACES})"  # noqa: S608 - the study's own SQL
    return _unfit(engine, query, ("BOOLEAN",) if wanted == "BOOLEAN" else _NUMBERS)


def problem_with_count(engine: duckdb.DuckDBPyConnection, sql: str, types: Mapping[str, str]) -> str | None:
    """Return what is wrong with the SQL of a count or sum over typed columns ({name: SQL type}), or None."""
    if what := refused(sql, many=True):
        return f"SQL that uses {what}"
    query = f"select ({sql}\n), count(*) from ({_typed_nulls(types)})"  # noqa: S608 - the study's own SQL
    return _unfit(engine, query, (*_NUMBERS, "DATE"))


def count_types(counts: Mapping[str, str], types: Mapping[str, str]) -> dict[str, str]:
    """Return {name: the SQL type a count or sum is kept in}, for counts that are known to run."""
    with open_engine() as engine:
        cells = ", ".join(f"({sql}\n)" for sql in counts.values())
        query = f"select {cells} from ({_typed_nulls(types)})"  # noqa: S608 - the study's own SQL
        found = dict(zip(counts, map(str, engine.sql(query).types), strict=True))
    return {name: _KEPT_IN.get(kind.partition("(")[0], "bigint") for name, kind in found.items()}


def problem_with_group(engine: duckdb.DuckDBPyConnection, sql: str, types: Mapping[str, str]) -> str | None:
    """Return what is wrong with the SQL of what rows are grouped by, or None."""
    if what := refused(sql):
        return f"SQL that uses {what}"
    query = f"select ({sql}\n) from ({_typed_nulls(types)})"  # noqa: S608 - the study's own SQL
    return _unfit(engine, query, ("VARCHAR", "BIGINT", "DATE", "BOOLEAN"))


def _typed_nulls(types: Mapping[str, str]) -> str:
    return "select " + ", ".join(f"cast(null as {kind}) as {quoted(name)}" for name, kind in types.items())


def _unfit(engine: duckdb.DuckDBPyConnection, query: str, fits: Sequence[str]) -> str | None:
    try:
        found = str(engine.sql(query).types[0])
    except duckdb.Error as error:
        return f"SQL that does not run ({str(error).splitlines()[0]})"
    return None if found.startswith(tuple(fits)) else f"SQL that gives {found}"


def load(
    engine: duckdb.DuckDBPyConnection, columns: Mapping[str, Sequence[str | None]], places: Sequence[int | None]
) -> None:
    """Put a table into the engine as `raw`: every column text, with `position` (0, 1, …) and the site's places."""
    texts = {name: np.array(values, dtype=object) for name, values in columns.items()}
    arrays = {f"c{index}": values for index, values in enumerate(texts.values())}
    arrays |= {"position": np.arange(len(places)), "places": np.array(places, dtype=object)}
    engine.register("arrived", arrays)
    named = ", ".join(f"cast(c{index} as varchar) as {quoted(name)}" for index, name in enumerate(texts))
    engine.execute(
        f"create table raw as select {named}, position, cast(places as bigint) as {SITE_PLACES} from arrived"  # noqa: S608 - the definition's own names, quoted
    )
    engine.unregister("arrived")


def frame(engine: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """Return the rows of a query."""
    return pl.DataFrame(engine.sql(query))
