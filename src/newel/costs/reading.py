"""Reads a study's `costs/` folder: unit costs and shared costs as TOML or CSV, and series of prices with checksums."""

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from newel.costs.checking import registry_faults
from newel.costs.indices import IndexSeries
from newel.costs.registry import FOLDER, Registry
from newel.costs.shared_costs import SharedCost
from newel.costs.unit_costs import UnitCost
from newel.faults import Fault, Refused
from newel.protocol import Identifier, Part, Protocol, read_toml
from newel.protocol.parts import Words

REFERENCE = "costs"
_YEAR_AND_LEVEL = ("year", "level")
T = TypeVar("T")
Row = TypeVar("Row", bound=BaseModel)


class DeclaredSeries(Part):
    """One series of prices: its file and where the file is from."""

    id: Identifier
    """Short name, used by unit costs and shared costs."""
    label: Words
    """The series in words."""
    source: Words
    """Who publishes it, where, and on which day it was taken from there."""
    file: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*\.csv$", description="CSV file beside this one: year, level.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Checksum of the file's bytes.")
    continues: Identifier | None = None
    """The series that ended and that this one carries on."""
    overlap: int | None = None
    """The year that both have: there they are linked."""


class Indices(Part):
    """`indices.toml`."""

    series: tuple[DeclaredSeries, ...] = Field(min_length=1)


class UnitCosts(Part):
    """`unit_costs.toml`."""

    unit_cost: tuple[UnitCost, ...] = ()


class SharedCosts(Part):
    """`shared_costs.toml`."""

    shared_cost: tuple[SharedCost, ...] = ()


def read_registry(study: Path, protocol: Protocol | None = None) -> Registry:
    """Read what things cost in a study; an empty registry where it has no folder of costs.

    With the protocol, it is also checked against it. Raises Refused with every fault of every file.
    """
    reading = _Reading(study / FOLDER)
    if not reading.folder.is_dir():
        return _agreeing(Registry(), protocol)
    unit_costs = (
        *reading.collected(lambda: reading.toml("unit_costs.toml", UnitCosts).unit_cost),
        *reading.collected(lambda: reading.csv("unit_costs.csv", UnitCost)),
    )
    shared = (
        *reading.collected(lambda: reading.toml("shared_costs.toml", SharedCosts).shared_cost),
        *reading.collected(lambda: reading.csv("shared_costs.csv", SharedCost)),
    )
    registry = Registry(unit_costs, shared, {each.id: each for each in reading.collected(reading.series)})
    if reading.faults:  # what is only half read would be reported again as missing
        raise Refused(reading.faults)
    return _agreeing(registry, protocol)


def _agreeing(registry: Registry, protocol: Protocol | None) -> Registry:
    """Return a registry that agrees with itself and with the protocol. Raises Refused with every fault."""
    faults = list(registry_faults(registry, protocol))
    if faults:
        raise Refused(faults)
    return registry


@dataclass
class _Reading:
    """A folder that is being read, and what was wrong in it so far."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def collected(self, read: Callable[[], tuple[T, ...]]) -> tuple[T, ...]:
        """Read one file; keep its faults and go on, so that one check names them all."""
        try:
            return read()
        except Refused as refused:
            self.faults.extend(_in_folder(fault) for fault in refused.faults)
            return ()

    def toml(self, name: str, model: type[Row]) -> Row:
        """Read a TOML file of blocks; none where there is no such file."""
        path = self.folder / name
        return read_toml(path, model, reference=REFERENCE) if path.is_file() else model()

    def csv(self, name: str, model: type[Row]) -> tuple[Row, ...]:
        """Read a CSV file with one row a block, its columns named as the keys; none where there is no such file."""
        path = self.folder / name
        if not path.is_file():
            return ()
        found: list[Row] = []
        faults: list[Fault] = []
        for number, cells in _rows(path):
            try:
                found.append(model.model_validate(_filled(cells)))
            except ValidationError as error:
                faults.extend(_row_faults(name, number, error))
        if faults:
            raise Refused(faults)
        return tuple(found)

    def series(self) -> tuple[IndexSeries, ...]:
        """Read `indices.toml` and the file of every series in it."""
        path = self.folder / "indices.toml"
        if not path.is_file():
            return ()
        declared = read_toml(path, Indices, reference=REFERENCE).series
        return tuple(each for one in declared for each in self.collected(partial(self._series, one)))

    def _series(self, declared: DeclaredSeries) -> tuple[IndexSeries]:
        path = self.folder / declared.file
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no such file"
        if found != declared.sha256:
            raise Refused.because(
                declared.file,
                f"series {declared.id}",
                found=found if found == "no such file" else f"other bytes (sha256 {found})",
                expected=f"the file with the sha256 {declared.sha256}",
                remedy="Take the file from its source again. If it is right, write its sha256 into indices.toml.",
            )
        about = declared.model_dump(exclude={"sha256", "file"})
        return (IndexSeries(levels=_levels(path), file=f"{FOLDER}/{declared.file}", checksum=found, **about),)


def _in_folder(fault: Fault) -> Fault:
    return fault if fault.file.startswith(f"{FOLDER}/") else replace(fault, file=f"{FOLDER}/{fault.file}")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, cells by column) of a CSV file. Raises Refused for text that is not UTF-8, and for a ragged row."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise Refused.because(
            path.name,
            f"byte {error.start}",
            found="text that is not UTF-8",
            expected="UTF-8",
            remedy="Save the file again as CSV UTF-8.",
        ) from error
    reader = csv.reader(lines)
    header = [cell.strip().lower() for cell in next(reader, [])]
    for cells in reader:
        if len(cells) != len(header) and any(cells):
            raise Refused.because(
                path.name,
                f"row {reader.line_num}",
                found=f"{len(cells)} cells",
                expected=f"{len(header)} cells, as in the row of column names",
                remedy="Look for a missing or an extra comma, or a text with commas that is not in quotes.",
            )
        if any(cell.strip() for cell in cells):
            yield reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=True))


def _filled(cells: dict[str, str]) -> dict[str, Any]:
    """Leave out blank cells; a list of sites has blanks between its ids."""
    filled: dict[str, Any] = {name: cell for name, cell in cells.items() if cell}
    return filled | ({"sites": filled["sites"].split()} if "sites" in filled else {})


def _row_faults(name: str, number: int, error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        column = ", ".join(map(str, detail["loc"])) or "the whole row"
        missing = detail["type"] == "missing"
        yield Fault(
            name,
            f"row {number}, {column}",
            "nothing" if missing else f"“{detail['input']}”" if detail["loc"] else "cells that contradict each other",
            f"a value for `{column}`" if missing else str(detail["msg"]).removeprefix("Value error, "),
            f"Correct the cell; docs/reference/{REFERENCE}.md lists every column.",
            number,
        )


def _levels(path: Path) -> dict[int, float]:
    """Return {year: level}. Raises Refused for anything but whole years, each once, with levels above 0."""
    levels: dict[int, float] = {}
    for number, cells in _rows(path):
        year, level = (_number(cells.get(name, "")) for name in _YEAR_AND_LEVEL)
        problem = None
        if len(cells) != 2 or year is None or year != int(year) or level is None or level <= 0:
            problem = ", ".join(cells.values()), "columns year and level: a whole year, a level above 0 without commas"
        elif int(year) in levels:
            problem = f"{int(year)} again", "each year once"
        if problem:
            found, expected = problem
            place = f"row {number}"
            raise Refused.because(path.name, place, found=found, expected=expected, remedy="Correct the row.")
        levels[int(year or 0)] = level or 0.0
    return levels


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
