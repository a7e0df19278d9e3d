"""Bulk files on DuckDB, inside this process: one machine, little memory, and nothing to install or to start."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from newel.faults import Refused
from newel.importers.returns.dialect import SITE_PLACES, literal, quoted
from newel.importers.returns.engine import LOCKED, add_macros
from newel.importers.returns.sources import Source

_MEMORY = "640MB"
"""What hash tables may take before they go to the scratch folder; the process takes a little more."""


_SMALL = 100_000_000
"""Bytes of files whose rows are kept in memory. Those of larger ones go to the scratch folder as Parquet."""


class OnDuckDB:
    """Runs the steps. Results, and what is kept of large files, are Parquet in the scratch folder."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, scratch: Path, *, small: bool) -> None:
        self._engine = engine
        self._scratch = scratch
        self._small = small

    def read(self, sources: Sequence[Source], sites: Mapping[str, int]) -> None:
        """Make `arrived` and `sites`."""
        self._engine.execute(
            f"create table sites as select unnest(?) as site_id, cast(unnest(?) as bigint) as {SITE_PLACES}",
            [list(sites), list(sites.values())],
        )
        self.define("arrived", " union all ".join(map(_arrived, sources)))

    def define(self, name: str, select: str) -> None:
        """Make a view."""
        self._engine.execute(f"create view {name} as {select}")

    def keep(self, name: str, select: str) -> None:
        """Run a select and make a view of its rows. Raises Refused where a file cannot be read."""
        try:
            if self._small:
                self._engine.execute(f"create temp table {name} as {select}")
            else:
                self._copy(name, select, compression="lz4")
        except duckdb.InvalidInputException as error:
            raise _unreadable(str(error)) from None  # the engine's own words repeat the row

    def identify(self, name: str, select: str, secrets: Mapping[str, str]) -> None:
        """Make a table of a select with parameters."""
        self._engine.execute(f"create temp table {name} as {select}", dict(secrets))

    def write(self, name: str, select: str) -> None:
        """Write a result."""
        self._copy(name, select, compression="zstd")

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        """Return the rows of a small select."""
        return self._engine.execute(select).fetchall()

    def _copy(self, name: str, select: str, *, compression: str) -> None:
        path = literal(str(self._scratch / f"{name}.parquet"))
        self._engine.execute(f"copy ({select}) to {path} (format parquet, compression {compression})")
        self.define(name, f"select * from read_parquet({path})")  # noqa: S608 - our own file


@contextmanager
def on_duckdb(sources: Sequence[Source], scratch: Path) -> Iterator[OnDuckDB]:
    """Open an engine that can reach the files, the scratch folder and nothing else."""
    with duckdb.connect(":memory:", config=LOCKED | {"memory_limit": _MEMORY}) as engine:
        add_macros(engine)
        engine.execute(f"set temp_directory = {literal(str(scratch / 'spilled'))}")
        engine.execute(f"set allowed_directories = [{literal(str(scratch))}]")
        engine.execute(f"set allowed_paths = [{', '.join(literal(str(source.path)) for source in sources)}]")
        engine.execute("set enable_external_access = false")
        engine.execute("set lock_configuration = true")
        yield OnDuckDB(engine, scratch, small=sum(source.path.stat().st_size for source in sources) <= _SMALL)


def _arrived(source: Source) -> str:
    """Rows are numbered as they stand in the file: the window has no order of its own, so they keep theirs."""
    types = ", ".join(f"{literal(name)}: 'varchar'" for name in source.columns)
    how = (
        f"auto_detect = false, header = true, delim = {literal(source.separator)}, quote = '\"', escape = '\"', "
        f"columns = {{{types}}}"
    )
    cells = ", ".join(map(quoted, sorted(source.columns)))
    place = f'{literal(source.name)} as file, row_number() over () + 1 as "row"'
    return f"select {place}, {cells} from read_csv({literal(str(source.path))}, {how})"  # noqa: S608 - quoted above


def _unreadable(words: str) -> Refused:
    line = re.search(r"Line: (\d+)", words)
    name = re.search(r'CSV file "([^"]+)"|file = ([^\n]+)', words)
    file = Path(next(filter(None, name.groups()))).name if name else "a file"
    return Refused.because(
        file,
        f"line {line[1]}" if line else "the whole file",
        found="a row with too many or too few cells, an open quotation mark, or text that is not UTF-8",
        expected="a CSV file in UTF-8 with as many cells in each row as there are columns",
        remedy="Mend the line, or write the file again. Nothing of any file was kept.",
    )
