"""The role of a redactor: made by the command, bound to no site, and let into sources alone."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from newel.web.accounts.models import Account
from newel.web.accounts.permissions import PERMISSIONS, ROLE_NAMES, ROLES, allowed, sites_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


def test_the_command_makes_a_redactor(capsys):
    call_command("create_account", "hands", "--role", "redactor", "--print-password")

    assert Account.objects.get().role == "redactor"
    assert "Made the account hands." in capsys.readouterr().out


def test_a_redactor_sees_the_sources_of_every_site_and_has_none_of_their_own():
    call_command("create_account", "hands", "--role", "redactor", "--print-password")
    user = Account.objects.get().user

    assert len(sites_of(user)) == 18
    with pytest.raises(CommandError, match="no site for this role"):
        call_command("create_account", "more", "--role", "redactor", "--site", "S01", "--print-password")


def test_a_redactor_may_work_on_sources_and_on_nothing_else(make_account):
    user = make_account("redactor").user

    assert {act for act in PERMISSIONS if allowed(user, act)} == {
        "see_sources", "add_source", "redact", "sign_redaction",
    }  # fmt: skip


def test_whoever_codes_cannot_redact_unless_they_lead():
    may_redact = PERMISSIONS["redact"] | PERMISSIONS["sign_redaction"] | PERMISSIONS["add_source"]

    assert may_redact == {"lead", "redactor"}
    assert "researcher" in PERMISSIONS["code"]


def test_the_database_knows_every_role_that_has_a_name_and_no_other(make_account):
    assert set(ROLE_NAMES) == set(ROLES)
    account = make_account("redactor")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(role="spy")


def test_the_menu_and_the_start_page_lead_a_redactor_to_the_sources(sign_in):
    page = sign_in("redactor").get("/staff/").content.decode()

    assert 'href="/staff/sources/"' in page
    assert "Add interviews and notes, redact them" in page
    for elsewhere in ("/staff/returns/", "/staff/care/", "/staff/invitations/"):
        assert elsewhere not in page


def test_a_researcher_is_led_to_read_and_a_site_lead_is_not_led_there_at_all(sign_in):
    assert "Read interviews and notes that were redacted" in sign_in("researcher").get("/staff/").content.decode()
    assert "/staff/sources/" not in sign_in("site_lead").get("/staff/").content.decode()
