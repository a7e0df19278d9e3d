"""sources.csv of a coding project: where, when and with whom each source was held, and what its people agreed to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from newel.coding import Project, Source
from newel.exchange.spreadsheets import Sheet, csv_bytes
from newel.faults import Fault, Refused
from newel.importers import TextTable
from newel.protocol import Protocol
from newel.web.care.forms.reading import Reading
from newel.web.coding.actions.load_project import Arrived
from newel.web.sessions.actions.add_source import Described
from newel.web.sessions.forms.source import ANSWERS, UNKNOWN, read_consents, read_described
from newel.web.sessions.kinds import KINDS, purposes_of

FILE = "sources.csv"
_FIELDS = {
    "site": "site",
    "wave": "wave",
    "group": "group",
    "kind": "kind",
    "held_on": "held_on",
    "case": "case_id",
    "session": "session_id",
    "agreed_use": "agreed_use",
    "agreed_quotes": "agreed_quotes",
}
"""Columns, and the fields of the page that adds a source: both are read by the same rules."""
COLUMNS = ("source", *_FIELDS)
_REMEDY = f"Correct it in {FILE}. `load_project FOLDER --template` writes one to fill in."


@dataclass(frozen=True)
class Day:
    """The study, the sites the person may write to, and the day it is: what the rows are held against."""

    protocol: Protocol
    sites: tuple[str, ...]
    today: date


def template(project: Project, defaults: Mapping[str, str]) -> bytes:
    """Return the table with what is known already, a row a source."""
    rows = tuple((source.id, *_known(source, defaults).values()) for source in project.sources)
    return csv_bytes(Sheet("Sources", "", COLUMNS, rows))


def read_sources(
    project: Project, table: TextTable | None, *, defaults: Mapping[str, str], day: Day
) -> dict[str, Arrived]:
    """Return {source of the project: what it is here}. Raises Refused with every fault, each with its row.

    A cell of the table counts most, then what project.toml says, then `defaults`, by column.
    """
    rows = _rows(project, table) if table else {}
    arrived: dict[str, Arrived] = {}
    faults: list[Fault] = []
    for source in project.sources:
        row, cells = rows.get(source.id, (None, {}))
        read = _reading(_known(source, defaults) | cells)
        described = read_described(read, day.protocol, sites=day.sites, today=day.today)
        said = read_consents(read, day.protocol, described.kind)
        faults += _faults(read, day, source=source.id, row=row)
        agreed = said.get(purposes_of(day.protocol, described.kind)[0]) == ANSWERS[0]
        arrived[source.id] = Arrived(_alone(described, source), said, agreed)
    if faults:
        raise Refused(faults)
    return arrived


def _known(source: Source, defaults: Mapping[str, str]) -> dict[str, str]:
    """Return a value for each column: of the project, else the default."""
    own = {
        "site": source.site,
        "wave": source.wave,
        "group": source.group,
        "kind": source.kind,
        "held_on": source.held_on.isoformat() if source.held_on else "",
        "case": source.case,
        "agreed_quotes": ANSWERS[0] if source.may_be_quoted else "",
    }
    return {column: own.get(column) or defaults.get(column, "") for column in _FIELDS}


def _alone(described: Described, source: Source) -> Described:
    """Leave out a case that is only the source's own id: so a source without a case is written down for matrices."""
    return replace(described, case_id="") if described.case_id == source.id else described


def _rows(project: Project, table: TextTable) -> dict[str, tuple[int, dict[str, str]]]:
    """Return {source: (row, its cells that are filled in)}."""
    unknown = [column for column in table.columns if column not in COLUMNS]
    if unknown or "source" not in table.columns:
        found = f"columns that are not known: {', '.join(unknown)}" if unknown else "no column called source"
        raise Refused.because(FILE, "header", found=found, expected=f"columns of {', '.join(COLUMNS)}", remedy=_REMEDY)
    known = {source.id for source in project.sources}
    found_rows: dict[str, tuple[int, dict[str, str]]] = {}
    faults = []
    for number, cells in zip(table.row_numbers, table.rows, strict=True):
        filled = {column: cell for column, cell in zip(table.columns, cells, strict=True) if cell is not None}
        source = filled.pop("source", "")
        if source not in known or source in found_rows:
            found = f"the source {source or '(none)'}" + (" for the second time" if source in found_rows else "")
            faults.append(Fault(FILE, f"row {number}", found, "each source of project.toml once, by its id", _REMEDY))
        found_rows[source] = (number, filled)
    if faults:
        raise Refused(faults)
    return found_rows


def _reading(cells: Mapping[str, str]) -> Reading:
    fields = {_FIELDS[column]: value for column, value in cells.items()}
    return Reading(fields | {name: fields[name] or UNKNOWN for name in ("agreed_use", "agreed_quotes")})


def _faults(read: Reading, day: Day, *, source: str, row: int | None) -> Iterator[Fault]:
    columns = {field: column for column, field in _FIELDS.items()}
    for field, says in read.faults.items():
        place = f"row {row}, column {columns[field]}" if row else f"source {source}, {columns[field]}"
        found = read.fields.get(field, "") or "nothing"
        expected = _expected(field, day) or says.rstrip(".")
        yield Fault(FILE if row else "project.toml", place, found, expected, _REMEDY)


def _expected(field: str, day: Day) -> str:
    """Return what may stand there; nothing where the words of the page say it."""
    known = {
        "site": day.sites,
        "wave": [wave.id for wave in day.protocol.waves],
        "group": [group.id for group in day.protocol.groups],
        "kind": KINDS,
        "agreed_use": ANSWERS,
        "agreed_quotes": ANSWERS,
    }.get(field)
    return f"one of {', '.join(known)}" if known else ""
