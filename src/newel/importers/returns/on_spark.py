"""Bulk files on Spark, which national analysts run: the same steps, carried over by sqlglot. Needs the extra spark."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any

import sqlglot
from py4j.protocol import Py4JError
from pyspark import SparkConf
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sf
from sqlglot import exp

from newel.faults import Refused
from newel.importers.returns.dialect import MACROS, SITE_PLACES
from newel.importers.returns.sources import Source

_ALWAYS = {
    "spark.sql.ansi.enabled": "true",  # an overflow is an error and never another number
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.constraintPropagation.enabled": "false",  # on a row of many columns it takes all memory there is
}
_WITHOUT_A_CLUSTER = {
    "spark.master": "local[*]",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",  # it would show the padded keys of the pseudonyms
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "8",
}
_MACROS = {name: sqlglot.parse_one(sql, read="duckdb") for name, sql in MACROS.items()}
_ROW_BITS = 33
"""monotonically_increasing_id() is the number of the partition, shifted by so many bits, and the row in it."""


def to_spark(sql: str) -> str:
    """Return DuckDB's SQL as Spark's: macros written out, and patterns that mean the same to Java's engine."""
    tree = sqlglot.parse_one(sql, read="duckdb").transform(_without_macro).transform(_with_java_pattern)
    return str(tree.sql(dialect="spark"))


def _without_macro(node: exp.Expression) -> exp.Expression:
    name = node.name.lower() if isinstance(node, exp.Anonymous) else ""
    if name not in _MACROS:
        return node
    (argument,) = node.expressions
    body = _MACROS[name].transform(lambda part: argument.copy() if part == exp.column("x") else part)
    return exp.paren(body.transform(_without_macro))


def _with_java_pattern(node: exp.Expression) -> exp.Expression:
    """In Java `$` also matches before a line feed at the end, and other characters end a line: here as in RE2."""
    if isinstance(node, (exp.RegexpLike, exp.RegexpExtract)) and isinstance(node.expression, exp.Literal):
        pattern = node.expression.name
        ends = re.sub(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|\$", lambda found: found[1] or r"\z", pattern)
        node.set("expression", exp.Literal.string(f"(?d){ends}"))
    return node


class OnSpark:
    """Runs the steps. Kept rows and results are folders of Parquet in the scratch folder."""

    def __init__(self, session: SparkSession, scratch: Path) -> None:
        self._session = session
        self._scratch = scratch

    def read(self, sources: Sequence[Source], sites: Mapping[str, int]) -> None:
        """Make `arrived` and `sites`."""
        known = self._session.createDataFrame(list(sites.items()), f"site_id string, {SITE_PLACES} bigint")
        known.createOrReplaceTempView("sites")
        arrived = reduce(DataFrame.union, [self._arrived(source) for source in sources])
        _numbered(arrived).createOrReplaceTempView("arrived")

    def define(self, name: str, select: str) -> None:
        """Make a view."""
        self._session.sql(to_spark(select)).createOrReplaceTempView(name)

    def keep(self, name: str, select: str) -> None:
        """Run a select and make a view of its rows. Raises Refused where a file cannot be read."""
        with _quietly():
            self._save(name, self._session.sql(to_spark(select)))

    def identify(self, name: str, select: str, secrets: Mapping[str, str]) -> None:
        """Make a view of a select with parameters."""
        self._session.sql(to_spark(select), args=dict(secrets)).createOrReplaceTempView(name)

    def write(self, name: str, select: str) -> None:
        """Write a result; lists and counts, which are in an order, as one file."""
        with _quietly():
            frame = self._session.sql(to_spark(select))
            self._save(name, frame if name == "clean" else frame.coalesce(1))

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        """Return the rows of a small select."""
        return [tuple(row) for row in self._session.sql(to_spark(select)).collect()]

    def _arrived(self, source: Source) -> DataFrame:
        schema = ", ".join(f"`{name}` string" for name in source.columns)
        frame = self._session.read.csv(
            str(source.path), schema=schema, sep=source.separator, header=True, quote='"', escape='"', mode="FAILFAST"
        )
        return frame.select(sf.lit(source.name).alias("file"), *sorted(source.columns))

    def _save(self, name: str, frame: DataFrame) -> None:
        path = str(self._scratch / f"{name}.parquet")
        frame.write.parquet(path)
        self._session.read.parquet(path).createOrReplaceTempView(name)


def _numbered(arrived: DataFrame) -> DataFrame:
    """Add `row`, as each row stands in its file: Spark cuts files into partitions, so these are counted first."""
    at = arrived.withColumn("at", sf.monotonically_increasing_id())
    part = sf.shiftright("at", _ROW_BITS)
    with _quietly():
        sizes = at.groupBy("file", part.alias("part")).count().orderBy("file", "part").collect()
    before: dict[tuple[str, int], int] = {}
    read: dict[str, int] = {}
    for file, number, rows in sizes:
        before[file, number] = read.get(file, 0)
        read[file] = before[file, number] + rows
    starts = at.sparkSession.createDataFrame(
        [(file, number, rows) for (file, number), rows in before.items()], "file string, part bigint, start bigint"
    )
    numbered = at.withColumn("part", part.cast("bigint")).join(sf.broadcast(starts), ["file", "part"])
    within = sf.col("at").bitwiseAND((1 << _ROW_BITS) - 1)
    return numbered.withColumn("row", sf.col("start") + within + 2).drop("at", "part", "start")


@contextmanager
def _quietly() -> Iterator[None]:
    """Say what could not be done without Spark's own words: they repeat rows of the file, and parts of the query."""
    try:
        yield
    except (PySparkException, Py4JError) as error:
        condition = error.getCondition() if isinstance(error, PySparkException) else None
        raise Refused.because(
            "the files",
            "one of their rows",
            found=f"what Spark cannot read or work through ({condition or type(error).__name__})",
            expected="CSV files in UTF-8, each row one line, with as many cells as there are columns",
            remedy="Run them with --engine duckdb, which names the file and line. Nothing of any file was kept.",
        ) from None


@contextmanager
def on_spark(scratch: Path) -> Iterator[OnSpark]:
    """Take the session that runs, or start one on this machine that listens on no other address."""
    running = SparkSession.getActiveSession()
    conf = SparkConf()
    if not conf.contains("spark.master"):
        conf.setAll(list(_WITHOUT_A_CLUSTER.items()))
    session = running or SparkSession.builder.appName("newel").config(conf=conf).getOrCreate()
    session.sparkContext.setLogLevel("OFF")  # its warnings may repeat rows
    before = {name: session.conf.get(name, None) for name in _ALWAYS}
    for name, value in _ALWAYS.items():
        session.conf.set(name, value)
    try:
        yield OnSpark(session, scratch)
    finally:
        if running is None:
            session.stop()
        else:
            _put_back(session, before)


def _put_back(session: SparkSession, settings: Mapping[str, str | None]) -> None:
    for name, value in settings.items():
        if value is None:
            session.conf.unset(name)
        else:
            session.conf.set(name, value)
