"""A session is put off while somebody works, and not written with every page they open."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from newel.web.accounts.idle import ONCE_IN, SEEN_AT
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


@pytest.fixture
def at(monkeypatch):
    """Return a function that sets the clock to some minutes after noon."""

    def set_to(minutes):
        monkeypatch.setattr("newel.web.clock.now", lambda: NOON + timedelta(minutes=minutes))

    set_to(0)
    return set_to


@pytest.fixture
def lead(at, sign_in):
    client = sign_in("lead")
    client.get("/staff/")
    return client


def cut_to(minutes):
    """Leave every session this much time."""
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=minutes))


def time_left():
    return Session.objects.get().expire_date - timezone.now()


def test_a_page_opened_right_after_another_writes_no_session(lead, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as asked:
        lead.get("/staff/")

    assert [query["sql"] for query in asked.captured_queries if "UPDATE" in query["sql"]] == []


@pytest.mark.parametrize("minutes", [1, 20, -60])
def test_who_works_on_has_half_an_hour_again(lead, at, minutes):
    cut_to(5)
    at(minutes)
    lead.get("/staff/")

    assert time_left() > timedelta(minutes=29)


def test_idle_time_never_grows_beyond_the_half_hour(lead, at):
    cut_to(30)
    at(ONCE_IN.total_seconds() / 60 - 0.1)
    lead.get("/staff/")

    assert time_left() <= timedelta(minutes=30)


def test_who_was_idle_for_too_long_is_signed_out(lead):
    cut_to(-1)

    assert lead.get("/staff/").headers["Location"].startswith("/sign-in/")


def test_a_stranger_gets_no_session(client):
    client.cookies["newel_session"] = "made-up"
    page = client.get("/")

    assert SEEN_AT not in client.session
    assert Session.objects.count() == 0
    assert page.cookies.get("newel_session") is None or page.cookies["newel_session"].value == ""
