"""Writes the report: one file per format, every figure as SVG, every table as CSV."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from newel._plugins import discover
from newel.report import charts, renderers
from newel.report.appendices import EVERY_NUMBER
from newel.report.brief import brief_of
from newel.report.document import DataTable, Document
from newel.report.renderer import Renderer

NAME, BRIEF = "report", "brief"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?£?[0-9][0-9,]*(\.[0-9]+)?%?")


def report_renderers() -> dict[str, Renderer]:
    """Return every format there is, by id."""
    return discover(renderers, "renderer", Renderer)


def write_report(document: Document, folder: Path) -> list[Path]:
    """Write the report whole into `folder` and return the files.

    Everything is made before anything is written, so a format that fails leaves the earlier report as it was.
    """
    files = dict(_files(document))
    building = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    for name, content in files.items():
        path = building / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    shutil.rmtree(folder, ignore_errors=True)
    building.rename(folder)
    return [folder / name for name in files]


def _files(document: Document) -> Iterator[tuple[str, bytes]]:
    for renderer in report_renderers().values():
        yield f"{NAME}{renderer.suffix}", renderer.render(document)
    yield from _brief(document)
    for figure in document.figures:
        yield figure.file, charts.svg(figure.chart)
    for table in document.tables:
        if table.file:
            yield table.file, table_csv(table)
    yield EVERY_NUMBER, _csv([("address", "printed", "interval", "unit", "printed in"), *_numbers(document)])


def _brief(document: Document) -> Iterator[tuple[str, bytes]]:
    """Yield the report in brief, if its sections say that there is one. Its numbers and drawings are the report's."""
    brief = brief_of(document)
    if brief is None:
        return
    for renderer in report_renderers().values():
        if renderer.paged:
            yield f"{BRIEF}{renderer.suffix}", renderer.render(brief)


def _numbers(document: Document) -> Iterator[tuple[str, ...]]:
    for number in document.numbers:
        yield (number.address, number.shown, number.interval, number.unit, number.printed_in)


def table_csv(table: DataTable) -> bytes:
    """Return a table as CSV: for each column the number as printed, and its interval where the column has any."""
    with_interval = [any(row.cells[index].interval for row in table.rows) for index in range(len(table.columns))]
    header = [table.row_header]
    for column, interval in zip(table.columns, with_interval, strict=True):
        header += [column, f"{column}: interval"] if interval else [column]
    lines = [header]
    for row in table.rows:
        line = [row.label]
        for cell, interval in zip(row.cells, with_interval, strict=True):
            line += [cell.text, cell.interval] if interval else [cell.text]
        lines.append(line)
    return _csv(lines)


def _csv(lines: list[list[str]] | list[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([[harmless(cell) for cell in line] for line in lines])
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula. A negative number stays a number."""
    return f"'{text}" if text.startswith(FORMULA) and not _NUMBER.fullmatch(text) else text
