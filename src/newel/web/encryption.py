"""Encryption of single fields: words about a child cannot be read in the database file, nor moved to another row.

AES-256-GCM. A sealed field is one byte for the form, one for the key, 12 bytes that are never used twice, and the
encrypted words with their tag. The place of the field is sealed with it, so that at any other place it does not open.
"""

import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_FORM = 1
_NONCE = 12
_HEAD = 2 + _NONCE


class UnableToUnsealError(Exception):
    """A sealed field was altered, belongs to another place, or its key is not here. It names the place only."""


def seal(words: str, *, place: str) -> bytes:
    """Return the words sealed to their place, with the newest key."""
    return seal_content(words.encode(), place=place, keys=settings.NEWEL_FIELD_KEYS)


def unseal(sealed: bytes | memoryview, *, place: str) -> str:
    """Return the words of a sealed field. Raises UnableToUnsealError."""
    return unseal_content(sealed, place=place, keys=settings.NEWEL_FIELD_KEYS).decode()


def seal_content(content: bytes, *, place: str, keys: Mapping[int, str]) -> bytes:
    """Return any content sealed to its place, with the newest of these keys."""
    key_id = max(keys)
    nonce = secrets.token_bytes(_NONCE)
    head = bytes([_FORM, key_id]) + nonce
    return head + _cipher(keys[key_id]).encrypt(nonce, content, _bound(head, place))


def unseal_content(sealed: bytes | memoryview, *, place: str, keys: Mapping[int, str]) -> bytes:
    """Return sealed content. Raises UnableToUnsealError."""
    content = bytes(sealed)  # PostgreSQL gives a memoryview
    if len(content) <= _HEAD or content[0] != _FORM or content[1] not in keys:
        raise UnableToUnsealError(f"The field at {place} is not sealed in a form or with a key that is known here.")
    head = content[:_HEAD]
    try:
        return _cipher(keys[content[1]]).decrypt(head[2:], content[_HEAD:], _bound(head, place))
    except InvalidTag as error:
        raise UnableToUnsealError(f"The field at {place} was altered, or comes from another place.") from error


def _cipher(key: str) -> AESGCM:
    return AESGCM(bytes.fromhex(key)[:32])


def _bound(head: bytes, place: str) -> bytes:
    return head[:2] + place.encode()
