"""Monthly returns as a site would send them, for the tests of uploading."""

import csv
import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

COLUMNS = (
    "site_id", "month", "children", "admissions", "staff_in_post", "leavers", "staff_trained", "reflective_sessions",
    "formulation_meetings", "formulation_child_attended", "reviews_due", "reviews_held", "assaults", "assault_children",
    "self_harm", "self_harm_children", "restraints", "restraint_children",
)  # fmt: skip


def a_row(**changes: Any) -> dict[str, Any]:
    """Return one month of Alder (S01) in which nothing is odd."""
    usual = {
        "site_id": "S01", "month": "2020-08", "children": 120.5, "admissions": 14, "staff_in_post": 210, "leavers": 5,
        "staff_trained": 120, "reflective_sessions": 4, "formulation_meetings": 12, "formulation_child_attended": 6,
        "reviews_due": 30, "reviews_held": 25, "assaults": 9, "assault_children": 7, "self_harm": 6,
        "self_harm_children": 3, "restraints": 11, "restraint_children": 8,
    }  # fmt: skip
    return usual | changes


def as_csv(*rows: dict[str, Any], name: str = "return.csv", encoding: str = "utf-8") -> SimpleUploadedFile:
    """Return rows as an uploaded CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode(encoding), content_type="text/csv")


def as_xlsx(*rows: dict[str, Any], name: str = "return.xlsx") -> SimpleUploadedFile:
    """Return rows as an uploaded workbook."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append([row[name] for name in COLUMNS])
    packed = io.BytesIO()
    workbook.save(packed)
    workbook.close()
    return SimpleUploadedFile(name, packed.getvalue())
