"""Fixtures of the web shell: which study it serves, what day it is, who is signed in, and an audit that can be emptied.

Only the tests can empty the audit: its triggers are taken away for the moment in which a test's database is flushed.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client

NOON = datetime(2020, 9, 15, 12, 0, tzinfo=UTC)
PASSWORD = "three words that do not belong"  # noqa: S105 - of accounts that live as long as a test
STUDIES = Path(__file__).resolve().parents[2] / "studies"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test that has the database the vault as well: sources keep their originals there."""
    for item in items:
        for mark in item.iter_markers("django_db"):
            mark.kwargs.setdefault("databases", ["default", "vault"])
        if item.get_closest_marker("django_db") is None and _asks_for_a_database(item):
            item.add_marker(pytest.mark.django_db(databases=["default", "vault"]))


def _asks_for_a_database(item: pytest.Item) -> bool:
    return not {"db", "transactional_db", "live_server"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True, scope="session")
def _the_audit_can_be_emptied_between_tests() -> Iterator[None]:
    from django.db.backends.base.operations import BaseDatabaseOperations as DatabaseOperations

    from newel.web.audit.triggers import CREATE, DROP

    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(self: DatabaseOperations, statements: list[str]) -> None:
        if self.connection.alias != "default":  # the audit is in the study's database, not in the vault
            flush(self, statements)
            return
        with self.connection.cursor() as cursor:
            for statement in DROP[self.connection.vendor]:
                cursor.execute(statement)
        flush(self, statements)
        with self.connection.cursor() as cursor:
            for statement in CREATE[self.connection.vendor]:
                cursor.execute(statement)

    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
    yield
    patch.undo()
    connections.close_all()


@pytest.fixture
def serve_study(settings) -> Callable[..., None]:
    """Choose the study folder the site serves in this test, and the day it believes it is."""

    def choose(folder: Path, *, today: date | None = None) -> None:
        settings.NEWEL_STUDY = folder
        settings.NEWEL_TODAY = today

    return choose


@pytest.fixture
def make_account(db, settings) -> Callable[..., Any]:
    """Return `make_account(role, sites=("S01",), username=None)`: an account that may sign in at once."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # made to be quick, for tests only
    from newel.web.accounts.actions.create_account import Post, create_account
    from newel.web.accounts.permissions import SITE_BOUND

    def make(role: str, *, sites: tuple[str, ...] = ("S01",), username: str | None = None) -> Any:
        bound = sites if role in SITE_BOUND else ()
        return create_account(
            actor="tests",
            post=Post(username or f"{role}-{'-'.join(bound) or 'all'}".lower(), role, bound),
            password=PASSWORD,
            now=NOON,
            must_change_password=False,
        )

    return make


@pytest.fixture
def sign_in(make_account) -> Callable[..., Client]:
    """Return `sign_in(role, sites=("S01",), username=None)`: a test client with somebody of that role signed in."""

    def signed_in(role: str, **account: Any) -> Client:
        client = Client()
        client.force_login(make_account(role, **account).user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def source_of(response: Any) -> str:
    """Return a page's source without its tokens against forged forms: drawn at random, they may hold any short word."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", response.content.decode(errors="replace"))


def sign_in_page(page: Any, live_server: Any, account: Any) -> None:
    """Sign somebody in with a browser, through the page."""
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Name").fill(account.user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def example_study(serve_study) -> None:
    """Serve the model study on a day in its third wave, when the returns of March to August 2020 are open."""
    serve_study(STUDIES / "secure_stairs", today=NOON.date())
