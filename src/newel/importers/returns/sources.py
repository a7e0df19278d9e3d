"""Bulk files before they are read: how each separates its cells, and which column of the return stands where."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newel.faults import Fault, Refused
from newel.importers._grid import shortened
from newel.importers.returns.definition import ReturnDefinition

_SEPARATORS = ",;\t|"
_LONGEST_HEADER = 100_000


@dataclass(frozen=True)
class Source:
    """One CSV file in UTF-8. `columns` are the return's names in the order in which the file has them."""

    path: Path
    separator: str
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a fault calls the file."""
        return self.path.name


def read_sources(definition: ReturnDefinition, files: Sequence[Path]) -> tuple[Source, ...]:
    """Read the row of column names of each file. Raises Refused with the faults of all."""
    faults: list[Fault] = []
    found = []
    for path in files:
        separator, headings = _header(path)
        names = {column.label.lower(): column.name for column in definition.columns}
        columns = tuple(heading if heading in definition.names else names.get(heading, heading) for heading in headings)
        faults.extend(_header_faults(definition, path, columns))
        found.append(Source(path.resolve(), separator, columns))
    faults.extend(
        Fault(name, "the file's name", f"{times} files of this name", "a name for each", "Rename them.")
        for name, times in Counter(source.name for source in found).items()
        if times > 1
    )
    if faults:
        raise Refused(faults)
    return tuple(found)


def _header(path: Path) -> tuple[str, list[str]]:
    with path.open("rb") as file:
        line = file.readline(_LONGEST_HEADER)
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refused.because(
            path.name,
            "row 1",
            found="text that is not UTF-8",
            expected="CSV in UTF-8",
            remedy="Write the file again in UTF-8.",
        ) from None
    separator = max(_SEPARATORS, key=text.count)
    cells = next(csv.reader([text], delimiter=separator), [])
    return separator, [cell.strip().lower() for cell in cells]


def _header_faults(definition: ReturnDefinition, path: Path, columns: Sequence[str]) -> Iterator[Fault]:
    for name in dict.fromkeys(columns):
        if name not in definition.names or columns.count(name) > 1:
            found = f"the column “{shortened(name)}”, {columns.count(name)} times"
            expected = "the columns of the return, each once"
            yield Fault(path.name, "row 1", found, expected, "Delete it, or correct its name.")
    missing = [name for name in definition.names if name not in columns]
    if missing:
        expected = "every column of the return"
        yield Fault(path.name, "row 1", f"no column {', '.join(missing)}", expected, "Add it; its cells may be empty.")
