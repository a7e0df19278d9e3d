"""The keys of the study's files, the columns of the records and the parts of a finding, as the types declare them."""

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

from generated.schema import keys
from generated.tables import first_paragraph, table
from newel.findings import Answer, Column, Estimate, Figure, Finding, Row, Table
from newel.importers.returns import ReturnDefinition
from newel.instruments import Instrument
from newel.protocol import Protocol
from newel.records import KINDS, RecordKind
from newel.rehearsal import Truths

STUDY = Path(__file__).resolve().parents[2] / "studies" / "secure_stairs"


def protocol() -> str:
    """Return every key of protocol.toml."""
    return keys(Protocol, _example("protocol.toml"))


def instrument() -> str:
    """Return every key of an instrument file."""
    return keys(Instrument, _example("instruments/nomad.toml"))


def returns() -> str:
    """Return every key of a return's definition."""
    return keys(ReturnDefinition, _example("returns/monthly.toml"))


def truths() -> str:
    """Return every key of rehearsal.toml."""
    return keys(Truths, _example("rehearsal.toml"))


def records() -> str:
    """Return one section a kind of record."""
    return "\n\n".join(_kind(kind) for kind in KINDS.values())


def findings() -> str:
    """Return one section a part of a finding."""
    return "\n\n".join(_part(part) for part in (Finding, Answer, Table, Row, Column, Estimate, Figure))


def _example(name: str) -> dict[str, Any]:
    return tomllib.loads((STUDY / name).read_text(encoding="utf-8"))


def _kind(kind: RecordKind) -> str:
    rows = [
        (
            f"`{column.name}`",
            column.type,
            column.unit,
            "" if column.required else "may be blank",
            column.says + (f" One of {', '.join(f'`{word}`' for word in column.allowed)}." if column.allowed else ""),
        )
        for column in kind.columns
    ]
    says = f"{kind.says} One row for each {', '.join(f'`{name}`' for name in kind.key)}."
    return f"## `{kind.name}`\n\n{says}\n\n" + table(["column", "type", "unit", "blank", "what it is"], rows)


def _part(part: Any) -> str:
    rows = [(f"`{field.name}`", f"`{_type_name(field.type)}`") for field in dataclasses.fields(part)]
    return f"## {part.__name__}\n\n{first_paragraph(part.__doc__)}\n\n" + table(["field", "type"], rows)


def _type_name(kind: Any) -> str:
    name = kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)
    return name.replace("typing.", "").replace("newel.findings.model.", "")
