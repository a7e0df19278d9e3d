"""Writes TOML, which the standard library only reads: plain values, tables, and lists of tables."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def to_toml(values: Mapping[str, Any]) -> str:
    """Return a TOML document. Tables one level down get headings; what is nested deeper is written inline."""
    plain = {name: value for name, value in values.items() if not _is_block(value)}
    parts = [_pairs(plain)] if plain else []
    for name, value in values.items():
        if isinstance(value, Mapping):
            parts.append(f"[{_key(name)}]\n{_pairs(value)}")
        elif _is_block(value):
            parts.extend(f"[[{_key(name)}]]\n{_pairs(each)}" for each in value)
    return "\n".join(parts)


def _is_block(value: Any) -> bool:
    if isinstance(value, Mapping):
        return True
    return _is_list(value) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _pairs(table: Mapping[str, Any]) -> str:
    return "".join(f"{_key(name)} = {_value(value)}\n" for name, value in table.items())


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items()) + " }"
    if _is_list(value):
        return "[\n" + "".join(f"  {_value(each)},\n" for each in value) + "]" if value else "[]"
    written = value.isoformat() if isinstance(value, date) else repr(value)
    return written.lower() if isinstance(value, bool) else written


def _text(value: str) -> str:
    """A JSON string is a TOML string, but for one control character that TOML wants escaped and JSON does not."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _text(name)
