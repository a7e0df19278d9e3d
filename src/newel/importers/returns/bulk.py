"""Bulk files of a return: read, validated, pseudonymised and counted by site and month, on an engine of choice.

The work is written once, as SQL (`steps`), and an engine runs it: DuckDB inside this process, or Spark.
"""

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from typing import Protocol as Interface

from newel.faults import Refused
from newel.importers.returns import steps
from newel.importers.returns.definition import ReturnAggregate, ReturnDefinition, bound
from newel.importers.returns.engine import count_types
from newel.importers.returns.pseudonyms import pads
from newel.importers.returns.reading import read_definitions
from newel.importers.returns.sources import Source, read_sources
from newel.protocol import Protocol

RESULTS = ("errors", "clean", "aggregate")
Progress = Callable[[str], None]


class BulkEngine(Interface):
    """What runs the steps. Selects are written in DuckDB's SQL, and each name is a view for the selects after it."""

    def read(self, sources: Sequence[Source], sites: Mapping[str, int]) -> None:
        """Make the views `arrived` (file, row and the columns as text) and `sites` (site_id, site_places)."""

    def define(self, name: str, select: str) -> None:
        """Make a view."""

    def keep(self, name: str, select: str) -> None:
        """Run a select, keep its rows in the scratch folder, and make a view of them."""

    def identify(self, name: str, select: str, secrets: Mapping[str, str]) -> None:
        """Make a view of a select with parameters that must not stand in any text."""

    def write(self, name: str, select: str) -> None:
        """Run a select and write its rows as a result."""

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        """Return the rows of a small select."""


@dataclass(frozen=True)
class FaultCount:
    """How often a rule found a fault, and the file and row of the first."""

    column: str
    rule: str
    times: int
    first: str


@dataclass(frozen=True)
class BulkOutcome:
    """What came of bulk files: rows read, rows without fault, groups, faults by rule, and rules that were left out."""

    rows: int
    clean: int
    groups: int
    faults: tuple[FaultCount, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class BulkJob:
    """What is to be done: files of one return, and the folder for errors.parquet, clean.parquet and aggregate.parquet.

    `sites` gives the places of each site of the protocol.
    """

    definition: ReturnDefinition
    files: tuple[Path, ...]
    out: Path
    sites: Mapping[str, int]


def bulk_job(study: Path, protocol: Protocol, name: str, *, files: Sequence[Path], out: Path) -> BulkJob:
    """Return the job for files of a study's return. Raises Refused for a return the study does not have."""
    definitions = read_definitions(study)
    if name not in definitions:
        raise Refused.because(
            str(study / "returns"),
            name,
            found="no return of this name",
            expected=f"one of {', '.join(definitions)}",
            remedy="Correct the name, or add the return's file.",
        )
    sites = {site.id: site.places for site in protocol.sites}
    return BulkJob(bound(definitions[name], protocol), tuple(files), out, sites)


def run_bulk(job: BulkJob, *, key: bytes, engine: str = "duckdb", progress: Progress = lambda _: None) -> BulkOutcome:
    """Work through the files and leave the three results. `key` makes the pseudonyms, and is shown nowhere.

    A row at fault is listed and left out. A file that cannot be read as a table, or has not the return's columns, is
    refused with all others. Raises Refused; then nothing is left.
    """
    counted = _counted(job.definition)
    sources = read_sources(job.definition, job.files)
    _refuse_earlier_results(job.out)
    job.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".being-made-", dir=job.out) as folder:
        scratch = Path(folder)
        with _open(engine, sources, scratch) as opened:
            opened.read(sources, job.sites)
            outcome = _run(job.definition, counted, opened, key=key, progress=progress)
        for name in RESULTS:
            shutil.move(scratch / f"{name}.parquet", job.out / f"{name}.parquet")
    return outcome


def _run(
    definition: ReturnDefinition, counted: ReturnAggregate, engine: BulkEngine, *, key: bytes, progress: Progress
) -> BulkOutcome:
    progress("reading, and holding every rule against every row")
    engine.keep("as_written", steps.as_written(definition))
    engine.keep("trimmed", steps.trimmed(definition))
    engine.define("checked", steps.checked())
    engine.keep("repeated", steps.repeated(definition))
    progress("listing what is at fault")
    engine.keep("judged", steps.judged(definition))
    engine.write("errors", steps.errors(definition))
    progress("putting pseudonyms in place of ids, and typing the rows without fault")
    for number, column in enumerate(definition.pseudonyms):
        engine.identify(f"people_{number}", steps.people(definition, column), pads(key))
    engine.write("clean", steps.clean(definition))
    progress("counting")
    engine.write("aggregate", steps.aggregate(counted, count_types(counted.counts, steps.typed_columns(definition))))
    return _outcome(definition, engine)


def _outcome(definition: ReturnDefinition, engine: BulkEngine) -> BulkOutcome:
    def size(name: str) -> int:
        return int(engine.rows(f"select count(*) from {name}")[0][0])  # noqa: S608 - our own names

    places = engine.rows('select "column", rule, file, count(*), min("row") from errors group by "column", rule, file')
    found: dict[tuple[str, str], FaultCount] = {}
    for column, rule, file, times, row in sorted(places):
        so_far = found.get((column, rule), FaultCount(column, rule, 0, f"{file}, row {row}"))
        found[column, rule] = replace(so_far, times=so_far.times + times)
    order = [(rule.column, rule.id) for rule in (*steps.bulk_rules(definition), steps.REPEATED)]
    faults = tuple(found[each] for each in order if each in found)
    return BulkOutcome(size("checked"), size("clean"), size("aggregate"), faults, steps.left_out(definition))


def in_words(outcome: BulkOutcome) -> list[str]:
    """Return the outcome in lines for a screen."""
    lines = [
        f"  {fault.times:>9,}  {fault.rule}, in column {fault.column}; the first is {fault.first}"
        for fault in outcome.faults
    ]
    if outcome.left_out:
        asked = ", ".join(outcome.left_out)
        lines.append(f"Not asked here, because a site answers it when it sends its own file: {asked}.")
    found = sum(fault.times for fault in outcome.faults)
    lines.append(
        f"{outcome.rows:,} rows: {outcome.clean:,} without fault, in {outcome.groups:,} groups; {found:,} faults in "
        "the others, each with what is expected and how to mend it."
    )
    return lines


def _counted(definition: ReturnDefinition) -> ReturnAggregate:
    if definition.aggregate is None:
        raise Refused.because(
            f"{definition.name}.toml",
            "aggregate",
            found="nothing",
            expected="an [aggregate] table: what rows are grouped by, and what is counted",
            remedy="Add [aggregate.by] and [aggregate.counts]; docs/how-to/run-returns-at-scale.md shows one.",
        )
    return definition.aggregate


def _refuse_earlier_results(out: Path) -> None:
    for name in RESULTS:
        if (out / f"{name}.parquet").exists():
            raise Refused.because(
                f"{name}.parquet",
                f"the folder {out}",
                found="results of an earlier run",
                expected="a folder without results",
                remedy="Choose another folder, or delete the earlier results.",
            )


def _open(engine: str, sources: Sequence[Source], scratch: Path) -> AbstractContextManager[BulkEngine]:
    """Return an engine. Spark is loaded only when it is asked for: it is an extra."""
    if engine == "duckdb":
        from newel.importers.returns.on_duckdb import on_duckdb

        return on_duckdb(sources, scratch)
    try:
        from newel.importers.returns.on_spark import on_spark
    except ModuleNotFoundError as error:
        raise Refused.because(
            "Spark",
            "this environment",
            found=f"no package {error.name}",
            expected="the extra `spark`, and Java 17 or later beside it",
            remedy="pip install 'newel[spark]', or leave out --engine spark.",
        ) from error
    return on_spark(scratch)
