"""Gives a coding project away in the form that a file's name asks for."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Literal

from newel.coding import Project, framework_matrix
from newel.exchange import spreadsheets
from newel.exchange.imported import Remark
from newel.exchange.refi import Exported, write_qdc, write_qdpx
from newel.exchange.remarks import counted
from newel.exchange.spreadsheets import Sheet
from newel.faults import Refused

Table = Literal["quotes", "sources", "units", "codebook", "framework"]
TABLES: tuple[Table, ...] = ("quotes", "sources", "units", "codebook", "framework")
SUFFIXES = (".qdpx", ".qdc", ".csv", ".xlsx", ".docx")


@dataclass(frozen=True)
class Wanted:
    """What of a project is given away: tables, and the layers they are made of; all layers where none is named."""

    tables: tuple[Table, ...] = ("quotes",)
    layers: tuple[str, ...] = ()


def export_project(project: Project, suffix: str, wanted: Wanted | None = None) -> Exported:
    """Return a project as a .qdpx, .qdc, .csv, .xlsx or .docx file. Raises Refused for another suffix or layer.

    A .qdpx holds every source in full. The tables hold words only of sources that may be quoted.
    """
    chosen = wanted or Wanted()
    project = _with_layers(project, chosen.layers)
    if suffix not in SUFFIXES or (suffix == ".csv" and len(chosen.tables) != 1):
        raise Refused.because(
            f"a file ending in {suffix or 'nothing'}",
            "its name",
            found=f"{suffix or 'no ending'}, {counted(len(chosen.tables), 'table')}",
            expected=f"one of {', '.join(SUFFIXES)}; a .csv holds one table",
            remedy="Give the file another ending, or ask for one table.",
        )
    if suffix == ".qdpx":
        return write_qdpx(project)
    if suffix == ".qdc":
        alone = Remark("not kept", "the project", "A .qdc holds the codebook alone.")
        return Exported(write_qdc(project.codebook), (alone,))
    sheets = tuple(_MADE[table](project) for table in chosen.tables)
    return Exported(_tables(project, suffix, sheets), _unquoted(project))


def _tables(project: Project, suffix: str, sheets: tuple[Sheet, ...]) -> bytes:
    if suffix == ".csv":
        return spreadsheets.csv_bytes(sheets[0])
    if suffix == ".xlsx":
        return spreadsheets.xlsx_bytes(sheets)
    return spreadsheets.docx_bytes(project.title, sheets)


def _with_layers(project: Project, layers: Collection[str]) -> Project:
    known = {layer.id for layer in project.layers}
    for layer in layers:
        if layer not in known:
            raise Refused.because(
                "the project",
                f"layer {layer}",
                found="no such layer",
                expected=f"one of {', '.join(sorted(known)) or 'none: the project has no layer'}",
                remedy="Name a layer of the project.",
            )
    if not layers:
        return project
    kept = tuple(coding for coding in project.codings if coding.layer in layers)
    ids = {coding.id for coding in kept}
    relations = tuple(one for one in project.relations if all(part.coding in ids for part in one.parts))
    chosen = tuple(layer for layer in project.layers if layer.id in layers)
    return replace(project, layers=chosen, codings=kept, relations=relations)


def _unquoted(project: Project) -> tuple[Remark, ...]:
    number = sum(not source.may_be_quoted for source in project.sources)
    if not number:
        return ()
    words = f"{counted(number, 'source')} may not be quoted: codes and places are in the tables, the words are not."
    return (Remark("not kept", "the tables", words),)


def _framework(project: Project) -> Sheet:
    """Return the matrix by case, or by source where no source has one."""
    cased = any(source.case is not None for source in project.sources)
    matrix = framework_matrix(
        project.codings, project.sources, project.codebook, rows="case" if cased else "source"
    )
    return spreadsheets.framework(project, matrix)


_MADE: dict[Table, Callable[[Project], Sheet]] = {
    "quotes": spreadsheets.quotes,
    "sources": spreadsheets.zero_one,
    "units": lambda project: spreadsheets.zero_one(project, by="unit"),
    "codebook": spreadsheets.codebook,
    "framework": _framework,
}
