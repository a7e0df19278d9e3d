"""What a return is: its columns, its rules in words and SQL, and how its cells become numbers."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from newel.faults import Fault, Refused
from newel.importers.returns.engine import open_engine, problem_with
from newel.protocol import read_toml
from newel.protocol.lines import line_of
from newel.protocol.model import Identifier
from newel.records import KINDS

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
SENT_BY_US = ("version", "received_on")
"""Columns of a return's record that are known when it arrives, and are never in the file."""


class Part(BaseModel):
    """A block of a return's file. A misspelt key is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReturnColumn(Part):
    """One column of the file a site sends. `required` is what the template tells; the rules decide."""

    name: Identifier = Field(description="A column of the record the return becomes; the heading of the file.")
    label: Words = Field(description="Its name in plain words. A file may use it as the heading instead.")
    says: Words = Field(description="What to count and what not, in whole sentences, for the person who counts.")
    unit: str = Field(default="", description="What one of it is: children, incidents, sessions.")
    required: bool = False


class ReturnRule(Part):
    """What must hold in every row. `expected` and `fix` are for the person who sends it, so neither may be left out.

    `ok` is SQL over the columns as text, in which a blank cell is null. A rule that gives null counts as failed.
    """

    id: Identifier
    column: Identifier = Field(description="The column a fault is shown in.")
    ok: Words = Field(
        description="What must be true: SQL over the columns as text, whole(x), measured(x) and site_places, the "
        "number of places of the row's site. No cast, no clock, no chance, no subquery."
    )
    expected: Words = Field(description="What should stand there, as the end of the words: expected …")
    fix: Words = Field(description="What the sender should do, in whole sentences.")


class ReturnDefinition(Part):
    """A whole return. `typed` says which SQL turns a column's text into its number; other columns stay text."""

    name: Identifier = Field(description="The name of the file, without its ending.")
    title: Words
    introduction: str = Field(default="", description="Shown above the columns in the template.")
    kind: Literal["monthly_return"] = Field(description="The kind of record a row becomes.")
    key: tuple[Identifier, ...] = Field(
        min_length=1, description="The columns that make a row the only one of its kind."
    )
    columns: tuple[ReturnColumn, ...] = Field(min_length=1)
    typed: dict[Identifier, Words] = Field(
        default_factory=dict, description="For each column of numbers, the SQL that turns its text into one."
    )
    rules: tuple[ReturnRule, ...] = Field(min_length=1, alias="rule")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def labels(self) -> dict[str, str]:
        """Return {name: label}."""
        return {column.name: column.label for column in self.columns}


def read_definitions(study: Path) -> dict[str, ReturnDefinition]:
    """Read every return of a study folder, by name. Raises Refused with the faults of all files."""
    found: dict[str, ReturnDefinition] = {}
    faults: list[Fault] = []
    for path in sorted((study / "returns").glob("*.toml")):
        try:
            found[path.stem] = read_definition(path)
        except Refused as refused:
            faults.extend(refused.faults)
    if faults:
        raise Refused(faults)
    return found


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


Place = tuple[str | int, ...]
Problem = tuple[Place, str, str, str]


def place_in_words(place: Place) -> str:
    """Write a path as a person counts: rule, number 3, ok."""
    return ", ".join(f"number {part + 1}" if isinstance(part, int) else part for part in place)


def _problems(stem: str, definition: ReturnDefinition) -> Iterator[Problem]:
    if definition.name != stem:
        yield ("name",), f"`{definition.name}`", f"`{stem}`, the file's name", "Rename the file or change the name."
    yield from _repeated(definition)
    yield from _key_problems(definition)
    yield from _column_problems(definition)
    yield from _sql_problems(definition)


def _repeated(definition: ReturnDefinition) -> Iterator[Problem]:
    for block, ids in (("columns", definition.names), ("rule", tuple(rule.id for rule in definition.rules))):
        for identifier, times in Counter(ids).items():
            if times > 1:
                last = len(ids) - 1 - ids[::-1].index(identifier)
                found = f"`{identifier}`, {times} times"
                yield (block, last), found, "each name once", "Give one of them another name."


def _key_problems(definition: ReturnDefinition) -> Iterator[Problem]:
    if definition.key != ("site_id", "month"):
        remedy = "A monthly return has one row for each site and month."
        yield ("key",), ", ".join(definition.key), "site_id, month", remedy


def _column_problems(definition: ReturnDefinition) -> Iterator[Problem]:
    needed = {name: kind for name, kind in KINDS[definition.kind].schema.items() if name not in SENT_BY_US}
    missing = [name for name in needed if name not in definition.names]
    if missing:
        expected = f"every column of a {definition.kind}"
        yield ("columns",), f"no column {', '.join(missing)}", expected, "Add a [[columns]] block."
    for index, column in enumerate(definition.columns):
        if column.name not in needed:
            expected = f"one of {', '.join(needed)}"
            yield ("columns", index, "name"), f"`{column.name}`", expected, "Remove it: it is kept nowhere."
    texts = {column.name for column in KINDS[definition.kind].columns if column.type == "text"}
    for name in needed:
        if name not in texts and name not in definition.typed:
            expected = "SQL that turns its text into a number"
            yield ("typed",), f"nothing for `{name}`", expected, f'Add {name} = "whole({name})".'
    for name in definition.typed:
        if name not in needed or name in texts:
            yield ("typed", name), f"`{name}`", "a column that holds numbers", "Remove the line."


def _sql_problems(definition: ReturnDefinition) -> Iterator[Problem]:
    pieces: list[tuple[Place, str]] = [(("rule", index, "ok"), rule.ok) for index, rule in enumerate(definition.rules)]
    pieces += [(("typed", name), sql) for name, sql in definition.typed.items()]
    with open_engine() as engine:
        for place, sql in pieces:
            wanted = "BOOLEAN" if place[0] == "rule" else "number"
            if problem := problem_with(engine, sql, definition.names, wanted=wanted):
                yield place, problem, f"SQL over the return's columns that gives a {wanted.lower()}", "Correct it."
    for index, rule in enumerate(definition.rules):
        if rule.column not in definition.names:
            expected = f"one of {', '.join(definition.names)}"
            yield ("rule", index, "column"), f"`{rule.column}`", expected, "Correct the spelling."


def mentioned(sql: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns an SQL text speaks of, text in quotes left aside."""
    words = set(re.findall(r"[a-z_][a-z0-9_]*", re.sub(r"'[^']*'", "", sql.lower())))
    return tuple(name for name in names if name in words)
