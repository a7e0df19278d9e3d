"""Runs the SQL of a return's rules on an embedded DuckDB that can reach no file, no network and no extension."""

import re
from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import polars as pl

_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "threads": 1,
}
WHOLE = "^-?[0-9]{1,9}$"
MEASURED = r"^-?[0-9]{1,9}([.][0-9]{1,6})?$"
# Engines disagree on what a cast takes ('5.5' to 6, 'today' to a date), so the pattern always comes before the cast.
_MACROS = (
    f"create macro whole(x) as case when regexp_matches(x, '{WHOLE}') then cast(x as bigint) end",
    f"create macro measured(x) as case when regexp_matches(x, '{MEASURED}') then cast(x as double) end",
)
_REFUSED_WORDS = {
    r"::|\b(try_)?cast\b": "a cast, which engines do differently; use whole(x) or measured(x)",
    r"\b(now|today|current_\w+|localtime\w*|get_current_\w+|random|uuid\w*|gen_random_uuid)\b": "the clock or chance",
    r"\b(select|from|pragma|set|copy|attach|install|load|read_\w+|getenv)\b": "more than a condition on one row",
}
SITE_PLACES = "site_places"
"""The one thing a rule may know beside the row: the number of places of its site, null for a site that is not known."""


def open_engine() -> duckdb.DuckDBPyConnection:
    """Return a connection in memory that can read and write nothing else."""
    engine = duckdb.connect(":memory:", config=_LOCKED)
    for macro in _MACROS:
        engine.execute(macro)
    engine.execute("set lock_configuration = true")
    return engine


def problem_with(engine: duckdb.DuckDBPyConnection, sql: str, columns: Sequence[str], *, wanted: str) -> str | None:
    """Return what is wrong with a piece of a definition's SQL, or None. `wanted`: BOOLEAN, or number."""
    unquoted = re.sub(r"'[^']*'", "''", sql.lower())
    for pattern, what in _REFUSED_WORDS.items():
        if re.search(pattern, unquoted):
            return f"SQL that uses {what}"
    raw = ", ".join(f"null::varchar as {_quoted(column)}" for column in columns)
    # The line feed ends a comment that an author may have left at the end.
    query = f"select ({sql}\n) from (select {raw}, null::bigint as {SITE_PLACES})"  # noqa: S608 - the study's own SQL
    try:
        found = str(engine.sql(query).types[0])
    except duckdb.Error as error:
        return f"SQL that does not run ({str(error).splitlines()[0]})"
    fits = found == wanted if wanted == "BOOLEAN" else found in ("BIGINT", "INTEGER", "DOUBLE", "HUGEINT")
    return None if fits else f"SQL that gives {found}"


def load(
    engine: duckdb.DuckDBPyConnection, columns: Mapping[str, Sequence[str | None]], places: Sequence[int | None]
) -> None:
    """Put a table into the engine as `raw`: every column text, with `position` (0, 1, …) and the site's places."""
    texts = {name: np.array(values, dtype=object) for name, values in columns.items()}
    arrays = {f"c{index}": values for index, values in enumerate(texts.values())}
    arrays |= {"position": np.arange(len(places)), "places": np.array(places, dtype=object)}
    engine.register("arrived", arrays)
    named = ", ".join(f"cast(c{index} as varchar) as {_quoted(name)}" for index, name in enumerate(texts))
    engine.execute(
        f"create table raw as select {named}, position, cast(places as bigint) as {SITE_PLACES} from arrived"  # noqa: S608 - the definition's own names, quoted
    )
    engine.unregister("arrived")


def frame(engine: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """Return the rows of a query."""
    return pl.DataFrame(engine.sql(query))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
