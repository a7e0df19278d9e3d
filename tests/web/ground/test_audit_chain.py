"""The audit chain: it only grows, and whatever is done to it behind its back shows."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from newel.web.audit.actions import OutsideAnActError, record_event
from newel.web.audit.models import Event
from newel.web.audit.queries.verification import verify_chain
from newel.web.audit.triggers import DROP

NOON = datetime(2020, 9, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def three_events(db):
    for number in (1, 2, 3):
        record_event(actor="lead", verb="upload", thing="return", body={"rows": number}, now=NOON)


def without_triggers():
    with connection.cursor() as cursor:
        for statement in DROP[connection.vendor]:
            cursor.execute(statement)


def test_a_chain_of_events_is_whole_and_says_its_last_seal(three_events):
    found = verify_chain()

    assert (found.events, found.broken_at) == (3, None)
    assert found.head == Event.objects.get(seq=3).mac


def test_an_empty_audit_is_whole(db):
    assert (verify_chain().events, verify_chain().broken_at) == (0, None)


def test_the_database_refuses_to_change_an_event(three_events):
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        Event.objects.filter(seq=2).update(actor="somebody else")


def test_the_database_refuses_to_delete_an_event(three_events):
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        Event.objects.filter(seq=2).delete()


@pytest.mark.parametrize("field", ["actor", "verb", "thing", "body", "at", "mac", "prev_mac"])
def test_a_forged_event_is_found_at_its_place(three_events, field):
    without_triggers()
    forged = datetime(2020, 9, 16, tzinfo=UTC) if field == "at" else "0" * 40
    Event.objects.filter(seq=2).update(**{field: forged})

    assert verify_chain().broken_at == 2


def test_a_removed_event_is_found_at_its_place(three_events):
    without_triggers()
    Event.objects.filter(seq=2).delete()

    assert verify_chain().broken_at == 2


def test_an_event_sealed_with_another_key_is_found(three_events, settings):
    settings.NEWEL_AUDIT_KEY = "00" * 64

    assert verify_chain().broken_at == 1


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_an_act_is_refused():
    with pytest.raises(OutsideAnActError, match="upload return"):
        record_event(actor="lead", verb="upload", thing="return", body={}, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_event():
    @transaction.atomic
    def an_act_that_fails():
        record_event(actor="lead", verb="upload", thing="return", body={}, now=NOON)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        an_act_that_fails()

    assert verify_chain().events == 0
