"""Two databases, brought up together and kept apart: no table in the wrong one, a backup that opens with its keys."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangosOwn
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from newel.web.databases import database_settings
from newel.web.vault.models import OriginalText, Replacement
from newel.web.vault.router import VaultRouter

ROUTER = VaultRouter()
VAULTS_TABLES = {"vault_originalfile", "vault_originaltext", "vault_replacement", "vault_roster"}


def run(data, *arguments, **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWEL_", "DJANGO_"))}
    command = [sys.executable, "-m", "newel.web", *arguments]
    return subprocess.run(
        command, env=kept | {"NEWEL_DATA": str(data)} | environment, capture_output=True, text=True, check=False
    )


def tables(file: Path) -> set[str]:
    with sqlite3.connect(file) as connection:
        found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return {name for name in found if not name.startswith(("sqlite_", "django_"))}


def test_every_table_belongs_to_one_database():
    for model in apps.get_models():
        label = model._meta.app_label
        assert ROUTER.db_for_read(model) == ROUTER.db_for_write(model) == ("vault" if label == "vault" else None)
        assert ROUTER.allow_migrate("vault", label) == (label == "vault")
        assert ROUTER.allow_migrate("default", label) == (label != "vault")


def test_nothing_ties_a_row_of_the_vault_to_a_row_of_the_study():
    source = apps.get_model("sources", "Source")

    assert ROUTER.allow_relation(source(), OriginalText()) is False
    assert ROUTER.allow_relation(Replacement(), OriginalText()) is None
    assert ROUTER.allow_relation(source(), source()) is None


@pytest.mark.django_db
def test_each_test_database_has_its_own_tables_and_no_other():
    in_study = set(connections["default"].introspection.table_names())
    in_vault = set(connections["vault"].introspection.table_names())

    assert in_vault - {"django_migrations"} == VAULTS_TABLES
    assert not in_study & VAULTS_TABLES
    assert "sources_source" in in_study


def test_one_command_brings_both_up_to_date_and_makes_the_vaults_keys(tmp_path):
    ran = run(tmp_path, "migrate", "-v", "0")

    assert ran.returncode == 0, ran.stderr
    assert tables(tmp_path / "vault.sqlite3") == VAULTS_TABLES
    assert not tables(tmp_path / "newel.sqlite3") & VAULTS_TABLES
    assert {"vault.key", "vault_index.key", "fields.key"} <= {path.name for path in tmp_path.iterdir()}
    assert len({(tmp_path / name).read_text() for name in ("vault.key", "vault_index.key", "fields.key")}) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "databases"),
    [
        ([], ["default", "vault"]),
        (["vault"], ["vault"]),
        (["sources"], ["default"]),
        (["--database", "vault"], ["vault"]),
        (["--database", "default"], ["default"]),
    ],
)
def test_an_app_is_migrated_where_its_tables_are(monkeypatch, arguments, databases):
    migrated = []
    monkeypatch.setattr(DjangosOwn, "handle", lambda *_self, **options: migrated.append(options["database"]))
    call_command("migrate", *arguments)

    assert migrated == databases


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("app", "alias"), [("vault", "vault"), ("sources", "default")])
def test_triggers_and_tables_go_back_and_come_again(app, alias):
    connection = connections[alias]
    executor = MigrationExecutor(connection)
    last = [name for name in executor.loader.graph.leaf_nodes() if name[0] == app]
    try:
        executor.migrate([(app, "0001_initial")])
        assert not triggers(connection, app)
    finally:
        MigrationExecutor(connection).migrate(last)
    assert triggers(connection, app)


def triggers(connection, app):
    ask = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE %s",
    }
    with connection.cursor() as cursor:
        cursor.execute(ask[connection.vendor], [f"{app}%"])
        return cursor.fetchall()


def test_the_vault_may_be_on_a_server_of_its_own(tmp_path):
    server = database_settings("postgresql://v:p@vault.example/originals", tmp_path, variable="NEWEL_VAULT")
    assert (server["HOST"], server["NAME"]) == ("vault.example", "originals")
    with pytest.raises(ValueError, match="NEWEL_VAULT starts with mysql://"):
        database_settings("mysql://x/y", tmp_path, variable="NEWEL_VAULT")


_KEEP = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import UTC, datetime
from newel.web.vault.actions.keep_original import Original, keep_original
keep_original(actor="tests", original=Original("abc", 1, "as it was said"), now=datetime(2020, 9, 15, tzinfo=UTC))
"""
_READ = "from newel.web.vault.queries.originals import text_of; print(text_of('abc', 1))"


def test_a_backup_opens_elsewhere_with_its_keys_and_not_without(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    kept = run(here, "shell", "-v", "0", "-c", _KEEP)
    assert kept.returncode == 0, kept.stderr
    there.mkdir()
    for name in ("newel.sqlite3", "vault.sqlite3"):
        source, copy = sqlite3.connect(here / name), sqlite3.connect(there / name)
        source.backup(copy)
        source.close()
        copy.close()

    strange = run(there, "shell", "-v", "0", "-c", _READ)
    assert "as it was said" not in strange.stdout
    assert "OriginalMissingError" in strange.stderr
    for name in ("vault.key", "vault_index.key"):
        (there / name).write_bytes((here / name).read_bytes())
    assert run(there, "shell", "-v", "0", "-c", _READ).stdout.strip() == "as it was said"
