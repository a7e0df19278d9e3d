"""Sealed fields: what is put in comes out at its own place with its own key, and nowhere else."""

import pytest

from newel.web.encryption import UnableToUnsealError, seal, unseal

KEYS = {1: "11" * 64, 2: "22" * 64}


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.NEWEL_FIELD_KEYS = {1: KEYS[1]}


@pytest.mark.parametrize("words", ["", "a", "Zoë said: “no”.\n", "x" * 20_000])
def test_words_come_back_as_they_were(words):
    assert unseal(seal(words, place="here"), place="here") == words
    assert unseal(memoryview(seal(words, place="here")), place="here") == words


def test_the_same_words_are_never_sealed_alike():
    assert seal("no", place="here") != seal("no", place="here")


def test_a_sealed_field_holds_no_word_of_it():
    assert b"grandmother" not in seal("my grandmother", place="here")


def test_at_another_place_it_does_not_open():
    with pytest.raises(UnableToUnsealError, match="at there"):
        unseal(seal("no", place="here"), place="there")


def test_a_changed_byte_anywhere_is_noticed():
    sealed = seal("no", place="here")
    for at in range(len(sealed)):
        altered = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(UnableToUnsealError):
            unseal(altered, place="here")


@pytest.mark.parametrize("content", [b"", b"\x01", b"\x01\x01" + b"0" * 12, b"\x02\x01" + b"0" * 40])
def test_what_was_never_sealed_is_refused(content):
    with pytest.raises(UnableToUnsealError):
        unseal(content, place="here")


def test_after_a_change_of_key_old_fields_open_and_new_ones_use_the_new_key(settings):
    old = seal("no", place="here")
    settings.NEWEL_FIELD_KEYS = KEYS
    new = seal("no", place="here")

    assert (old[1], new[1]) == (1, 2)
    assert unseal(old, place="here") == unseal(new, place="here") == "no"
    settings.NEWEL_FIELD_KEYS = {2: KEYS[2]}
    with pytest.raises(UnableToUnsealError, match="not sealed in a form or with a key"):
        unseal(old, place="here")
