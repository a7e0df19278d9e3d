"""The tables of a coding project: a row a passage, 0 and 1 by source or unit, the codebook, the framework matrix.

What a person said is in them only where the source may be quoted; everywhere else the row stays and its words are left
out, so that counts are the same in every table.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Literal

from newel.coding import Coding, FrameworkMatrix, Layer, MatrixCell, Project, Source
from newel.exchange.remarks import counted
from newel.exchange.spreadsheets.cells import Cell, Sheet
from newel.transcripts import Unit

NOT_TO_BE_QUOTED = "(may not be quoted)"
_SOURCE = ("source", "title", "kind", "case", "group", "site", "wave", "held on")
_PASSAGE = ("theme", "code", "code path", "coder", "layer", "round", "purpose", "version", "start", "end", "unit")


def quotes(project: Project, *, layers: Collection[str] | None = None) -> Sheet:
    """Return a row for every coding, in the order of sources and text. `layers` takes those alone."""
    chosen = _chosen(project, layers)
    sources = {source.id: source for source in project.sources}
    places = {source.id: place for place, source in enumerate(project.sources)}
    named = {layer.id: layer for layer in project.layers}
    paths = {code.id: _path_names(project, code.id) for code in project.codebook.codes}
    starts = {source.id: [unit.start for unit in source.units] for source in project.sources}
    rows: list[tuple[Cell, ...]] = []
    for coding in sorted(chosen, key=lambda one: (places[one.source], one.start, one.end, one.code, one.layer, one.id)):
        source = sources[coding.source]
        unit = bisect_right(starts[source.id], coding.start)
        where = (coding.version, coding.start, coding.end, unit or "")
        said = source.text[coding.start : coding.end] if source.may_be_quoted else NOT_TO_BE_QUOTED
        rows.append((*_of_source(source), *paths[coding.code], *_of_layer(named[coding.layer]), *where, said))
    says = f"{counted(len(rows), 'coded passage')}. Start and end count characters from 0; the end is not part of it."
    return Sheet("Quotes", says, (*_SOURCE, *_PASSAGE, "words"), tuple(rows))


def zero_one(
    project: Project, *, by: Literal["source", "unit"] = "source", layers: Collection[str] | None = None
) -> Sheet:
    """Return a row for every source or unit and a column for every code: 1 where the code is used there, else 0."""
    order = project.codebook.in_order()
    used: dict[tuple[str, int], set[str]] = defaultdict(set)
    units = {source.id: source.units for source in project.sources}
    for coding in _chosen(project, layers):
        for unit in _units_met(coding, units) if by == "unit" else (0,):
            used[coding.source, unit].add(coding.code)
    rows: list[tuple[Cell, ...]] = []
    for source in project.sources:
        for number in [unit.number for unit in source.units] if by == "unit" else [0]:
            ones = used.get((source.id, number), set())
            first: tuple[Cell, ...] = (*_of_source(source), number) if by == "unit" else _of_source(source)
            rows.append((*first, *(int(code.id in ones) for code in order)))
    says = f"1 where a {by} has a passage under the code itself, whichever coder saw it; else 0."
    header = (*_SOURCE, "unit") if by == "unit" else _SOURCE
    names = (project.codebook.path_name(code.id) for code in order)
    return Sheet("Zero and one", says, (*header, *names), tuple(rows))


def codebook(project: Project) -> Sheet:
    """Return the codebook in the order of its tree, with how much was coded under each code."""
    passages: dict[str, int] = defaultdict(int)
    met: dict[str, set[str]] = defaultdict(set)
    for coding in project.codings:
        passages[coding.code] += 1
        met[coding.code].add(coding.source)
    header = ("code path", "name", "definition", "include", "exclude", "example", "reference", "in use", "id")
    rows = tuple(
        (
            project.codebook.path_name(code.id),
            code.name,
            code.definition,
            code.include,
            code.exclude,
            code.example,
            code.reference,
            "retired" if code.retired else "yes",
            code.id,
            passages[code.id],
            len(met[code.id]),
        )
        for code in project.codebook.in_order()
    )
    says = f"{project.codebook.title}, version {project.codebook.version}: {counted(len(rows), 'code')}."
    return Sheet("Codebook", says, (*header, "passages", "sources"), rows)


def framework(project: Project, matrix: FrameworkMatrix) -> Sheet:
    """Return the framework matrix: a row a case or source, a column a code, summary and pinned quotes in each cell."""
    sources = {source.id: source for source in project.sources}
    titles = {source.id: source.title for source in project.sources}
    rows = tuple(
        (titles.get(row, row), *(_matrix_cell(matrix, matrix.cell(row, code), sources) for code in matrix.codes))
        for row in matrix.rows
    )
    header = ("case", *(project.codebook.code(code).name for code in matrix.codes))
    says = "In each cell: what a person summed up, the passages it rests on, and how much was coded."
    if matrix.left_out:
        says += f" Left out, because they belong to no case: {counted(len(matrix.left_out), 'source')}."
    return Sheet("Framework matrix", says, header, rows)


def _matrix_cell(matrix: FrameworkMatrix, cell: MatrixCell, sources: Mapping[str, Source]) -> str:
    parts = [cell.summary.words] if cell.summary else []
    for pin in cell.summary.pinned if cell.summary else ():
        source = sources.get(pin.source)
        if source and source.may_be_quoted and source.version == pin.version:
            parts.append(f"“{source.text[pin.start : pin.end]}” ({source.title})")
        elif source:
            parts.append(f"{NOT_TO_BE_QUOTED} ({source.title})")
    if cell.codings:
        share = matrix.coverage(cell.row, cell.code)
        parts.append(f"{counted(len(cell.codings), 'passage')}, {share:.0%} of the words")
    return "\n\n".join(parts)


def _of_source(source: Source) -> tuple[str, ...]:
    held = source.held_on.isoformat() if source.held_on else ""
    more = (source.case or "", source.group or "", source.site or "", source.wave or "", held)
    return (source.id, source.title, source.kind, *more)


def _path_names(project: Project, code: str) -> tuple[str, str, str]:
    """Return the theme of a code, its own name, and its path."""
    path = project.codebook.path(code)
    return path[0].name, path[-1].name, project.codebook.path_name(code)


def _of_layer(layer: Layer) -> tuple[Cell, ...]:
    return (layer.coder, layer.id, layer.round, layer.purpose)


def _chosen(project: Project, layers: Collection[str] | None) -> list[Coding]:
    """Return the codings of these layers that stand on the texts of the project."""
    lengths = {source.id: (source.version, len(source.text)) for source in project.sources}
    return [
        coding
        for coding in project.codings
        if (layers is None or coding.layer in layers)
        and coding.source in lengths
        and (coding.version == lengths[coding.source][0] and coding.end <= lengths[coding.source][1])
    ]


def _units_met(coding: Coding, units: Mapping[str, tuple[Unit, ...]]) -> list[int]:
    return [unit.number for unit in units[coding.source] if unit.start < coding.end and coding.start < unit.end]
