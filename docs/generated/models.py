"""The keys of the study's files and the columns of the records, as the types declare them."""

import dataclasses
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generated.tables import first_sentence, table
from pydantic import BaseModel

from newel.findings import model as findings_model
from newel.importers import returns as returns_model
from newel.instruments import Instrument
from newel.protocol import Protocol
from newel.records import KINDS
from newel.rehearsal import truths as truths_model

STUDY = Path(__file__).resolve().parents[2] / "studies" / "secure_stairs"
HEADER = ["key", "what is written", "without it", "for example", "what it is"]


def protocol() -> str:
    """Return every key of protocol.toml."""
    return _keys(Protocol, tomllib.loads((STUDY / "protocol.toml").read_text(encoding="utf-8")))


def instrument() -> str:
    """Return every key of an instrument file."""
    return _keys(Instrument, tomllib.loads((STUDY / "instruments" / "nomad.toml").read_text(encoding="utf-8")))


def returns() -> str:
    """Return every key of a return's definition."""
    path = next(iter(sorted((STUDY / "returns").glob("*.toml"))))
    return _keys(returns_model.ReturnDefinition, tomllib.loads(path.read_text(encoding="utf-8")))


def truths() -> str:
    """Return every key of rehearsal.toml."""
    return _keys(truths_model.Truths, tomllib.loads((STUDY / "rehearsal.toml").read_text(encoding="utf-8")))


def records() -> str:
    """Return one section a kind of record with a row a column."""
    sections = []
    for kind in KINDS.values():
        rows = [
            (f"`{column.name}`", column.type, column.unit, "" if column.required else "may be blank", column.says + _allowed(column.allowed))
            for column in kind.columns
        ]
        key = ", ".join(f"`{name}`" for name in kind.key)
        sections.append(f"## `{kind.name}`\n\n{kind.says} One row for each {key}.\n\n" + table(["column", "type", "unit", "blank", "what it is"], rows))
    return "\n\n".join(sections)


def findings() -> str:
    """Return one section a part of a finding."""
    parts = [findings_model.Finding, findings_model.Answer, findings_model.Table, findings_model.Row, findings_model.Column]
    parts += [findings_model.Estimate, findings_model.Figure]
    return "\n\n".join(
        f"## {part.__name__}\n\n{' '.join((part.__doc__ or '').split())}\n\n"
        + table(["field", "type"], [(f"`{field.name}`", f"`{field.type if isinstance(field.type, str) else _plain(field.type)}`") for field in dataclasses.fields(part)])
        for part in parts
    )


def _allowed(words: tuple[str, ...]) -> str:
    return f" One of {', '.join(f'`{word}`' for word in words)}." if words else ""


def _plain(kind: Any) -> str:
    return getattr(kind, "__name__", str(kind)) if isinstance(kind, type) else str(kind).replace("typing.", "").replace("newel.findings.model.", "")


def _keys(model: type[BaseModel], example: dict[str, Any]) -> str:
    schema = model.model_json_schema()
    return "\n\n".join(_blocks(schema, schema, "", example))


def _blocks(schema: dict[str, Any], block: dict[str, Any], name: str, example: Any) -> Iterator[str]:
    """Yield a section for a block and then for each block inside it."""
    own, inner = [], []
    for key, about in block["properties"].items():
        target, listed = _target(schema, about)
        found = example.get(key) if isinstance(example, dict) else None
        if target is not None:
            inner.append((f"{name}.{key}".lstrip("."), target, listed, found))
        else:
            own.append(_row(key, about, key in block.get("required", ()), found))
    title = block.get("title", "") if not name else ""
    heading = f"## {name or 'At the top of the file'}" if name or own else ""
    says = first_sentence(block.get("description")) if name or not title else ""
    if own or name:
        yield "\n\n".join(part for part in (heading, says, table(HEADER, own) if own else "") if part)
    for inner_name, target, listed, found in inner:
        shown = inner_name.replace("[[", "").replace("]]", "").replace("[", "").replace("]", "")
        first = found[0] if listed and found else found
        yield from _blocks(schema, target, f"`[[{shown}]]`" if listed else f"`[{shown}]`", first)


def _target(schema: dict[str, Any], about: dict[str, Any]) -> tuple[dict[str, Any] | None, bool]:
    """Return the block a key holds and whether it holds a list of them; None for a plain value."""
    for choice in about.get("anyOf", [about]):
        listed = choice.get("type") == "array"
        inner = choice.get("items", {}) if listed else choice
        if "$ref" in inner:
            target = schema["$defs"][inner["$ref"].rsplit("/", 1)[1]]
            return (target, listed) if "properties" in target else (None, False)
    return None, False


def _row(key: str, about: dict[str, Any], required: bool, example: Any) -> tuple[str, str, str, str, str]:
    default = about.get("default")
    without = "**required**" if required else ("nothing" if default in (None, "", [], {}) else f"`{json.dumps(default)}`")
    shown = json.dumps(example, default=str, ensure_ascii=False) if example is not None else ""
    shown = f"`{shown if len(shown) <= 60 else shown[:57] + '...'}`" if shown else ""
    return f"`{key}`", _words(about), without, shown, about.get("description", "")


def _words(about: dict[str, Any]) -> str:
    if "anyOf" in about:
        return " or ".join(dict.fromkeys(_words(choice) for choice in about["anyOf"] if choice.get("type") != "null"))
    if "enum" in about:
        return " or ".join(f"`{word}`" for word in about["enum"])
    if "const" in about:
        return f"`{about['const']}`"
    if about.get("type") == "array":
        return f"list of {_words(about.get('items', {}))}"
    if "pattern" in about:
        return {"^[a-z][a-z0-9_]*$": "identifier", "^[A-Z][A-Z0-9]{1,7}$": "site id"}.get(about["pattern"], "month as YYYY-MM")
    names = {"string": about.get("format", "text"), "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
    return names.get(about.get("type", ""), "table" if about.get("type") == "object" else "value")
