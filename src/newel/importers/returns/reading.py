"""Reads the returns of a study, and names what is wrong in their files: line, rule and remedy."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from newel.faults import Fault, Refused
from newel.importers.returns.columns import ReturnColumn
from newel.importers.returns.definition import (
    ROW_A_MONTH,
    SENT_BY_US,
    ReturnDefinition,
    earlier_names,
    protocol_words,
)
from newel.importers.returns.engine import open_engine, problem_with, problem_with_count, problem_with_group
from newel.importers.returns.steps import typed_columns
from newel.protocol import Protocol, read_toml
from newel.protocol.lines import line_of
from newel.records import KINDS, RecordKind

_FITS = {
    "text": ("site", "month", "word", "label", "whole"),
    "integer": ("whole",),
    "number": ("measured",),
    "date": ("day",),
}
"""The types a column may have, by the type of the record's column."""

Place = tuple[str | int, ...]
Problem = tuple[Place, str, str, str]


def read_definitions(study: Path) -> dict[str, ReturnDefinition]:
    """Read every return of a study folder, by name. Raises Refused with the faults of all files."""
    found: dict[str, ReturnDefinition] = {}
    faults: list[Fault] = []
    for path in sorted((study / "returns").glob("*.toml")):
        try:
            found[path.stem] = read_definition(path)
        except Refused as refused:
            faults.extend(refused.faults)
    if not faults:
        faults.extend(_between_returns(found))
    if faults:
        raise Refused(faults)
    return found


def list_faults(definitions: Mapping[str, ReturnDefinition], protocol: Protocol) -> Iterator[Fault]:
    """Yield the columns whose words are a list of the protocol that is empty there."""
    lists = protocol_words(protocol)
    for name, definition in definitions.items():
        for column in definition.columns:
            if column.words_from and not lists[column.words_from]:
                place, found = f"columns, {column.name}, words_from", f"`{column.words_from}`, which the protocol lacks"
                remedy = "Add it to protocol.toml, or write the words in this file."
                yield Fault(f"{name}.toml", place, found, "a list of the protocol with something in it", remedy)


def read_definition(path: Path) -> ReturnDefinition:
    """Read and check one return's file."""
    definition = read_toml(path, ReturnDefinition, reference="returns")
    text = path.read_text(encoding="utf-8")
    faults = [
        Fault(path.name, place_in_words(place), found, expected, remedy, line_of(text, place))
        for place, found, expected, remedy in _problems(path.stem, definition)
    ]
    if faults:
        raise Refused(faults)
    return definition


def place_in_words(place: Place) -> str:
    """Write a path as a person counts: rule, number 3, ok."""
    return ", ".join(f"number {part + 1}" if isinstance(part, int) else part for part in place)


def row_key(kind: RecordKind) -> tuple[str, ...]:
    """Return what makes a row of a return the only one of its kind: the record's key, and always site and month."""
    own = tuple(name for name in kind.key if name not in (*SENT_BY_US, "site_id", "month"))
    return ("site_id", "month", *own)


def _between_returns(definitions: Mapping[str, ReturnDefinition]) -> Iterator[Fault]:
    """Yield what only shows when all returns are seen: two of one kind, a denominator in another return."""
    first: dict[str, str] = {}
    for name, definition in definitions.items():
        if first.setdefault(definition.kind, name) != name:
            found = f"`{definition.kind}`, as in {first[definition.kind]}.toml"
            yield Fault(f"{name}.toml", "kind", found, "one return of each kind", "Make one file of the two.")
        for column in definition.columns:
            home, _, denominator = (column.denominator or "").rpartition(".")
            if denominator and (home or name, denominator) not in {
                (other, known) for other, one in definitions.items() for known in one.names
            }:
                expected = "a column of this return, or <return>.<column>"
                place = f"columns, {column.name}, denominator"
                yield Fault(f"{name}.toml", place, f"`{column.denominator}`", expected, "Correct the spelling.")


def _problems(stem: str, definition: ReturnDefinition) -> Iterator[Problem]:
    if definition.name != stem:
        yield ("name",), f"`{definition.name}`", f"`{stem}`, the file's name", "Rename the file or change the name."
    yield from _repeated(definition)
    yield from _key_problems(definition)
    yield from _missing_columns(definition)
    for index, column in enumerate(definition.columns):
        for key, found, expected, remedy in _column_problems(definition, column):
            yield ("columns", index, key), found, expected, remedy
    yield from _sql_problems(definition)
    yield from _aggregate_problems(definition)


def _repeated(definition: ReturnDefinition) -> Iterator[Problem]:
    made = len(definition.columns)
    for block, ids in (("columns", definition.names), ("rule", tuple(rule.id for rule in definition.rules))):
        for identifier, times in Counter(ids).items():
            if times > 1:
                last = len(ids) - 1 - ids[::-1].index(identifier) - (made if block == "rule" else 0)
                found = f"`{identifier}`, {times} times"
                if last >= 0:  # a column written twice makes its rule twice, and is named once
                    yield (block, last), found, "each name once", "Give one of them another name."


def _key_problems(definition: ReturnDefinition) -> Iterator[Problem]:
    expected = row_key(KINDS[definition.kind])
    if definition.key != expected:
        remedy = f"These make a row of a {definition.kind} return the only one of its kind."
        yield ("key",), ", ".join(definition.key), ", ".join(expected), remedy


def _record_types(definition: ReturnDefinition) -> dict[str, str]:
    """Return {column: type} of what a file must hold. Every return is about a site and a month."""
    columns = KINDS[definition.kind].columns
    return {"site_id": "text", "month": "text"} | {
        column.name: column.type for column in columns if column.name not in SENT_BY_US
    }


def _missing_columns(definition: ReturnDefinition) -> Iterator[Problem]:
    missing = [name for name in _record_types(definition) if name not in definition.names]
    if missing:
        expected = f"every column of a {definition.kind}"
        yield ("columns",), f"no column {', '.join(missing)}", expected, "Add a [[columns]] block."


def _column_problems(definition: ReturnDefinition, column: ReturnColumn) -> Iterator[tuple[str, str, str, str]]:
    """Yield (key, found, expected, remedy) for what does not fit the record, or does not fit the column's type."""
    types = _record_types(definition)
    if column.name not in types:
        yield "name", f"`{column.name}`", f"one of {', '.join(types)}", "Remove it: it is kept nowhere."
        return
    allowed = (
        ("site",) if column.name == "site_id" else ("month",) if column.name == "month" else _FITS[types[column.name]]
    )
    if column.type not in allowed:
        expected = f"{' or '.join(allowed)}, because the record holds {types[column.name]}"
        yield "type", f"`{column.type}`", expected, "Correct the type."
    yield from _limit_problems(column)
    yield from _word_problems(definition, column)
    if column.pseudonym and column.type != "label":
        yield "pseudonym", f"a column of type {column.type}", "a column of type label", "Change the type."


def _limit_problems(column: ReturnColumn) -> Iterator[tuple[str, str, str, str]]:
    numeric = column.type in ("whole", "measured")
    if numeric and (column.highest is None or column.highest < column.lowest):
        found = "nothing" if column.highest is None else f"{column.highest:g}"
        yield "highest", found, f"a number of {column.lowest:g} or more", "Set it well above what a site can reach."
    if not numeric and column.highest is not None:
        yield "highest", f"{column.highest:g}", "nothing, because the column holds no number", "Remove the line."


def _word_problems(definition: ReturnDefinition, column: ReturnColumn) -> Iterator[tuple[str, str, str, str]]:
    sources = bool(column.words) + bool(column.words_from)
    if sources != (column.type == "word"):
        expected = "either words or words_from" if column.type == "word" else "no words, because the type is another"
        yield "words", f"{sources} lists of words", expected, "Give one list to a column of words, and none to others."
    known = {one.name: one.allowed for one in KINDS[definition.kind].columns}[column.name] if sources else ()
    unknown = [word for word in column.words if known and word not in known]
    if unknown:
        yield "words", f"`{unknown[0]}`", f"one of {', '.join(known)}", "The record knows only these words."


def _sql_problems(definition: ReturnDefinition) -> Iterator[Problem]:
    names = definition.names
    if definition.kind in ROW_A_MONTH:
        names = (*names, *earlier_names(names))
    with open_engine() as engine:
        for index, rule in enumerate(definition.written):
            if problem := problem_with(engine, rule.ok, names, wanted="BOOLEAN"):
                expected = "SQL over the return's columns that gives a boolean"
                yield ("rule", index, "ok"), problem, expected, "Correct it."
    for index, rule in enumerate(definition.written):
        if rule.column not in definition.names:
            expected = f"one of {', '.join(definition.names)}"
            yield ("rule", index, "column"), f"`{rule.column}`", expected, "Correct the spelling."


def _aggregate_problems(definition: ReturnDefinition) -> Iterator[Problem]:
    if definition.aggregate is None:
        return
    types = typed_columns(definition)
    with open_engine() as engine:
        for name, sql in definition.aggregate.by.items():
            if problem := problem_with_group(engine, sql, types):
                expected = "SQL over the typed columns that gives text, a whole number or a day"
                yield ("aggregate", "by", name), problem, expected, "Correct it."
        for name, sql in definition.aggregate.counts.items():
            if problem := problem_with_count(engine, sql, types):
                expected = "SQL that counts or sums the typed columns, and gives no float"
                yield ("aggregate", "counts", name), problem, expected, "Correct it."
