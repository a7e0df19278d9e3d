"""Pseudonyms: RFC 2104 by another road, the same in SQL, and no two people or purposes under one."""

import hashlib

import duckdb
import pytest

from newel.importers.returns.pseudonyms import pads, pseudonym, pseudonym_sql

IDENTIFIERS = ("P00000001", "K/1", "a|b", "\\x41", "Ünal", "٣", " ", "'", "x" * 200, "0")
KEYS = (bytes(32), bytes(range(32)), b"short", b"exactly sixty-four bytes" + bytes(40), bytes(range(100)))


def by_the_rfc(key: bytes, message: bytes) -> str:
    """HMAC written out as RFC 2104 has it, without the library's."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + message).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).hexdigest()[:32]


@pytest.mark.parametrize("key", KEYS, ids=len)
def test_python_sql_and_the_rfc_agree(key: bytes) -> None:
    with duckdb.connect() as engine:
        query = f"select {pseudonym_sql('child', 'own')} from (select 'S01' as site_id, unnest($ids) as own)"  # noqa: S608
        in_sql = [row[0] for row in engine.execute(query, pads(key) | {"ids": list(IDENTIFIERS)}).fetchall()]

    made = [pseudonym(key, "child", site_id="S01", identifier=each) for each in IDENTIFIERS]
    assert made == in_sql
    assert made == [by_the_rfc(key, f"child|S01|{each}".encode()) for each in IDENTIFIERS]
    assert len(set(made)) == len(IDENTIFIERS)


def test_purpose_site_and_key_each_change_it() -> None:
    usual = pseudonym(KEYS[1], "child", site_id="S01", identifier="7")
    others = {
        pseudonym(KEYS[1], "staff", site_id="S01", identifier="7"),
        pseudonym(KEYS[1], "child", site_id="S02", identifier="7"),
        pseudonym(KEYS[0], "child", site_id="S01", identifier="7"),
    }
    assert len(others | {usual}) == 4


def test_bytes_joined_by_concat_would_give_another_pseudonym() -> None:
    """The trap that `||` avoids: concat() of blobs goes through text, and every count would still be right."""
    key = pads(KEYS[1])
    with duckdb.connect() as engine:
        right = engine.execute("select sha256(unhex($outer) || unhex($inner))", key).fetchone()
        wrong = engine.execute("select sha256(concat(unhex($outer), unhex($inner)))", key).fetchone()
    assert right == (hashlib.sha256(bytes.fromhex(key["outer"] + key["inner"])).hexdigest(),)
    assert wrong != right
