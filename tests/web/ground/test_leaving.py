"""How records leave the web shell: one source, one export, and an example that is never mistaken for real people."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from newel.records import KINDS, FolderSource
from newel.web.audit.models import Event
from newel.web.audit.queries.verification import verify_chain
from newel.web.care.models import Admission
from newel.web.example.actions.load_example import example_date, load_example
from newel.web.record_source import WebSource
from newel.web.returns.models import Return
from newel.web.spreadsheets import csv_bytes, guarded
from newel.web.study import current_study
from tests.support.web import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


def keep_a_return():
    Return.objects.create(
        kind="monthly_return",
        site_id="S01",
        month="2020-08",
        version=1,
        received_on=NOON.date(),
        sent_by="tests",
        rows=[{"restraints": 4, "children": 20.5}],
    )


def test_the_source_has_a_frame_of_every_kind_in_its_own_shape():
    source = WebSource()

    for kind in KINDS.values():
        assert dict(source.frame(kind).schema) == kind.schema
    assert source.frame(KINDS["site"]).height == 18


def test_an_export_is_what_the_freeze_reads(tmp_path, capsys):
    keep_a_return()
    call_command("export_records", tmp_path)
    exported = FolderSource(tmp_path)

    assert exported.frame(KINDS["monthly_return"]).row(0, named=True)["restraints"] == 4
    assert (exported.description, exported.synthetic) == ("the web shell's database", False)
    assert f"Last seal: {verify_chain().head}" in capsys.readouterr().out
    assert json.loads(Event.objects.get(verb="export").body)["monthly_return"] == 1


def test_an_export_of_the_example_calls_itself_synthetic(tmp_path):
    load_example(study=current_study(), today=NOON.date(), now=NOON)
    call_command("export_records", tmp_path, verbosity=0)

    assert FolderSource(tmp_path).synthetic


def test_the_example_has_an_account_for_each_role_and_cards_for_each_group():
    loaded = load_example(study=current_study(), today=NOON.date(), now=NOON)

    assert sorted(loaded.passwords) == ["checker", "lead", "practitioner", "redactor", "researcher", "site"]
    assert {group: len(cards) for group, cards in loaded.cards.items()} == {
        "Staff": 3, "Young people": 3, "Parents and carers": 3,
    }  # fmt: skip
    assert loaded.returns == Return.objects.count() > 300
    assert not Return.objects.filter(received_on__gt=NOON.date()).exists()
    assert loaded.young_people == Admission.objects.filter(site_id="S01").count() == 5


def test_the_example_never_mixes_with_accounts_of_people(make_account):
    make_account("lead")
    with pytest.raises(CommandError, match="must not mix with real records"):
        call_command("load_example")

    assert Return.objects.count() == 0


def test_the_example_is_loaded_once(capsys):
    call_command("load_example")
    first = capsys.readouterr().out
    call_command("load_example")

    assert "Shown only now" in first
    assert "was loaded before" in capsys.readouterr().out


def test_a_study_that_is_over_is_shown_in_its_last_wave():
    protocol = current_study().protocol

    assert example_date(protocol, date(2026, 1, 1)) == date(2020, 9, 15)
    assert example_date(protocol, date(2019, 3, 1)) == date(2019, 3, 1)


def test_a_whole_audit_is_told_with_its_last_seal(capsys, make_account):
    make_account("lead")
    call_command("verify_audit")

    assert f"whole: 1 events. Last seal: {verify_chain().head}" in capsys.readouterr().out


def test_a_broken_audit_ends_the_command_with_the_place(make_account, settings):
    make_account("lead")
    settings.NEWEL_AUDIT_KEY = "00" * 64

    with pytest.raises(CommandError, match="broken at event 1"):
        call_command("verify_audit")


@pytest.mark.parametrize(
    "cell", ["=cmd|' /C calc'!A0", "+44 7700", "-5+2", "@SUM(1)", "\t=1", "\r=1", "\uff1d1+1", " =1+1"]
)
def test_a_cell_that_would_start_a_formula_is_made_text(cell):
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+3.5", "12 %", "-0,5%", "Alder", "a=b", ""])
def test_a_number_or_a_word_stays_as_it_is(cell):
    assert guarded(cell) == cell


def test_a_table_to_download_opens_with_the_right_letters():
    assert csv_bytes(["Name"], [["Zoë"]]).decode("utf-8-sig") == "Name\r\nZoë\r\n"


def test_a_site_that_shows_an_example_says_so_on_every_page(client):
    for address in ("/", "/take-part/", "/sign-in/"):
        assert "Today is set to 15 September 2020" in client.get(address).content.decode()


def test_without_a_set_day_the_clock_is_the_real_one(settings):
    from newel.web import clock

    settings.NEWEL_TODAY = None

    assert abs(clock.now() - datetime.now(UTC)).total_seconds() < 60  # noqa: TID251 - the second opinion
