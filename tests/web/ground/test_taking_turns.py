"""On PostgreSQL acts take turns as in the embedded database: sessions stand side by side, transactions do not."""

from threading import Event as Signal
from threading import Thread

import pytest
from django.db import OperationalError, connection, connections, transaction

from newel.web.audit.actions import record_event
from newel.web.audit.models import Event
from newel.web.audit.queries.verification import verify_chain
from newel.web.postgresql import base
from tests.support.at_once import at_once
from tests.support.web import NOON

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL: .ci/postgres runs it on one"),
]


def note(number):
    record_event(actor="lead", verb="upload", thing="return", body={"rows": number}, now=NOON)


class Somebody(Thread):
    """Another session that opens a transaction, writes, and stays in it until it is let go."""

    def __init__(self):
        super().__init__(daemon=True)
        self.inside, self.let_go = Signal(), Signal()

    def run(self):
        try:
            with transaction.atomic():
                note(1)
                self.inside.set()
                assert self.let_go.wait(60)
        finally:
            connections.close_all()

    def __enter__(self):
        self.start()
        assert self.inside.wait(60)
        return self

    def __exit__(self, *_error):
        self.let_go.set()
        self.join(60)


def sessions_that_wait():
    """Return how many sessions of this database wait for their turn, and how many stand in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE wait_event = 'advisory'), "
            "count(*) FILTER (WHERE state = 'idle in transaction') FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()


def test_an_act_that_comes_second_waits_and_then_sees_what_the_first_did():
    seen = []

    def second():
        try:
            with transaction.atomic():
                seen.append(Event.objects.count())
                note(2)
        finally:
            connections.close_all()

    waiting = Thread(target=second, daemon=True)
    with Somebody() as first:
        waiting.start()
        while sessions_that_wait() != (1, 1) and first.is_alive():
            assert not seen, "the second act did not wait"
    waiting.join(60)

    assert seen == [1]
    assert (verify_chain().events, verify_chain().broken_at) == (2, None)


def test_who_only_reads_waits_for_nobody_and_sees_nothing_half_done():
    with Somebody():
        assert Event.objects.count() == 0
    assert Event.objects.count() == 1


def test_an_act_whose_turn_does_not_come_is_refused_and_the_next_one_works(monkeypatch):
    monkeypatch.setattr(base, "_PATIENCE", "20ms")
    with Somebody(), pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
        note(2)

    with transaction.atomic():
        note(3)
    assert (verify_chain().events, verify_chain().broken_at) == (2, None)


def test_many_acts_at_once_make_one_chain():
    def act(number):
        def run():
            with transaction.atomic():
                note(number)
                return number

        return run

    assert at_once(*map(act, range(12)), told=OperationalError) == list(range(12))
    assert (verify_chain().events, verify_chain().broken_at) == (12, None)


def test_a_turn_in_the_study_and_one_in_the_vault_are_two():
    with Somebody(), transaction.atomic(using="vault"):
        assert connections["vault"].in_atomic_block
