"""What stays private: nothing is kept on the device, in an address, in a log or in the audit that tells of a person."""

import json
import logging

import pytest
from django.conf import settings as site_settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from newel.web.audit.models import Event
from newel.web.audit.queries.verification import verify_chain
from newel.web.capture.actions.invite import Place, invite
from newel.web.capture.codes import read_code
from newel.web.capture.models import AnswerEvent
from newel.web.capture.quiet import LinkKeysLeftOut
from tests.support.reader import Reader
from tests.web.capture.conftest import NOW

pytestmark = pytest.mark.django_db
YES = dict.fromkeys(["purpose_take_part", "purpose_linkage", "purpose_quotes"], "yes")
FIRST_PAGE = {"team.t1": "3", "team.t2": "prefer_not", "team.t3": "7"}


class Watcher(Reader):
    """A browser that notes every page it was given."""

    def __init__(self) -> None:
        super().__init__(Client(enforce_csrf_checks=True))
        self.pages: list[tuple[str, str, object]] = []

    def open(self, address: str) -> Reader:
        opened = super().open(address)
        self.pages.append((address, self.html, self.response))
        return opened

    def send(self, address: str, fields: list[tuple[str, str]]) -> Reader:
        sent = super().send(address, fields)
        self.pages.append((address, self.html, self.response))
        return sent


@pytest.fixture
def whole_visit(invited) -> tuple[str, Watcher]:
    """A code, and a browser in which its whole form was answered, stopped, resumed, sent and taken back."""
    code = invited("staff")
    watcher = Watcher()
    watcher.open("/take-part/").press("Continue", {"code": "AAAA-AAAA-A"}).press("Continue", {"code": code})
    watcher.press("Continue").press("Continue").press("Continue", YES)
    watcher.press("Continue", {"team.t1": "3"}).press("Stop and come back", FIRST_PAGE)
    watcher.open("/take-part/").press("Continue", {"code": code})
    watcher.press("Continue", {"team.t4": "4", "team.t5": "1"}).press("Change question 5").press("Continue")
    watcher.press("Send my answers").send_again()
    watcher.open("/take-part/").press("Continue", {"code": code})
    watcher.press("Take back what I said").press("Yes, delete my answers").send_again()
    return code, watcher


def test_no_page_sets_a_cookie_or_lets_itself_be_stored_or_named(whole_visit) -> None:
    _, watcher = whole_visit
    assert len(watcher.pages) > 15
    assert not watcher.client.cookies
    for address, _, response in watcher.pages:
        assert response["Cache-Control"] == "no-store", address
        assert response["Referrer-Policy"] == "no-referrer", address
        assert "Set-Cookie" not in response.headers, address


def test_no_page_has_a_script_or_asks_another_host_for_anything(whole_visit) -> None:
    for address, html, _ in whole_visit[1].pages:
        assert "<script" not in html, address
        assert "http://" not in html, address
        assert "https://" not in html, address


def test_the_code_is_in_no_address_and_on_no_page(whole_visit) -> None:
    code, watcher = whole_visit
    plain = read_code(code)
    for address, html, response in watcher.pages:
        assert plain not in address.replace("-", "")
        assert plain not in html.replace("-", "")
        assert not response.has_header("Location")


def test_a_page_opened_by_its_address_alone_leads_to_the_code(invited) -> None:
    for page in ("agree", "questions", "change", "send", "stop", "take-back"):
        response = Client().get(f"/take-part/{page}/")
        assert (response.status_code, response["Location"]) == (302, "/take-part/")


def test_every_act_writes_one_event_and_no_event_holds_an_answer_or_a_person(whole_visit) -> None:
    events = list(Event.objects.order_by("seq"))

    assert [event.verb for event in events] == [
        "invite", "state_consent", "save_answers", "save_answers", "stop", "save_answers", "send_response",
        "withdraw_response",
    ]  # fmt: skip
    assert {event.actor for event in events[1:]} == {"participant"}
    bodies = [json.loads(event.body) for event in events]
    assert {key for body in bodies for key in body} <= {
        "site", "group", "wave", "count", "purposes", "items", "answers", "answers_deleted",
    }  # fmt: skip
    assert bodies[2]["items"] == ["team.t1"]
    assert bodies[3]["items"] == ["team.t2", "team.t3"]
    assert "prefer_not" not in str(bodies)
    assert "given" not in str(bodies)
    assert verify_chain().broken_at is None


def test_an_act_that_fails_leaves_neither_answer_nor_event(agreed, monkeypatch) -> None:
    reader = agreed("staff")
    before = Event.objects.count()

    def fail(*args: object, **kwargs: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("newel.web.capture.actions._recording.record_event", fail)
    with pytest.raises(DatabaseError):
        reader.press("Continue", FIRST_PAGE)

    assert not AnswerEvent.objects.exists()
    assert Event.objects.count() == before


@pytest.mark.parametrize("change", ["value = 1", "missing = 'skipped'", "item = 't2'", "revision = 9"])
def test_the_database_refuses_to_change_an_answer(agreed, change) -> None:
    agreed("staff").press("Continue", FIRST_PAGE)

    with pytest.raises(DatabaseError, match="an answer is never changed"), transaction.atomic():
        connection.cursor().execute(f"UPDATE capture_answerevent SET {change} WHERE item = 't1'")  # noqa: S608 - fixed

    assert AnswerEvent.objects.get(item="t1").value == 3.0


def test_the_database_refuses_an_answer_with_both_a_value_and_a_reason_or_neither(agreed) -> None:
    agreed("staff").press("Continue", FIRST_PAGE)
    whole = AnswerEvent.objects.get(item="t1")
    for value, missing in ((1.0, "skipped"), (None, "")):
        whole.pk, whole.revision, whole.value, whole.missing = None, 99, value, missing
        with pytest.raises(DatabaseError), transaction.atomic():
            whole.save(force_insert=True)


def test_a_log_says_that_a_link_was_opened_and_not_which() -> None:
    place = Place("S01", "staff", "w2")
    card = invite(actor="lead", place=place, count=1, expires_on=NOW.date(), now=NOW)[0]
    record = logging.makeLogRecord(
        {"msg": '"%s" %s', "args": (f"GET /open/{card.link_key}/ HTTP/1.1", 500), "levelno": logging.ERROR}
    )

    assert LinkKeysLeftOut().filter(record)

    assert record.getMessage() == '"GET /open/.../ HTTP/1.1" 500'


def test_every_log_of_the_site_leaves_link_keys_out() -> None:
    left_out = [
        name for name, spec in site_settings.LOGGING["filters"].items() if spec["()"].endswith("quiet.LinkKeysLeftOut")
    ]

    assert left_out
    for name, handler in site_settings.LOGGING["handlers"].items():
        assert set(left_out) <= set(handler.get("filters", [])), name
