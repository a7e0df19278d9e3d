"""Keyed pseudonyms in place of a site's own numbers for children and staff: in Python, and the same in SQL.

HMAC-SHA256 (RFC 2104, FIPS 180-4) over purpose, site and number, cut to 128 bits. The purpose and the site are part of
the message, so that the same number is another pseudonym at another site, and for a member of staff.
"""

import hashlib
import hmac

_BLOCK = 64
"""Bytes in a block of SHA-256."""

_BITS_IN_HEX = 32
"""128 bits: enough that two people never share a pseudonym."""


def pseudonym(key: bytes, purpose: str, *, site_id: str, identifier: str) -> str:
    """Return the pseudonym of one person. Without the key nobody can test a guess against it."""
    message = f"{purpose}|{site_id}|{identifier}".encode()
    return hmac.digest(key, message, hashlib.sha256).hex()[:_BITS_IN_HEX]


def pads(key: bytes) -> dict[str, str]:
    """Return the two padded keys of HMAC in hexadecimal, as the parameters `outer` and `inner` of the SQL below.

    They give the key away: hand them over as parameters, so that they stand in no text of a query and in no error.
    """
    block = (key if len(key) <= _BLOCK else hashlib.sha256(key).digest()).ljust(_BLOCK, b"\0")
    return {
        "outer": bytes(byte ^ 0x5C for byte in block).hex(),
        "inner": bytes(byte ^ 0x36 for byte in block).hex(),
    }


def pseudonym_sql(purpose: str, column: str) -> str:
    """Return the SQL of `pseudonym` over `site_id` and a column.

    Bytes are joined by `||`: concat() of blobs goes through text in DuckDB and gives another hash, which no count
    would show. Text becomes bytes by encode(): a cast to blob reads a backslash as the start of an escape.
    """
    message = f"encode('{purpose}|' || site_id || '|' || {column})"
    return f"substring(sha256(unhex($outer) || unhex(sha256(unhex($inner) || {message}))), 1, {_BITS_IN_HEX})"
