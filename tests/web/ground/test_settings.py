"""The settings: safe by themselves, safer with a host name, and keys that are made once and read by nobody else."""

import os
import stat
import subprocess
import sys

import pytest

from newel.web.databases import database_settings
from newel.web.keys import read_or_make_key


def manage(tmp_path, *arguments, **environment):
    """Run a command of the web shell in a process of its own, with an environment of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWEL_", "DJANGO_"))}
    command = [sys.executable, "-m", "newel.web", *arguments]
    places = {"NEWEL_DATA": str(tmp_path / "data")}
    return subprocess.run(command, env=kept | places | environment, capture_output=True, text=True, check=False)


def test_a_deployment_with_a_host_name_passes_every_check_of_django(tmp_path):
    ran = manage(tmp_path, "check", "--deploy", "--fail-level", "INFO", NEWEL_HOSTS="newel.example")

    assert ran.returncode == 0, ran.stderr
    assert "no issues" in ran.stdout


def test_a_host_name_turns_tls_on_with_cookies_of_this_host_only(tmp_path):
    ran = manage(tmp_path, "shell", "-v", "0", "-c", _PRINT, NEWEL_HOSTS="newel.example")

    assert ran.stdout.split() == ["True", "True", "63072000", "__Host-newel_session", "False"], ran.stderr


def test_without_any_setting_the_site_answers_on_this_machine_only_and_hides_errors(tmp_path):
    ran = manage(
        tmp_path, "shell", "-v", "0", "-c", "from django.conf import settings as s; print(s.DEBUG, *s.ALLOWED_HOSTS)"
    )

    assert ran.stdout.split() == ["False", "localhost", "127.0.0.1", "[::1]"], ran.stderr


def test_the_keys_are_made_at_the_first_start_for_their_owner_only(tmp_path):
    manage(tmp_path, "check")
    keys = sorted((tmp_path / "data").glob("*.key"))

    assert [key.name for key in keys] == [
        "audit.key", "fields.key", "pseudonym.key", "secret.key", "vault.key", "vault_index.key",
    ]  # fmt: skip
    assert {stat.S_IMODE(key.stat().st_mode) for key in keys} == {0o600}
    assert len({key.read_text() for key in keys}) == 6


def test_a_key_is_made_once_and_then_read(tmp_path):
    first = read_or_make_key(tmp_path / "a.key")

    assert read_or_make_key(tmp_path / "a.key") == first
    assert len(bytes.fromhex(first)) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["a.key"]


def test_the_database_is_sqlite_unless_an_address_says_otherwise(tmp_path):
    embedded = database_settings("", tmp_path)
    server = database_settings("postgresql://lead:p%40ss@db.example:5433/newel", tmp_path)

    assert embedded["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "secure_delete=ON" in embedded["OPTIONS"]["init_command"]
    assert (server["USER"], server["PASSWORD"], server["HOST"], server["PORT"], server["NAME"]) == (
        "lead", "p@ss", "db.example", "5433", "newel",
    )  # fmt: skip


def test_what_follows_the_question_mark_of_an_address_reaches_the_server(tmp_path):
    told = database_settings("postgresql://lead@db.example/newel?sslmode=verify-full&sslrootcert=/etc/ca.pem", tmp_path)
    socket = database_settings("postgresql://lead@/a%20study?host=/run/Postgres&port=5433", tmp_path)

    assert told["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}
    assert (socket["HOST"], socket["PORT"], socket["NAME"]) == ("/run/Postgres", "5433", "a study")
    assert socket["OPTIONS"] == {}


def test_an_address_of_another_database_is_refused_in_words(tmp_path):
    with pytest.raises(ValueError, match="Only postgresql:// is known"):
        database_settings("mysql://root@localhost/newel", tmp_path)


def test_the_open_database_has_the_pragmas_it_promises(db):
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("of SQLite")
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "secure_delete", "foreign_keys")
        }

    assert found == {"journal_mode": "wal", "secure_delete": 1, "foreign_keys": 1}


_PRINT = (
    "from django.conf import settings as s;"
    "print(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_NAME, s.DEBUG)"
)
