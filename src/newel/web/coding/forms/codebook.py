"""What the pages of a codebook send, as a change of `newel.coding`."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping

from newel.coding import (
    Change,
    Code,
    Codebook,
    add_code,
    describe_code,
    merge_codes,
    move_code,
    rename_code,
    retire_code,
    split_code,
)

LONGEST = 4_000
DESCRIBED = ("definition", "include", "exclude", "example", "reference")
CONFIRMED = ("merge", "split", "retire")
"""Acts that ask before they are done."""
Fields = Mapping[str, str]


class UnreadableError(Exception):
    """A field is empty or too long; the words say which."""


def added(codebook: Codebook, fields: Fields, *, taken: Collection[str]) -> Change:
    """Return the change that adds a code: fields name, parent, definition. `taken` are ids of codes elsewhere."""
    name = _line(fields, "name")
    identifier = new_id(name, {*taken, *codebook.by_id})
    code = Code(identifier, name, _parent(codebook, fields), definition=_words(fields, "definition"))
    return add_code(codebook, code)


def changed(codebook: Codebook, code_id: str, fields: Fields, *, taken: Collection[str] = ()) -> Change:
    """Return the change of a code that field `act` names. Raises Refused, UnreadableError."""
    if fields.get("act") == "split":
        return _split(codebook, code_id, fields, taken=taken)
    act = _ACTS.get(fields.get("act", ""))
    if act is None:
        raise UnreadableError("Choose what to do.")
    return act(codebook, code_id, fields)


def new_id(name: str, taken: Collection[str]) -> str:
    """Return an id for a new code: its name in plain letters, with a number where that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60] or "code"
    return next(each for each in (stem, *(f"{stem}_{n}" for n in range(2, 10_000))) if each not in taken)


def _rename(codebook: Codebook, code_id: str, fields: Fields) -> Change:
    return rename_code(codebook, code_id, _line(fields, "name"))


def _describe(codebook: Codebook, code_id: str, fields: Fields) -> Change:
    code = codebook.code(code_id)
    words = {name: _words(fields, name) for name in DESCRIBED if name in fields}
    new = {name: said for name, said in words.items() if said != getattr(code, name)}
    if not new:
        raise UnreadableError("Nothing was changed.")
    return describe_code(codebook, code_id, new)


def _move(codebook: Codebook, code_id: str, fields: Fields) -> Change:
    place = fields.get("place", "")
    number = int(place) if place.isascii() and place.isdecimal() and len(place) < 5 else 0
    return move_code(codebook, code_id, parent=_parent(codebook, fields), place=number)


def _merge(codebook: Codebook, code_id: str, fields: Fields) -> Change:
    return merge_codes(codebook, [code_id], into=fields.get("into", ""))


def _split(codebook: Codebook, code_id: str, fields: Fields, *, taken: Collection[str]) -> Change:
    names = [line.strip()[:200] for line in fields.get("parts", "").splitlines() if line.strip()]
    known = {*taken, *codebook.by_id}
    parts: list[Code] = []
    for name in names:
        parts.append(Code(new_id(name, known), name))
        known.add(parts[-1].id)
    return split_code(codebook, code_id, parts)


def _retire(codebook: Codebook, code_id: str, _fields: Fields) -> Change:
    return retire_code(codebook, code_id)


_ACTS: dict[str, Callable[[Codebook, str, Fields], Change]] = {
    "rename": _rename,
    "describe": _describe,
    "move": _move,
    "merge": _merge,
    "retire": _retire,
}


def _parent(codebook: Codebook, fields: Fields) -> str | None:
    parent = fields.get("parent", "")
    return parent if parent in codebook.by_id else None


def _line(fields: Fields, name: str) -> str:
    found = " ".join(fields.get(name, "").split())
    if not found or len(found) > 200:
        raise UnreadableError("Give a name of at most 200 letters.")
    return found


def _words(fields: Fields, name: str) -> str:
    found = fields.get(name, "").replace("\r\n", "\n").strip()
    if len(found) > LONGEST:
        raise UnreadableError(f"This is too long to keep: {len(found)} letters. Make it shorter than {LONGEST}.")
    return found
