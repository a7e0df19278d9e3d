"""The vault: a database of its own with keys of its own, where originals are found again and nothing can be read."""

import pytest
from django.db import DatabaseError, connections, transaction

from newel.web import encryption
from newel.web.audit.actions import OutsideAnActError
from newel.web.audit.models import Event
from newel.web.vault.actions.keep_original import Original, keep_original
from newel.web.vault.actions.keep_replacements import Replaced, keep_replacements
from newel.web.vault.actions.read_original import read_original, read_original_file
from newel.web.vault.actions.save_roster import read_roster, save_roster
from newel.web.vault.models import OriginalFile, OriginalText, Replacement, Roster
from newel.web.vault.places import text_place
from newel.web.vault.queries.mapping import Mapped, whole_mapping
from newel.web.vault.queries.originals import OriginalMissingError, file_of, has_file, text_of
from newel.web.vault.queries.roster import Listed, roster
from newel.web.vault.sealing import index_of, seal, unseal
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]

WORDS = "P1: Zbigniew Quokka said so. 🙂 é\n"


def keep(text=WORDS, *, source="abc", version=1, **file):
    keep_original(actor="tests", original=Original(source, version, text, **file), now=NOON)


def replace(identifier, by, *, kind="name", source="abc"):
    keep_replacements(actor="tests", source_id=source, replaced=[Replaced(identifier, kind, by)], now=NOON)


def test_an_original_comes_back_letter_for_letter():
    keep()

    assert text_of("abc", 1) == WORDS
    assert read_original(actor="me", source_id="abc", version=1, why="redaction", now=NOON) == WORDS


def test_a_file_comes_back_byte_for_byte_with_its_name():
    content = bytes(range(256)) * 40
    keep(name="Zbigniew.docx", content=content)

    assert file_of("abc") == ("Zbigniew.docx", content)
    assert has_file("abc")
    assert read_original_file(actor="me", source_id="abc", now=NOON) == ("Zbigniew.docx", content)


def test_what_was_typed_has_no_file():
    keep()

    assert not has_file("abc")
    with pytest.raises(OriginalMissingError, match="no file of source abc"):
        file_of("abc")


@pytest.mark.parametrize(("source", "version"), [("abc", 2), ("abd", 1)])
def test_an_original_that_is_not_there_is_named_by_source_and_version(source, version):
    keep()

    with pytest.raises(OriginalMissingError, match=f"no version {version} of source {source}"):
        text_of(source, version)


def test_a_reading_that_fails_writes_no_event():
    with pytest.raises(OriginalMissingError):
        read_original(actor="me", source_id="abc", version=1, why="redaction", now=NOON)

    assert not Event.objects.exists()


def test_keeping_the_same_version_twice_keeps_the_first():
    keep()
    keep("something else")

    assert text_of("abc", 1) == WORDS
    assert OriginalText.objects.count() == 1


def test_a_row_of_the_vault_names_neither_source_nor_words():
    source = "interview"  # letters that the digits of no digest spell by chance
    keep(source=source, name="Zbigniew.docx", content=b"Zbigniew")
    replace("Zbigniew", "[name 1]", source=source)
    save_roster(actor="tests", listed=Listed(("Zbigniew",), (), ()), now=NOON)

    for model in (OriginalText, OriginalFile, Replacement, Roster):
        for row in model.objects.values_list():
            kept = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
            assert not any(word in kept for word in (b"Zbigniew", b"interview", b"[name", b"docx"))


def test_an_original_that_was_moved_to_another_place_does_not_open():
    keep()
    keep("another text", source="other")
    mine, other = (OriginalText.objects.get(index=index_of(text_place(source, 1))) for source in ("abc", "other"))

    with pytest.raises(encryption.UnableToUnsealError):
        unseal(other.sealed, place=text_place("abc", 1))
    assert unseal(mine.sealed, place=text_place("abc", 1)).decode() == WORDS


def test_the_keys_of_the_study_do_not_open_the_vault(settings):
    sealed = seal(b"words", place="text/abc/1")

    with pytest.raises(encryption.UnableToUnsealError):
        encryption.unseal(sealed, place="vault/text/abc/1")
    settings.NEWEL_VAULT_KEYS = dict(settings.NEWEL_FIELD_KEYS)
    with pytest.raises(encryption.UnableToUnsealError):
        unseal(sealed, place="text/abc/1")


def test_after_a_new_key_old_originals_open_and_new_ones_are_sealed_with_it(settings):
    keep()
    settings.NEWEL_VAULT_KEYS = settings.NEWEL_VAULT_KEYS | {2: "ab" * 64}
    keep("newer", version=2)

    assert (text_of("abc", 1), text_of("abc", 2)) == (WORDS, "newer")
    del settings.NEWEL_VAULT_KEYS[1]
    assert text_of("abc", 2) == "newer"
    with pytest.raises(encryption.UnableToUnsealError):
        text_of("abc", 1)


@pytest.mark.parametrize("model", [OriginalText, OriginalFile])
def test_the_vault_itself_refuses_to_change_an_original(model):
    keep(name="a.txt", content=b"x")

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(using="vault"):
        model.objects.update(sealed=b"forged")


def test_the_mapping_keeps_an_identifier_once_with_all_its_replacements_the_latest_last():
    replace("Zbigniew Quokka", "[name 1]")
    replace("zbigniew  QUOKKA", "[a teacher]")
    replace("Stoke", "[place]", kind="place")

    assert whole_mapping() == (
        Mapped("Zbigniew Quokka", "name", ("[name 1]", "[a teacher]")),
        Mapped("Stoke", "place", ("[place]",)),
    )


def test_the_same_identifier_many_times_in_one_text_is_one_row():
    replaced = [Replaced(name, "name", "[name 1]") for name in ("Bo", "bo", "Bo's")]
    keep_replacements(actor="tests", source_id="abc", replaced=replaced, now=NOON)

    assert whole_mapping() == (Mapped("Bo", "name", ("[name 1]",)),)


def test_a_replacement_that_comes_back_is_the_latest_again():
    for by in ("[name 1]", "[name 2]", "[name 1]"):
        replace("Bo", by)

    assert whole_mapping()[0].replacements == ("[name 2]", "[name 1]")


def test_the_roster_is_written_over_and_an_empty_one_is_empty():
    assert roster() == Listed()
    for names in (("Ada",), ("Bo", "Cy")):
        save_roster(actor="tests", listed=Listed(names, ("Rugby",), ()), now=NOON)

    assert read_roster(actor="me", now=NOON) == Listed(("Bo", "Cy"), ("Rugby",), ())
    assert Roster.objects.count() == 1


def test_every_act_of_the_vault_writes_one_event_without_a_word():
    keep(name="Zbigniew.docx", content=b"x")
    replace("Zbigniew", "[name 1]")
    save_roster(actor="tests", listed=Listed(("Zbigniew",)), now=NOON)
    read_roster(actor="me", now=NOON)
    read_original(actor="me", source_id="abc", version=1, why="redaction", now=NOON)

    events = [(event.verb, event.thing) for event in Event.objects.order_by("seq")]
    assert events == [
        ("keep", "original"), ("keep", "replacements"), ("save", "roster"), ("read", "roster"), ("read", "original"),
    ]  # fmt: skip
    assert not Event.objects.filter(body__contains="Zbigniew").exists()


@pytest.mark.django_db(transaction=True)
def test_where_the_event_cannot_be_written_the_original_is_not_shown(monkeypatch):
    keep()
    monkeypatch.setattr("newel.web.vault.actions.read_original.record_event", _refuse)

    with pytest.raises(OutsideAnActError):
        read_original(actor="me", source_id="abc", version=1, why="redaction", now=NOON)


def _refuse(**_event):
    raise OutsideAnActError


@pytest.mark.django_db(transaction=True)
def test_where_the_study_fails_the_vault_may_hold_a_text_too_many_and_never_one_too_few(monkeypatch):
    monkeypatch.setattr("newel.web.vault.actions.keep_original.record_event", _refuse)
    with pytest.raises(OutsideAnActError):
        keep()
    assert text_of("abc", 1) == WORDS
    monkeypatch.undo()
    keep()

    assert OriginalText.objects.count() == 1


def test_the_vault_has_the_pragmas_that_overwrite_what_goes():
    connection = connections["vault"]
    if connection.vendor != "sqlite":
        pytest.skip("of SQLite")
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "secure_delete")}

    assert found == {"journal_mode": "wal", "secure_delete": 1}
