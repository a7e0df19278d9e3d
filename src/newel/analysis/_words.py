"""Turns a name found in records into an identifier, an identifier into words, and takes counts out of words."""

import re
from collections.abc import Iterable

SPOKEN = {"multi_agency": "Multi-agency", "reflective": "Reflective practice"}
"""Identifiers that are spoken otherwise than they are written."""


def identifier(name: str) -> str:
    """Return a name as a row id: small letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "unnamed"


def by_identifier(names: Iterable[str]) -> dict[str, list[str]]:
    """Return the names found in records by identifier, in its order: two spellings of one name are one."""
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        found.setdefault(identifier(name), []).append(name)
    return dict(sorted(found.items()))


def uncounted(sentence: str) -> str:
    """Return a sentence of the statistics without its counts of rows: rows are people, and words leave unchecked."""
    return re.sub(r"\b(?:\d+ of )?\d+ (rows|missing values|clusters)\b", r"some \1", sentence)


def words(name: str) -> str:
    """Return an identifier as it is printed: Attachment and trauma."""
    spoken = SPOKEN.get(name, name.replace("_", " ")).strip()
    return spoken[:1].upper() + spoken[1:]
