"""No identifier of a person is kept: planted ones are in no table, no event, no log and no page."""

import json
import logging
import re
import sqlite3

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from newel.importers.returns.pseudonyms import pseudonym
from newel.web.returns.models import Return
from tests.support.kept import rows_kept
from tests.support.web_returns import EVENTS, KYLE, MAUD, a_member, a_module, an_event, as_csv, say_yes, send, text_of

pytestmark = pytest.mark.django_db
REGISTER, TRAINING = "/staff/returns/staff/", "/staff/returns/training/"
NHS_NUMBER = "943 476 5919"
"""A valid number of the format's own example, which belongs to nobody."""
PLANTED = [KYLE, MAUD, NHS_NUMBER, NHS_NUMBER.replace(" ", ""), "Kyle Smith"]


@pytest.fixture
def sender(example_study, sign_in):
    return sign_in("site_lead")


def everything_kept():
    """Return the whole database as SQL, or its rows."""
    if connection.vendor == "postgresql":
        return rows_kept(connection).decode("utf-8", "replace")
    connection.ensure_connection()
    kept: sqlite3.Connection = connection.connection
    return "\n".join(kept.iterdump())


def send_all_there_is(sender):
    """Send right, wrong, corrected and repeated files that hold identifiers, and give back the pages."""
    wrong = an_event(child_id="Kyle Smith", minutes=f"{KYLE} fell", section=MAUD)
    pages = [
        send(sender, as_csv(an_event(), an_event(event="2")), address=EVENTS),
        send(sender, as_csv(a_member()), address=REGISTER),
        send(sender, as_csv(a_module()), address=TRAINING),
        send(sender, as_csv(wrong), address=EVENTS),
        send(sender, as_csv(an_event(child_id=NHS_NUMBER)), address=EVENTS),
        send(sender, as_csv(an_event(), an_event(event="2")), address=EVENTS),
        sender.post(f"{EVENTS}marked/", {"file": as_csv(a_module(), name=f"{MAUD}.csv")}),
    ]
    asked = send(sender, as_csv(an_event(child_id=MAUD), name=f"{MAUD}.csv"), address=EVENTS)
    return [*pages, asked, say_yes(sender, asked, address=EVENTS)]


def test_planted_identifiers_are_nowhere_in_the_database(sender):
    send_all_there_is(sender)
    kept = everything_kept()

    assert Return.objects.count() == 4
    assert [planted for planted in PLANTED if planted in kept] == []


def test_planted_identifiers_are_in_no_log_and_on_no_page(sender, caplog):
    caplog.set_level(logging.DEBUG)
    pages = [page for page in send_all_there_is(sender) if "text/html" in page["Content-Type"]]

    assert [planted for planted in PLANTED if planted in caplog.text] == []
    for page in pages:
        assert [planted for planted in PLANTED if planted in text_of(page)] == []


def test_what_is_kept_of_a_child_is_the_keyed_pseudonym_of_the_site(sender):
    send(sender, as_csv(an_event()), address=EVENTS)
    (row,) = Return.objects.get().rows

    assert row["child_id"] == pseudonym(
        bytes.fromhex(settings.NEWEL_PSEUDONYM_KEY), "child", site_id="S01", identifier=KYLE
    )
    assert re.fullmatch("[0-9a-f]{32}", row["child_id"])


def test_one_member_of_staff_has_one_pseudonym_in_the_register_and_in_training(sender):
    send(sender, as_csv(a_member()), address=REGISTER)
    send(sender, as_csv(a_module()), address=TRAINING)

    (first,), (second,) = (kept.rows for kept in Return.objects.order_by("id"))
    assert first["staff_id"] == second["staff_id"]


def test_what_waits_in_a_page_for_a_yes_holds_no_identifier_either(sender):
    from newel.web.returns.parcels import Waiting
    from tests.support.web_returns import parcel_of

    send(sender, as_csv(an_event()), address=EVENTS)
    asked = send(sender, as_csv(an_event(minutes=15)), address=EVENTS)
    waiting = Waiting.opened(parcel_of(asked), "activity", "site_lead-s01")

    assert KYLE not in json.dumps([dict(row) for row in waiting.figures[0].rows])


def test_a_file_with_an_nhs_number_is_refused_and_the_number_is_not_shown(sender):
    page = sender.post(EVENTS, {"file": as_csv(an_event(section=NHS_NUMBER))})

    assert page.status_code == 422
    assert "NHS number" in text_of(page)
    assert NHS_NUMBER not in text_of(page)


def test_the_name_of_a_file_is_kept_nowhere(sender):
    send(sender, as_csv(an_event(), name="kyle-smith-of-alder.csv"), address=EVENTS)
    sender.post(EVENTS, {"file": SimpleUploadedFile("kyle-smith-of-alder.pdf", b"%PDF-1.7")})

    assert "kyle-smith" not in everything_kept()
