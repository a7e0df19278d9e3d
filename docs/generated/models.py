"""The keys of the study's files, the columns of the records and the parts of a finding, as the types declare them."""

import ast
import inspect
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

from generated.schema import keys
from generated.tables import table
from newel.costs import Indices, SharedCosts, UnitCosts, ValueSet
from newel.findings import Answer, Column, Estimate, Figure, Finding, Row, Table
from newel.importers.returns import ReturnDefinition
from newel.instruments import Instrument
from newel.protocol import Protocol
from newel.records import KINDS, RecordKind
from newel.rehearsal import Truths
from newel.synthesis import Display

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


def costs() -> str:
    """Return every key of the files of a study's folder of costs."""
    files = (
        ("unit_costs.toml", UnitCosts, _example("costs/unit_costs.toml")),
        ("shared_costs.toml", SharedCosts, {}),
        ("indices.toml", Indices, _example("costs/indices.toml")),
        ("value_sets/<id>.toml", ValueSet, {}),
    )
    parts = [(name, keys(model, example)) for name, model, example in files]
    return "\n\n".join(f"## `{name}`\n\n{blocks.replace('## ', '### ')}" for name, blocks in parts)


def displays() -> str:
    """Return every key of a joint display."""
    return keys(Display, _example("displays/by_site_type.toml"))


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


def _part(part: type) -> str:
    """Return a dataclass as a table. Types and the texts below fields are read from its source."""
    (declared,) = ast.parse(inspect.getsource(part)).body
    body = declared.body if isinstance(declared, ast.ClassDef) else []
    rows = []
    for statement, below in pairwise([*body, ast.Pass()]):
        if isinstance(statement, ast.AnnAssign):
            says = below.value.value if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) else ""
            rows.append((f"`{ast.unparse(statement.target)}`", f"`{ast.unparse(statement.annotation)}`", str(says)))
    about = " ".join((part.__doc__ or "").split())
    return f"## {part.__name__}\n\n{about}\n\n" + table(["field", "type", "what it is"], rows)
