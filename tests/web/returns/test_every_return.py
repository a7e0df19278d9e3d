"""Every return of the study has a page of its own, and what it accepts is a record of its kind."""

import io
from datetime import date

import openpyxl
import polars as pl
import pytest

from newel.records import KINDS
from newel.web.returns.definition import study_returns
from newel.web.returns.models import Return
from newel.web.returns.record_source import return_frames
from tests.support.web_returns import (
    a_cost,
    a_member,
    a_module,
    a_role,
    a_row,
    an_event,
    as_csv,
    as_xlsx,
    send,
    text_of,
)

pytestmark = pytest.mark.django_db
NAMES = ["monthly", "staffing", "activity", "staff", "training", "costs"]
ROWS = {
    "monthly": a_row, "staffing": a_role, "activity": an_event,
    "staff": a_member, "training": a_module, "costs": a_cost,
}  # fmt: skip


@pytest.fixture
def sender(example_study, sign_in):
    return sign_in("site_lead")


def page_of(name):
    return f"/staff/returns/{name}/"


def test_the_first_page_leads_to_every_return_with_what_is_due(sender):
    text = text_of(sender.get("/staff/returns/"))

    assert list(study_returns()) == NAMES
    for definition in study_returns().values():
        assert f'<a href="{page_of(definition.name)}">{definition.title}</a>' in text
    assert text.count("6 months to send") == len(NAMES)  # March to August 2020 are open
    assert text.count("5 overdue") == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_return_has_its_own_template_with_its_own_columns(sender, name):
    blank = sender.get(f"{page_of(name)}blank/")
    sheet = openpyxl.load_workbook(io.BytesIO(blank.content)).worksheets[0]

    assert blank["Content-Disposition"] == f'attachment; filename="{name}-return.xlsx"'
    assert [cell.value for cell in sheet[1]] == list(study_returns()[name].names)


@pytest.mark.parametrize("made", [as_csv, as_xlsx])
@pytest.mark.parametrize("name", NAMES)
def test_a_return_that_is_right_is_kept_under_its_kind(sender, name, made):
    page = send(sender, made(ROWS[name]()), address=page_of(name))

    assert "We have your return for August 2020" in text_of(page)
    kept = Return.objects.get()
    assert (kept.kind, kept.site_id, kept.month, kept.version) == (study_returns()[name].kind, "S01", "2020-08", 1)


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_return_is_a_record_in_the_shape_of_its_kind(sender, name):
    send(sender, as_csv(ROWS[name]()), address=page_of(name))
    frames, kind = return_frames(), KINDS[study_returns()[name].kind]

    assert dict(frames[kind.name].schema) == kind.schema
    assert {found: frame.height for found, frame in frames.items() if frame.height} == {kind.name: 1}


def test_the_figures_of_a_record_are_those_of_the_file(sender):
    send(sender, as_csv(an_event()), address=page_of("activity"))
    row = return_frames()["activity"].row(0, named=True)

    expected = {"event": "1", "happened_on": date(2020, 8, 3), "kind": "restraint", "minutes": 12, "section": None}
    assert {name: row[name] for name in expected} == expected
    assert (row["version"], row["received_on"]) == (1, date(2020, 9, 15))


def test_a_return_the_study_does_not_ask_for_is_not_there(sender):
    assert sender.get(page_of("nonsense")).status_code == 404
    assert sender.get(f"{page_of('nonsense')}blank/").status_code == 404


def test_a_file_of_another_return_is_refused(sender):
    page = sender.post(page_of("activity"), {"file": as_csv(a_row())})

    assert page.status_code == 422
    assert Return.objects.count() == 0


def keep_rows(kind, month, version, *rows):
    Return.objects.create(
        kind=kind, site_id="S01", month=month, version=version, received_on=date(2020, 9, 1), sent_by="tests", rows=rows
    )


def trained(staff_id, day):
    return {
        "staff_id": staff_id, "role": "residential", "course": "c", "module": "m", "held_on": day, "hours": 6.0,
        "before": None, "after": None, "backfill_hours": None,
    }  # fmt: skip


def test_of_training_only_the_version_that_counts_is_a_record():
    keep_rows("training", "2020-07", 1, trained("p1", "2020-07-01"), trained("p2", "2020-07-01"))
    keep_rows("training", "2020-07", 2, trained("p1", "2020-07-01"))
    keep_rows("training", "2020-08", 1, trained("p3", "2020-08-01"))

    assert return_frames()["training"]["staff_id"].to_list() == ["p1", "p3"]


def test_the_register_of_staff_is_that_of_the_latest_month():
    line = {"role": "residential", "started_on": "2019-01-01", "left_on": None}
    keep_rows("staff_member", "2020-07", 1, {"staff_id": "p1"} | line, {"staff_id": "p2"} | line)
    keep_rows("staff_member", "2020-08", 1, {"staff_id": "p1"} | line)
    keep_rows("staff_member", "2020-07", 2, {"staff_id": "p1"} | line)  # a late correction of an earlier month

    assert return_frames()["staff_member"]["staff_id"].to_list() == ["p1"]


def event(number):
    return {
        "event": number, "happened_on": "2020-08-01", "kind": "assault", "child_id": "p1", "minutes": None,
        "section": None,
    }  # fmt: skip


def test_every_version_of_events_is_a_record_so_that_the_highest_can_count():
    keep_rows("activity", "2020-08", 1, event("1"), event("2"))
    keep_rows("activity", "2020-08", 2, event("1"))

    assert return_frames()["activity"].group_by("version").len().sort("version").rows() == [(1, 2), (2, 1)]


def test_events_of_a_month_that_was_corrected_to_none_are_no_records_any_more():
    keep_rows("activity", "2020-08", 1, event("1"), event("2"))
    keep_rows("activity", "2020-08", 2)
    keep_rows("activity", "2020-07", 1, event("1"))

    assert return_frames()["activity"].select(pl.col("month")).to_series().to_list() == ["2020-07"]
