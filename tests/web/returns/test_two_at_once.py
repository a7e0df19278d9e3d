"""Two people send the same month at once: one file is kept, and the other sender is told and asked."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from newel.web.audit.queries.verification import verify_chain
from newel.web.returns.actions.accept_return import OvertakenError, accept_return
from newel.web.returns.figures import Figures
from newel.web.returns.models import Return
from newel.web.returns.parcels import Waiting
from tests.support.web import NOON
from tests.support.web_returns import UPLOAD, a_row, as_csv

pytestmark = pytest.mark.django_db(transaction=True)


def accept(actor, **values):
    waiting = Waiting((Figures("S01", "2020-08", (values,)),), {})
    return accept_return(actor=actor, kind="monthly_return", waiting=waiting, now=NOON, today=NOON.date())


def test_of_two_files_at_the_same_moment_exactly_one_is_kept():
    together = Barrier(2)

    def send(number):
        connection.ensure_connection()
        together.wait(timeout=10)
        try:
            accept(f"sender {number}", assaults=number)
        except OvertakenError:
            return "told"
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(send, (1, 2)))

    assert outcomes == ["kept", "told"]
    assert Return.objects.get().version == 1
    assert (verify_chain().events, verify_chain().broken_at) == (1, None)


def test_who_comes_second_sees_the_difference_to_the_first_and_is_asked(example_study, sign_in, monkeypatch):
    from newel.web.returns.views import uploading

    client, compare = sign_in("site_lead"), uploading.compare

    def compare_while_a_colleague_sends(kind, months):
        found = compare(kind, months)
        if not Return.objects.exists():
            accept("a colleague", **(dict(months[0].rows[0]) | {"assaults": 8}))
        return found

    monkeypatch.setattr(uploading, "compare", compare_while_a_colleague_sends)
    page = client.post(UPLOAD, {"file": as_csv(a_row())}).content.decode()

    assert "another file for the same month was accepted" in page
    assert "Is this correction right?" in page
    assert Return.objects.get().sent_by == "a colleague"
