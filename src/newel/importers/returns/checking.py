"""Checks one file against its return: its columns, its sites and months, then every rule in every row."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from newel.faults import Fault, Refused
from newel.importers._grid import letter
from newel.importers._identifiers import holds_nhs_number
from newel.importers._plugin import TextTable
from newel.importers.reading import read_table
from newel.importers.returns.context import ReturnContext, Rows, context_faults
from newel.importers.returns.definition import ROW_A_MONTH, ReturnDefinition, bound
from newel.importers.returns.earlier import earlier_cells
from newel.importers.returns.faults import CellFault, gathered
from newel.importers.returns.normalising import folded, normalise
from newel.importers.returns.pseudonyms import pseudonym
from newel.importers.returns.rule import ReturnRule
from newel.importers.returns.rules import Columns, run_rules
from newel.importers.returns.showing import NOT_KNOWN, Vocabulary, vocabulary
from newel.protocol import Site


@dataclass(frozen=True)
class Places:
    """Where a table stands in its file: its sheet, the row of its column names, and our columns' positions from 1."""

    sheet: str
    header_row: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class CheckedReturn:
    """A return that was checked. `frame` has the record's columns without version and day of receipt, and the month.

    Where there is any fault the frame is empty: a return is taken whole or not at all. `warnings` refuse nothing; ask
    the sender. `notes` say what was read in another way than it was written. Ids of people are pseudonyms in the frame
    and stand nowhere else. `places` is None where the file could not be read as a table.
    """

    frame: pl.DataFrame
    faults: tuple[CellFault, ...]
    notes: tuple[str, ...]
    warnings: tuple[CellFault, ...] = ()
    places: Places | None = None


def check_file(definition: ReturnDefinition, name: str, content: bytes, *, context: ReturnContext) -> CheckedReturn:
    """Read and check a file that a site sent. What is wrong in it is returned, never raised."""
    try:
        table = read_return(definition, name, content)
    except Refused as refused:
        return CheckedReturn(definition.empty(), tuple(_unreadable(fault) for fault in refused.faults), ())
    return check_return(definition, table, context)


def read_return(definition: ReturnDefinition, name: str, content: bytes) -> TextTable:
    """Read a file as a table of this return, whose header may stand below a title. Raises Refused."""
    return read_table(name, content, headings=definition.headings)


def check_return(definition: ReturnDefinition, table: TextTable, context: ReturnContext) -> CheckedReturn:
    """Check a table that a site sent. What is wrong in it is returned, never raised.

    Raises ValueError where the return has ids of people and the context has no key to replace them with.
    """
    if definition.pseudonyms and not context.key:
        raise ValueError(f"The return {definition.name} holds ids of people: the context needs the pseudonyms' key.")
    definition = bound(definition, context.protocol)
    notes = list(table.oddities)
    cells, places = _by_name(definition, table, notes)
    secret = (cell for name in definition.pseudonyms for cell in cells.get(name, ()))
    words = vocabulary(definition, (site.id for site in context.protocol.sites), secret)
    faults = list(_file_faults(definition, table, cells, words=words))
    if not faults:
        columns, numbers = _filled_rows(definition, table, cells, notes=notes)
        if numbers:
            rows = Rows(definition, columns, numbers, words)
            return _placed(_checked_rows(rows, context, notes=notes), places)
        faults = [_no_rows(f"rows in which nothing but the {_prefilled_words(definition, 'the')} is filled in")]
    return _placed(CheckedReturn(definition.empty(), gathered(faults), tuple(notes)), places)


def _checked_rows(rows: Rows, context: ReturnContext, *, notes: list[str]) -> CheckedReturn:
    definition = rows.definition
    normal = normalise(definition, rows.columns, rows.numbers)
    rows = replace(rows, columns=normal.columns)
    known = {site.id: site for site in context.protocol.sites}
    sites: list[Site | None] = [known.get(cell or "") for cell in rows.columns["site_id"]]
    columns = rows.columns | earlier_cells(definition, rows.columns, context.earlier)
    errors, clean, asked = run_rules(definition, columns, [site.places if site else None for site in sites])
    faults = [*normal.faults, *_rule_faults(rows, errors, told=normal.faults)]
    faults += _not_told(context_faults(rows, context), told=faults)
    warnings = [*normal.warnings, *_rule_faults(rows, asked, told=normal.faults)]
    frame = definition.empty() if faults else _pseudonymised(definition, clean, context.key or b"")
    return CheckedReturn(frame, gathered(faults), (*notes, *normal.notes), gathered(warnings))


def _pseudonymised(definition: ReturnDefinition, clean: pl.DataFrame, key: bytes) -> pl.DataFrame:
    """Return the typed rows with a pseudonym in the place of each id."""
    columns = [pl.col(name).cast(kind) for name, kind in definition.empty().schema.items()]
    frame = clean.select(columns)
    for column in definition.columns:
        if column.pseudonym:
            pairs = zip(frame["site_id"], frame[column.name], strict=True)
            ids = [
                None if own is None else pseudonym(key, column.pseudonym, site_id=site, identifier=own)
                for site, own in pairs
            ]
            frame = frame.with_columns(pl.Series(column.name, ids, pl.String))
    return frame


def _unreadable(fault: Fault) -> CellFault:
    return CellFault(None, None, "unreadable", f"{fault.place}: {fault.found}", fault.expected, fault.remedy)


def _placed(checked: CheckedReturn, places: Places) -> CheckedReturn:
    """Say of each fault in which sheet it is, and how a spreadsheet calls its column."""

    def placed(fault: CellFault) -> CellFault:
        position = places.columns.get(fault.column or "")
        return replace(fault, sheet=places.sheet, letter=letter(position) if position else fault.letter)

    faults, warnings = (tuple(map(placed, found)) for found in (checked.faults, checked.warnings))
    return replace(checked, faults=faults, warnings=warnings, places=places)


def _by_name(definition: ReturnDefinition, table: TextTable, notes: list[str]) -> tuple[Columns, Places]:
    """Return {column name: cells}. A column headed with its label is taken as the column, and that is noted."""
    names = {column.label.lower(): column.name for column in definition.columns}
    cells: Columns = {}
    for index, heading in enumerate(table.columns):
        name = heading
        if heading not in definition.names and names.get(heading, heading) not in table.columns:  # not there twice
            name = names.get(heading, heading)
            notes.extend([f"the column “{heading}” was read as {name}"] if name != heading else [])
        cells[name] = [row[index] for row in table.rows]
    ours = {name: at for name, at in zip(cells, _positions(table), strict=True) if name in definition.names}
    return cells, Places(table.sheet, table.header_row, ours)


def _prefilled(definition: ReturnDefinition) -> tuple[str, ...]:
    """Return the columns that our own template fills in."""
    return definition.key if definition.kind in ROW_A_MONTH else ("site_id", "month")


def _prefilled_words(definition: ReturnDefinition, article: str) -> str:
    labels = [definition.labels[name].lower() for name in _prefilled(definition)]
    return f", {article} ".join(labels[:-1]) + f" and {'a ' if article == 'a' else ''}{labels[-1]}"


def _filled_rows(
    definition: ReturnDefinition, table: TextTable, found: Columns, *, notes: list[str]
) -> tuple[Columns, list[int]]:
    """Leave out rows that hold nothing but what the template filled in, one for every open month.

    Taken as a return they would say that the month was sent and nothing in it is known.
    """
    values = [found[name] for name in definition.names if name not in _prefilled(definition)]
    kept = [index for index in range(len(table.rows)) if any(cells[index] is not None for cells in values)]
    blank = sum(cell is not None for cell in found["month"]) - sum(found["month"][index] is not None for index in kept)
    if blank:
        what = _prefilled_words(definition, "a")
        notes.append(f"{blank} rows hold only a {what} and were left out; nothing was sent for them")
    columns = {name: [found[name][index] for index in kept] for name in definition.names}
    return columns, [table.row_numbers[index] for index in kept]


def _no_rows(found: str) -> CellFault:
    return CellFault(None, None, "no_rows", found, "one row for each month", "Fill in a row for each month you send.")


def _file_faults(
    definition: ReturnDefinition, table: TextTable, found: Columns, *, words: Vocabulary
) -> Iterator[CellFault]:
    named = list(_personal_numbers(definition, table, found))
    if named:  # then nothing else is said, so that no other fault can show it
        yield from named
        return
    if not table.rows:
        yield _no_rows("column names with no row below them")
    yield from _column_faults(definition, table, found, words=words)


def _personal_numbers(definition: ReturnDefinition, table: TextTable, found: Columns) -> Iterator[CellFault]:
    for (name, cells), position in zip(found.items(), _positions(table), strict=True):
        column = name if name in definition.names else None
        if holds_nhs_number(name):
            yield _personal_number(table.header_row, None, letter(position))
        for number, cell in zip(table.row_numbers, cells, strict=True):
            if cell and holds_nhs_number(cell):
                yield _personal_number(number, column, letter(position))


def _positions(table: TextTable) -> tuple[int, ...]:
    return table.column_numbers or tuple(range(1, len(table.columns) + 1))


def _personal_number(row: int, column: str | None, where: str) -> CellFault:
    return CellFault(
        row,
        column,
        "personal_number",
        "a number that is an NHS number, or looks like one",
        "nothing that names a person, in any cell",
        "Take it out of the file before you send it again. Nothing of this file was kept.",
        letter=where,
    )


def _column_faults(
    definition: ReturnDefinition, table: TextTable, found: Columns, *, words: Vocabulary
) -> Iterator[CellFault]:
    """One fault for a misspelt column, not two: the unknown name and the missing one."""
    missing = [name for name in definition.names if name not in found]
    for heading, position in zip(found, _positions(table), strict=True):
        if heading in definition.names:
            continue
        meant = difflib.get_close_matches(heading, missing, n=1, cutoff=0.75)
        meant = meant or [name for name in missing if name.startswith(heading) or heading.startswith(name)][:1]
        missing = [name for name in missing if name not in meant]
        yield CellFault(
            table.header_row,
            None,
            "unknown_column",
            f"a column named {words.shown(heading)}",
            "the columns of the template and no other",
            f"Is it {meant[0]}? Rename it." if meant else "Delete the column: it is not part of this return.",
            letter=letter(position),
        )
    for name in missing:
        yield CellFault(
            None,
            name,
            "missing_column",
            "no such column",
            f"a column {name}: {definition.labels[name]}",
            "Add the column. Leave its cells empty where the number is not known.",
        )


def _rule_faults(rows: Rows, errors: pl.DataFrame, *, told: list[CellFault]) -> list[CellFault]:
    """Return what the rules found, but in cells of which it is known already why they cannot be read."""
    rules = {rule.id: rule for rule in rows.definition.rules}
    found = errors.select("position", "rule", "found").iter_rows()
    faults = (_rule_fault(rows, rules[rule], row=rows.numbers[position], found=cell) for position, rule, cell in found)
    return _not_told(faults, told=told)


def _rule_fault(rows: Rows, rule: ReturnRule, *, row: int, found: str | None) -> CellFault:
    is_id = found is not None and rule.column in rows.definition.pseudonyms
    shown = "an id" if is_id else rows.words.shown(found)
    return CellFault(row, rule.column, rule.id, shown, rule.expected, _remedy(rows.definition, rule, found))


def _not_told(faults: Iterable[CellFault], *, told: list[CellFault]) -> list[CellFault]:
    """Return the faults in cells of which nothing is told yet: one cell, one fault."""
    cells = {(fault.row, fault.column) for fault in told}
    return [fault for fault in faults if (fault.row, fault.column) not in cells]


def _remedy(definition: ReturnDefinition, rule: ReturnRule, found: str | None) -> str:
    """Return how to mend it: the word that is nearly there, a blank for what is not known, or the rule's own words."""
    column = definition.columns[definition.names.index(rule.column)]
    if found is None or rule not in definition.made:
        return rule.fix
    near = difflib.get_close_matches(folded(found), column.words, n=1, cutoff=0.7)
    if near:
        return f"Is it {near[0]}? Write it so."
    if found.casefold() in NOT_KNOWN and not column.required:
        return f"Leave the cell empty: that means {column.blank.removeprefix('nothing where ')}. Write 0 only for none."
    return rule.fix
