"""From an imported project to a study folder: protocol, instruments, records, report, and what was left behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from newel.faults import Refused
from newel.importers._imported_protocol import protocol_of
from newel.importers._plugin import Entry, ImportedProject, Outcome
from newel.importers._sections import words_of_study
from newel.protocol import FILE, Protocol, json_schema, to_toml
from newel.records import KINDS, FrameSource, write_records

REPORT = "import-report.md"
OUTCOMES: tuple[Outcome, ...] = ("refused", "changed", "taken")
_MOST_ROWS = 40
_ABOUT = """\
# Made by `newel import` from a {system} project. What was taken, changed and refused is in {report}.
#
# The other system's export does not say when people answered, so every date here is the day of the import, and nobody
# knows how many people could have been asked. Correct dates, names and questions where you know better.
#
"""


def write_study(project: ImportedProject, folder: Path) -> None:
    """Write a study folder that can be checked, frozen, analysed and reported as it is.

    Raises Refused, with nothing written, where something is already there. The folder appears whole or not at all.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused.because(
            str(folder),
            "the folder itself",
            found="something is already there",
            expected="a folder that is empty or does not exist yet",
            remedy="Name another folder. An import never writes over a study.",
        )
    protocol = protocol_of(project, folder.resolve().name)
    building = folder.resolve().with_name(f".{folder.resolve().name}.importing")
    shutil.rmtree(building, ignore_errors=True)
    for name, text in _files(project, protocol):
        path = building / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    write_records(_with_sites(project, protocol), building / "records")
    if folder.exists():
        folder.rmdir()
    building.rename(folder.resolve())


def _files(project: ImportedProject, protocol: Protocol) -> Iterator[tuple[str, str]]:
    about = _ABOUT.format(system=project.system, report=REPORT)
    yield FILE, "#:schema ./newel.schema.json\n" + about + to_toml(_filled(protocol))
    yield "newel.schema.json", json_schema()
    for instrument in project.instruments:
        yield f"instruments/{instrument.id}.toml", to_toml(_filled(instrument))
    yield from words_of_study(project, protocol)
    yield REPORT, report_text(project)


def _filled(model: Any) -> dict[str, Any]:
    """Return what differs from the defaults, as plain values."""
    values: dict[str, Any] = model.model_dump(exclude_defaults=True, exclude_none=True)
    return values


def _with_sites(project: ImportedProject, protocol: Protocol) -> FrameSource:
    kind = KINDS["site"]
    rows = [
        {
            "site_id": site.id,
            "pseudonym": site.pseudonym,
            "site_type": site.type,
            "places": site.places,
            "rollout": site.rollout,
            "rollout_month": site.rollout_month,
            "focus": site.focus,
        }
        for site in protocol.sites
    ]
    sites = pl.DataFrame(rows, schema=kind.schema)
    return FrameSource({**project.source.frames, kind.name: sites}, project.source.description)


def report_text(project: ImportedProject) -> str:
    """Return the import's report as Markdown: counts, the names behind the sites and waves, then every line."""
    outcomes = [entry.outcome for entry in project.report]
    counts = {outcome: outcomes.count(outcome) for outcome in OUTCOMES}
    lines = [
        f"# What the import of a {project.system} project did",
        "",
        f"Imported on {project.imported_on}. "
        + ", ".join(f"{outcome}: {count}" for outcome, count in counts.items())
        + ". Refused means left behind. No value of a person stands here; rows are those of the file named.",
        "",
        "This file names the other system's groups and events. Do not publish it.",
        "",
        *_table(
            ("Site", "Name in the other system", "Records"), [(s.id, s.label, str(s.people)) for s in project.sites]
        ),
        *_table(("Wave", "Name in the other system"), [(wave.id, wave.label) for wave in project.waves]),
    ]
    for outcome in OUTCOMES:
        entries = [entry for entry in project.report if entry.outcome == outcome]
        lines += [f"## {outcome.capitalize()}", ""]
        lines += _table(("File", "Field", "Why, or how", "Rows"), [_line(entry) for entry in entries])
    return "\n".join(lines)


def _line(entry: Entry) -> tuple[str, str, str, str]:
    rows = ", ".join(str(row) for row in entry.rows[:_MOST_ROWS])
    more = f" and {len(entry.rows) - _MOST_ROWS} more" if len(entry.rows) > _MOST_ROWS else ""
    return entry.file, entry.field, entry.reason, rows + more


def _table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    if not rows:
        return ["Nothing.", ""]
    cells = [" | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    return [f"| {' | '.join(headings)} |", "|" + " --- |" * len(headings), *(f"| {row} |" for row in cells), ""]
