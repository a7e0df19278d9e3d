"""Turns a name found in records into an identifier, and an identifier into words."""

import re


def identifier(name: str) -> str:
    """Return a name as a row id: small letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "unnamed"


def words(name: str) -> str:
    """Return an identifier as it is printed: Attachment and trauma."""
    spoken = name.replace("_", " ").strip()
    return spoken[:1].upper() + spoken[1:]
