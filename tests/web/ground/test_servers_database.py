"""A PostgreSQL database is looked at before anything is kept in it, and the whole site works on it from nothing."""

import os
import subprocess
import sys
from urllib.parse import urlencode

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL: .ci/postgres runs it on one"),
]


@pytest.fixture
def make_database():
    """Return `make_database(words)`: the address of a new database made with these words of SQL."""
    made = []

    def make(words):
        name = f"{connection.settings_dict['NAME']}_{len(made)}"
        made.append(name)
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 {words}')
        here = connection.settings_dict
        place = urlencode({"host": here["HOST"], "port": here["PORT"] or "5432", "password": here["PASSWORD"]})
        return f"postgresql://{here['USER']}@/{name}?{place}"

    yield make
    for name in made:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(tmp_path, *arguments, study, vault):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWEL_", "DJANGO_"))}
    places = {"NEWEL_DATA": str(tmp_path), "NEWEL_DATABASE": study, "NEWEL_VAULT": vault}
    command = [sys.executable, "-m", "newel.web", *arguments]
    return subprocess.run(command, env=kept | places, capture_output=True, text=True, check=False)


FIT = "ENCODING 'UTF8' LOCALE 'C.UTF-8'"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("ENCODING 'UTF8' LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'en-GB'", "orders texts by a language"),
        ("ENCODING 'SQL_ASCII' LOCALE 'C'", "is not in UTF8"),
    ],
)
def test_a_database_that_orders_or_keeps_texts_otherwise_is_refused_with_the_way_to_make_it(
    tmp_path, make_database, words, why
):
    ran = manage(tmp_path, "migrate", study=make_database(words), vault=make_database(FIT))

    assert ran.returncode == 1
    assert f"The database of 'default' {why}." in ran.stderr
    assert "createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8" in ran.stderr


def test_from_nothing_the_example_is_loaded_and_its_records_are_written(tmp_path, make_database):
    both = {"study": make_database(FIT), "vault": make_database(FIT)}

    loaded = manage(tmp_path, "load_example", **both)
    exported = manage(tmp_path, "export_records", str(tmp_path / "records"), **both)

    assert "This site now holds an example" in loaded.stdout, loaded.stderr
    assert "The audit chain is whole." in exported.stdout, exported.stderr
    assert not list(tmp_path.glob("*.sqlite3*"))
