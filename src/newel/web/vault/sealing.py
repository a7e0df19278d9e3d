"""Sealing with the vault's own keys, each thing to its place, and finding a thing again without naming it in the file.

Whoever holds the vault's file alone sees lengths and random bytes: not even which source a row belongs to.
"""

import hashlib
import hmac

from django.conf import settings

from newel.web import encryption


def seal(content: bytes, *, place: str) -> bytes:
    """Return content sealed to its place in the vault."""
    return encryption.seal_content(content, place=f"vault/{place}", keys=settings.NEWEL_VAULT_KEYS)


def unseal(sealed: bytes | memoryview, *, place: str) -> bytes:
    """Return sealed content of the vault. Raises encryption.UnableToUnsealError."""
    return encryption.unseal_content(sealed, place=f"vault/{place}", keys=settings.NEWEL_VAULT_KEYS)


def index_of(place: str) -> str:
    """Return the name under which a place is looked up: 32 hex digits that say nothing without the index key."""
    mac = hmac.new(bytes.fromhex(settings.NEWEL_VAULT_INDEX_KEY), place.encode(), hashlib.sha256)
    return mac.hexdigest()[:32]
