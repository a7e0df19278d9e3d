"""Returns as a site would send them, and as they are kept, for the tests of the web shell."""

import csv
import io
import re
from datetime import date
from html import unescape
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

UPLOAD = "/staff/returns/monthly/"
EVENTS = "/staff/returns/activity/"
KYLE = "K0412/7"
"""A number by which a site knows a young person; no page, table or log of ours may hold it."""
MAUD = "EMP-55821"
"""The same, of a member of staff."""


def a_row(**changes: Any) -> dict[str, Any]:
    """Return one month of Alder (S01) in which nothing is odd."""
    usual = {
        "site_id": "S01", "month": "2020-08", "children": 120.5, "admissions": 14, "staff_in_post": 210, "leavers": 5,
        "staff_trained": 120, "reflective_sessions": 4, "formulation_meetings": 12, "formulation_child_attended": 6,
        "reviews_due": 30, "reviews_held": 25, "assaults": 9, "assault_children": 7, "self_harm": 6,
        "self_harm_children": 3, "restraints": 11, "restraint_children": 8,
    }  # fmt: skip
    return usual | changes


def an_event(**changes: Any) -> dict[str, Any]:
    """Return one event of Alder in August 2020."""
    usual = {
        "site_id": "S01", "month": "2020-08", "event": "1", "happened_on": "2020-08-03", "kind": "restraint",
        "child_id": KYLE, "minutes": 12, "section": None,
    }  # fmt: skip
    return usual | changes


def a_role(**changes: Any) -> dict[str, Any]:
    """Return the staff of one role at Alder in August 2020."""
    usual = {
        "site_id": "S01", "month": "2020-08", "role": "residential", "in_post": 80, "vacancies": 4,
        "agency_shifts": 12, "leavers": 1, "supervision_hours": 60.5,
    }  # fmt: skip
    return usual | changes


def a_member(**changes: Any) -> dict[str, Any]:
    """Return one line of Alder's register of staff, as it stood in August 2020."""
    usual = {
        "site_id": "S01", "month": "2020-08", "staff_id": MAUD, "role": "residential", "started_on": "2019-02-11",
        "left_on": None,
    }  # fmt: skip
    return usual | changes


def a_module(**changes: Any) -> dict[str, Any]:
    """Return one member of Alder's staff at one module of the framework's training."""
    usual = {
        "site_id": "S01", "month": "2020-08", "staff_id": MAUD, "role": "residential",
        "course": "trauma_informed_practice", "module": "understanding_behaviour", "held_on": "2020-08-12", "hours": 6,
        "before": 2, "after": 4, "backfill_hours": None,
    }  # fmt: skip
    return usual | changes


def a_cost(**changes: Any) -> dict[str, Any]:
    """Return one item that Alder paid for in August 2020."""
    usual = {
        "site_id": "S01", "month": "2020-08", "category": "running", "item": "health_posts", "quantity": 2.5,
        "unit": "month_of_a_post", "amount": 10250.75, "currency": "GBP", "price_year": 2020, "perspective": "health",
        "source": "payroll", "reference": None,
    }  # fmt: skip
    return usual | changes


def as_csv(*rows: dict[str, Any], name: str = "return.csv", encoding: str = "utf-8") -> SimpleUploadedFile:
    """Return rows as an uploaded CSV file with the columns of the first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode(encoding), content_type="text/csv")


def as_xlsx(*rows: dict[str, Any], name: str = "return.xlsx") -> SimpleUploadedFile:
    """Return rows as an uploaded workbook."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    packed = io.BytesIO()
    workbook.save(packed)
    workbook.close()
    return SimpleUploadedFile(name, packed.getvalue())


def keep(month: str, received_on: date, **changes: Any) -> None:
    """Keep a return of Alder that says nothing, as if it had been sent."""
    from newel.web.returns.models import Return

    usual = {"kind": "monthly_return", "site_id": "S01", "version": 1, "sent_by": "tests", "rows": [{}]}
    Return.objects.create(month=month, received_on=received_on, **(usual | changes))


def send(client: Any, file: SimpleUploadedFile, *, address: str = UPLOAD) -> Any:
    """Send a file and follow to the page that comes."""
    return client.post(address, {"file": file}, follow=True)


def say_yes(client: Any, response: Any, *, address: str = UPLOAD) -> Any:
    """Say yes on a page that asks."""
    return client.post(f"{address}confirm/", {"parcel": parcel_of(response)}, follow=True)


def parcel_of(response: Any) -> str:
    """Return what a page would give back in its hidden field."""
    return unescape(re.search(r'name="parcel" value="([^"]+)"', response.content.decode())[1])


def text_of(response: Any) -> str:
    """Return a page as text."""
    return unescape(response.content.decode())
