"""Ids that tell nothing: drawn by lot, so that no address, page or file counts what everybody has done."""

import re
import secrets
from collections.abc import Collection

KEY = re.compile(r"[0-9a-f]{1,16}")
"""Rows that are older than these ids kept the number they were known by, so that records and links still find them."""
_DRAWN = re.compile(r"[a-z]?([0-9a-f]{16})")


def new_key() -> str:
    """Return an id that nobody has: sixteen letters of a lottery with 64 bits."""
    return secrets.token_hex(8)


def key_from(identifier: str, taken: Collection[str]) -> str:
    """Return the id that a thing of a loaded project had in a study like this one, if it is free; else a new one.

    So a project that leaves, is loaded, and leaves again has the same ids. A letter before the id says its kind.
    """
    drawn = _DRAWN.fullmatch(identifier)
    return drawn[1] if drawn and drawn[1] not in taken else new_key()
