"""The keys of a TOML file, as a table a block, read from the JSON Schema of its type."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from generated.tables import first_paragraph, table

HEADER = ["key", "what is written", "without it", "for example", "what it is"]
_PATTERNS = {
    "^[a-z][a-z0-9_]*$": "identifier",
    "^[A-Z][A-Z0-9]{1,7}$": "site id",
    "^[A-Za-z0-9][A-Za-z0-9_.-]*$": "code id: letters, digits, `_`, `.`, `-`",
    "^[A-Za-z0-9][A-Za-z0-9_.:-]*$": "id: letters, digits, `_`, `.`, `:`, `-`",
    "^(#[0-9a-fA-F]{6})?$": "colour as `#rrggbb`",
    "^(10\\.\\S+)?$": "DOI",
    "^[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*$": "`instrument.scale`",
    "^(site_type|mode|[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*)$": "`site_type`, `mode` or `instrument.item`",
}
_TYPES = {"integer": "whole number", "number": "number", "boolean": "`true` or `false`", "object": "table"}


@dataclass(frozen=True)
class Block:
    """One block of a file: its place as dotted keys, its schema, and the first such block of the example study."""

    place: str
    about: dict[str, Any]
    example: Any
    listed: bool = False

    @property
    def heading(self) -> str:
        """The heading, as the block is opened in the file."""
        if not self.place:
            return "## At the top of the file"
        return f"## `[[{self.place}]]`" if self.listed else f"## `[{self.place}]`"


def keys(model: type[BaseModel], example: dict[str, Any]) -> str:
    """Return every key of a file, block by block, each with the example study's value."""
    schema = model.model_json_schema(by_alias=True)
    return "\n\n".join(_sections(schema["$defs"], Block("", schema, example)))


def _sections(defined: dict[str, Any], block: Block) -> Iterator[str]:
    inner, rows = [], []
    for key, about in block.about["properties"].items():
        found = block.example.get(key) if isinstance(block.example, dict) else None
        if target := _inside(defined, about):
            place = f"{block.place}.{key}".lstrip(".")
            listed = about.get("type") == "array"
            inner.append(Block(place, target, found[0] if listed and found else found, listed))
        else:
            rows.append(
                _row(key, about, found) if key not in block.about.get("required", ()) else _needed(key, about, found)
            )
    if rows or block.place:
        says = first_paragraph(block.about.get("description")) if block.place else ""
        yield "\n\n".join(filter(None, [block.heading, says, table(HEADER, rows) if rows else ""]))
    for part in inner:
        yield from _sections(defined, part)


def _inside(defined: dict[str, Any], about: dict[str, Any]) -> dict[str, Any] | None:
    """Return the block that a key holds, or None for a plain value."""
    for choice in about.get("anyOf", [about]):
        reference = choice.get("items", choice).get("$ref") if isinstance(choice.get("items", {}), dict) else None
        target = defined[reference.rsplit("/", 1)[1]] if reference else {}
        if "properties" in target:
            return dict(target)
    return None


def _row(key: str, about: dict[str, Any], example: Any) -> tuple[str, ...]:
    default = about.get("default")
    without = "nothing" if default in (None, "", [], {}) else f"`{json.dumps(default)}`"
    return f"`{key}`", _written(about), without, _shown(example), about.get("description", "")


def _needed(key: str, about: dict[str, Any], example: Any) -> tuple[str, ...]:
    return f"`{key}`", _written(about), "**required**", _shown(example), about.get("description", "")


def _shown(example: Any) -> str:
    if example is None:
        return ""
    text = json.dumps(example, default=str, ensure_ascii=False)
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"


def _written(about: dict[str, Any]) -> str:
    if "anyOf" in about:
        return " or ".join(dict.fromkeys(_written(choice) for choice in about["anyOf"] if choice.get("type") != "null"))
    if "enum" in about or "const" in about:
        return " or ".join(f"`{word}`" for word in about.get("enum", [about.get("const")]))
    if about.get("type") == "array":
        return f"list of {_written(about.get('items', {}))}"
    return _PATTERNS.get(about.get("pattern", ""), "") or _plain(about)


def _plain(about: dict[str, Any]) -> str:
    if "pattern" in about:
        return "month as YYYY-MM"
    return _TYPES.get(about.get("type", ""), str(about.get("format", "text")))
