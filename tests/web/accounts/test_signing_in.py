"""Signing in and out: what is asked, how long it lasts, and what stops somebody who guesses."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from newel.faults import Refused
from newel.web.accounts.actions.create_account import Post, create_account
from newel.web.accounts.models import Account
from newel.web.audit.models import Event
from tests.support.web import NOON, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


def try_to_sign_in(client, username, password=PASSWORD, **extra):
    return client.post("/sign-in/", {"username": username, "password": password, "next": ""}, **extra)


def verbs():
    return list(Event.objects.order_by("seq").values_list("verb", flat=True))


def test_a_person_signs_in_and_out_and_each_is_one_event(client, make_account):
    make_account("lead", username="lead")
    assert try_to_sign_in(client, "lead").headers["Location"] == "/staff/"
    assert client.get("/staff/").status_code == 200
    client.post("/sign-out/")

    assert client.get("/staff/").status_code == 302
    assert verbs() == ["create", "sign_in", "sign_out"]


def test_a_wrong_name_and_a_wrong_password_get_the_same_words(client, make_account):
    make_account("lead", username="lead")
    wrong_password = try_to_sign_in(client, "lead", "not this one at all").content
    wrong_name = try_to_sign_in(client, "nobody").content

    assert b"do not go together" in wrong_password
    assert wrong_password.count(b"<") == wrong_name.count(b"<")


def test_a_refused_sign_in_keeps_no_name(client):
    try_to_sign_in(client, "my secret typed into the wrong field")

    event = Event.objects.get(verb="sign_in_refused")
    assert (event.actor, json.loads(event.body)) == ("unknown", {})


def test_after_too_many_wrong_passwords_even_the_right_one_must_wait(client, make_account):
    make_account("lead", username="lead")
    statuses = [try_to_sign_in(client, "lead", "wrong wrong wrong").status_code for _ in range(6)]
    page = try_to_sign_in(client, "lead")

    assert statuses == [200] * 5 + [429]
    assert page.status_code == 429
    assert "Please wait 15 minutes" in page.content.decode()


def test_a_stranger_elsewhere_cannot_lock_somebody_out(client, make_account):
    make_account("lead", username="lead")
    for _ in range(7):
        try_to_sign_in(client, "lead", "wrong wrong wrong", REMOTE_ADDR="192.0.2.7")

    assert try_to_sign_in(client, "lead", REMOTE_ADDR="192.0.2.8").status_code == 302


def test_a_new_session_key_is_made_at_the_sign_in(client, make_account):
    make_account("lead", username="lead")
    client.get("/sign-in/")
    client.session["before"] = "set"
    client.session.save()
    before = client.session.session_key
    try_to_sign_in(client, "lead")

    assert client.session.session_key != before


def test_a_session_ends_after_ten_hours_however_busy_it_was(sign_in, settings):
    settings.NEWEL_TODAY = NOON.date()
    client = sign_in("lead")
    assert client.get("/staff/").status_code == 200
    settings.NEWEL_TODAY = NOON.date() + timedelta(days=1)

    assert client.get("/staff/").headers["Location"].startswith("/sign-in/")


def test_a_session_that_is_idle_goes_after_half_an_hour(sign_in):
    client = sign_in("lead")
    client.get("/staff/")

    assert client.session.get_expiry_age() == 30 * 60


def test_who_was_given_an_account_must_choose_a_password_first(client, settings):
    post = Post("new", "researcher")
    create_account(actor="tests", post=post, password=PASSWORD, now=NOON)
    try_to_sign_in(client, "new")
    assert client.get("/staff/progress/").headers["Location"] == "/staff/password/"
    fields = {
        "old_password": PASSWORD,
        "new_password1": "another four plain words",
        "new_password2": "another four plain words",
    }
    client.post("/staff/password/", fields)

    assert client.get("/staff/progress/").status_code == 200
    assert verbs() == ["create", "sign_in", "change_password"]


@pytest.mark.parametrize("weak", ["short words", "password1234", "123456789012345", "researcher-one-two"])
def test_a_weak_password_is_refused(weak):
    post = Post("researcher-one", "researcher")
    with pytest.raises(ValidationError):
        create_account(actor="tests", post=post, password=weak, now=NOON)

    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("post", "words"),
    [
        (Post("a", "king"), "one of lead, site_lead"),
        (Post("a", "site_lead"), "at least one site"),
        (Post("a", "site_lead", ("S99",)), "sites of the protocol"),
        (Post("a", "lead", ("S01",)), "no site for this role"),
    ],
)
def test_a_post_that_cannot_be_is_refused_in_words(post, words):
    with pytest.raises(Refused, match=words):
        create_account(actor="tests", post=post, password=PASSWORD, now=NOON)


def test_the_command_makes_an_account_and_prints_its_password_once(client, capsys):
    call_command("create_account", "alder", "--role", "site_lead", "--site", "S01", "--print-password")

    password = capsys.readouterr().out.split()[-1]
    assert try_to_sign_in(client, "alder", password).status_code == 302
    assert Account.objects.get().must_change_password


def test_the_command_refuses_a_name_in_use(make_account):
    make_account("lead", username="lead")
    with pytest.raises(CommandError, match="a name that is not in use"):
        call_command("create_account", "Lead", "--role", "lead", "--print-password")


def test_a_closed_account_is_signed_out_everywhere_and_stays_out(client, make_account):
    make_account("lead", username="lead")
    try_to_sign_in(client, "lead")
    call_command("close_account", "lead", verbosity=0)

    assert Session.objects.count() == 0
    assert client.get("/staff/").status_code == 302
    assert try_to_sign_in(client, "lead").status_code == 200  # the page again, with the fault


def test_closing_an_account_that_is_not_there_is_refused():
    with pytest.raises(CommandError, match="no open account `nobody`"):
        call_command("close_account", "nobody")


def test_the_way_back_after_signing_in_never_leads_to_another_site(client, make_account):
    make_account("lead", username="lead")
    fields = {"username": "lead", "password": PASSWORD, "next": "https://elsewhere.example/"}

    assert client.post("/sign-in/", fields).headers["Location"] == "/staff/"


def test_an_output_checker_is_told_that_there_are_no_pages_yet(sign_in):
    assert "no pages here for this role yet" in sign_in("output_checker").get("/staff/").content.decode()


def test_a_forgotten_password_is_replaced_and_must_be_chosen_anew(client, make_account, capsys):
    make_account("lead", username="lead")
    try_to_sign_in(client, "lead")
    call_command("reset_password", "lead")
    first = capsys.readouterr().out.split()[-1]

    assert client.get("/staff/").status_code == 302  # signed out
    assert try_to_sign_in(client, "lead").status_code == 200  # the old password is refused
    assert try_to_sign_in(client, "lead", first).status_code == 302
    assert client.get("/staff/").headers["Location"] == "/staff/password/"
    assert "reset_password" in verbs()
