"""What a return is: its columns, its rules in words and SQL, and how its cells become numbers."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

import polars as pl
from pydantic import Field

from newel.importers.returns.columns import Part, ReturnColumn, Words
from newel.importers.returns.rule import ReturnRule, rule_of
from newel.protocol import Identifier, Protocol
from newel.records import KINDS

SENT_BY_US = ("version", "received_on")
"""Columns of a return's record that are known when it arrives, and are never in the file."""

EARLIER = "earlier_"
"""What the columns of the month before are called in a rule."""

ROW_A_MONTH = ("monthly_return", "staffing")
"""Kinds with the same rows every month, so that a row has one before it."""

_TYPED = {"integer": "whole({})", "number": "measured({})", "date": "calendar_day({})"}


class ReturnAggregate(Part):
    """What bulk files are counted by: SQL over the typed columns of the rows in which every rule holds."""

    by: dict[Identifier, Words] = Field(min_length=1, description="For each column of the groups, its SQL.")
    counts: dict[Identifier, Words] = Field(
        min_length=1, description="For each count or sum, its SQL: count, sum, min, max, and filter (where …)."
    )


class ReturnDefinition(Part):
    """A whole return: `rules` are those its columns make, then those its author wrote."""

    name: Identifier = Field(description="The name of the file, without its ending.")
    title: Words
    introduction: str = Field(default="", description="Shown above the columns in the template.")
    kind: Literal["monthly_return", "staffing", "activity", "training", "staff_member", "cost"] = Field(
        description="The kind of record a row becomes."
    )
    key: tuple[Identifier, ...] = Field(
        min_length=1, description="The columns that make a row the only one of its kind."
    )
    columns: tuple[ReturnColumn, ...] = Field(min_length=1)
    written: tuple[ReturnRule, ...] = Field(default=(), alias="rule")
    aggregate: ReturnAggregate | None = Field(default=None, description="How bulk files are counted, where they are.")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Return {name: label}."""
        return {column.name: column.label for column in self.columns}

    @cached_property
    def made(self) -> tuple[ReturnRule, ...]:
        """The rules that the columns make by their types and limits, one each."""
        return tuple(rule_of(column) for column in self.columns)

    @cached_property
    def rules(self) -> tuple[ReturnRule, ...]:
        """Every rule, in the order in which they are held against a row."""
        return (*self.made, *self.written)

    @cached_property
    def typed(self) -> dict[str, str]:
        """Return {column: SQL that gives its value}; a column that is not named stays text."""
        types = {column.name: column.type for column in KINDS[self.kind].columns}
        return {name: _TYPED[types[name]].format(name) for name in self.names if types.get(name) in _TYPED}

    @cached_property
    def pseudonyms(self) -> tuple[str, ...]:
        """The columns whose cells are replaced by pseudonyms."""
        return tuple(column.name for column in self.columns if column.pseudonym)

    @cached_property
    def earlier(self) -> tuple[str, ...]:
        """The columns whose cells of the month before a rule speaks of."""
        spoken = {name for rule in self.rules for name in mentioned(rule.ok, earlier_names(self.names))}
        return tuple(name for name in self.names if f"{EARLIER}{name}" in spoken)

    @cached_property
    def headings(self) -> frozenset[str]:
        """What a column of the file may be headed with, in lower case."""
        return frozenset(self.names) | {label.lower() for label in self.labels.values()}

    def empty(self) -> pl.DataFrame:
        """Return the frame without rows: the record's columns without those sent by us, and always the month."""
        schema = {name: kind for name, kind in KINDS[self.kind].schema.items() if name not in SENT_BY_US}
        return pl.DataFrame(schema=schema | ({} if "month" in schema else {"month": pl.String}))


def bound(definition: ReturnDefinition, protocol: Protocol) -> ReturnDefinition:
    """Return the definition with the protocol's words in the columns that take them from it."""
    lists = protocol_words(protocol)
    if not any(column.words_from for column in definition.columns):
        return definition
    columns = [
        column.model_copy(update={"words": lists[column.words_from]}) if column.words_from else column
        for column in definition.columns
    ]
    return ReturnDefinition.model_validate(definition.model_dump(by_alias=True) | {"columns": columns})


def protocol_words(protocol: Protocol) -> Mapping[str, dict[str, str]]:
    """Return {list: {word: label}} for every list of the protocol that a column may take its words from."""
    header = protocol.economics
    return {
        "staff_roles": {role.id: role.label for role in protocol.staff_roles},
        "courses": {course.id: course.label for course in protocol.courses},
        "modules": {module.id: module.label for course in protocol.courses for module in course.modules},
        "perspectives": {name: name.replace("_", " ").capitalize() for name in header.perspectives} if header else {},
        "currency": {header.currency: f"All amounts in {header.currency}"} if header else {},
    }


def earlier_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the columns of the month before are called in a rule."""
    return tuple(f"{EARLIER}{name}" for name in names)


def mentioned(sql: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns an SQL text speaks of, text in quotes left aside."""
    words = set(re.findall(r"[a-z_][a-z0-9_]*", re.sub(r"'[^']*'", "", sql.lower())))
    return tuple(name for name in names if name in words)
