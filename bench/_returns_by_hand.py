"""The job of bench/returns.py as SQL written by hand for this one return: bulk/by_hand.sql."""

import re
from pathlib import Path

import duckdb
from _measured import measure

from newel.importers.returns.pseudonyms import pads

SQL = (Path(__file__).parent / "bulk" / "by_hand.sql").read_text(encoding="utf-8")


def work(file: Path, out: Path) -> int:
    """Return the rows at fault."""
    values = {"file": str(file), "out": str(out), **pads(bytes(range(32)))}
    sql = re.sub(r"(?<=')\$([a-z]+)", lambda found: values[found[1]], SQL)
    with duckdb.connect(config={"memory_limit": "640MB", "temp_directory": str(out / "spilled")}) as engine:
        engine.execute("create table sites (site_id varchar, places bigint)")
        engine.executemany("insert into sites values (?, 20)", [[f"S{number:03d}"] for number in range(1, 201)])
        for statement in sql.split(";\n"):
            engine.execute(statement)
        row = engine.execute(
            'select count(distinct "row") from read_parquet(?)', [str(out / "errors.parquet")]
        ).fetchone()
    assert row is not None
    return int(row[0])


if __name__ == "__main__":
    measure(work)
