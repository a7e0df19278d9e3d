"""Finds the line of a TOML text that a path of keys speaks of, so that an error can point at it."""

import re
from collections.abc import Sequence

Place = tuple[str | int, ...]


def line_of(text: str, place: Place) -> int | None:
    """Return the 1-based line of `place`: of the key itself, or of the block it is missing from.

    `place` mixes names and 0-based positions, as Pydantic reports them: ("sites", 2, "places").
    """
    lines = text.splitlines()
    at, header = 0, ""
    for index, part in enumerate(place):
        if isinstance(part, int):
            continue
        name = rf"{header}\s*\.\s*{_key_pattern(part)}" if header else _key_pattern(part)
        following = place[index + 1] if index + 1 < len(place) else None
        block = _block(lines, at, name, position=following if isinstance(following, int) else 0)
        if block is None:
            key = _key(lines, at, part)
            if key is not None:
                return key + 1
        at, header = at if block is None else block, name
    return at + 1 if lines else None


def _key_pattern(name: str) -> str:
    return rf"[\"']?{re.escape(name)}[\"']?"


def line_of_part(text: str, names: Sequence[str]) -> int | None:
    """Return the 1-based line of a part that is named by its id: ("measures", "burnout", "voices")."""
    identifier = names[1] if len(names) > 1 else ""
    blocks = re.split(rf"(?m)^(?=[ \t]*\[\[ *{re.escape(names[0])} *\]\])", text)[1:]
    for position, block in enumerate(blocks):
        if re.search(rf'(?m)^[ \t]*id *= *"{re.escape(identifier)}"', block):
            return line_of(text, (names[0], position, *names[2:]))
    return line_of(text, tuple(names[:1] if blocks else names))


def _block(lines: list[str], start: int, name: str, *, position: int) -> int | None:
    """Return the line index of [name], or of the (position + 1)-th [[name]] at or after `start`."""
    pattern = re.compile(rf"^\s*\[\[?\s*{name}\s*\]")
    seen = [index for index in range(start, len(lines)) if pattern.match(lines[index])]
    return seen[position] if position < len(seen) else None


def _key(lines: list[str], start: int, name: str) -> int | None:
    """Return the line index of `name =` inside the block that starts at `start`."""
    pattern = re.compile(rf"^\s*{_key_pattern(name)}\s*=")
    for index in range(start, len(lines)):
        if index > start and lines[index].lstrip().startswith("["):
            return None
        if pattern.match(lines[index]):
            return index
    return None
