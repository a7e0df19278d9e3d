"""The example study's monthly return, and files a site might send, for tests of its rules."""

import csv
import io
from datetime import date
from functools import cache
from typing import Any

from newel.importers import read_table
from newel.importers.returns import CheckedReturn, ReturnContext, ReturnDefinition, check_return, read_definitions
from tests.support.protocols import a_protocol
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
TODAY = date(2019, 10, 20)
"""So that April to September 2019 are open: each month closes 180 days after it ends."""
USUAL: dict[str, Any] = {
    "site_id": "S03",
    "month": "2019-08",
    "children": "14.5",
    "admissions": 3,
    "staff_in_post": 40,
    "leavers": 1,
    "staff_trained": 22,
    "reflective_sessions": 4,
    "formulation_meetings": 5,
    "formulation_child_attended": 3,
    "reviews_due": 6,
    "reviews_held": 5,
    "assaults": 4,
    "assault_children": 3,
    "self_harm": 0,
    "self_harm_children": 0,
    "restraints": 7,
    "restraint_children": 4,
}


@cache
def monthly() -> ReturnDefinition:
    """Return the definition, read once."""
    return read_definitions(STUDY)["monthly"]


def a_context(**changes: Any) -> ReturnContext:
    """Return a sender of sites S03 (20 places) and S04 of the small study on the day above."""
    usual = {"protocol": a_protocol(), "today": TODAY, "site_ids": ("S03", "S04")}
    return ReturnContext(**(usual | changes))


def a_row(**changes: Any) -> dict[str, Any]:
    """Return one month in which nothing is odd."""
    return USUAL | changes


def as_csv(*rows: dict[str, Any]) -> bytes:
    """Return rows as a CSV file; None is a blank cell. The columns are those of the first row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def checked(*rows: dict[str, Any], context: ReturnContext | None = None) -> CheckedReturn:
    """Check rows as if they had been sent as CSV."""
    return check_return(monthly(), read_table("return.csv", as_csv(*rows)), context or a_context())


def found(*rows: dict[str, Any], context: ReturnContext | None = None) -> list[tuple[str, str | None, tuple[int, ...]]]:
    """Return (code, column, rows) of each fault."""
    return [(fault.code, fault.column, fault.rows) for fault in checked(*rows, context=context).faults]


MOST_CASES = [
    ("admissions", 100),
    ("staff_in_post", 2000),
    ("leavers", 1000),
    ("staff_trained", 2000),
    ("reflective_sessions", 200),
    ("formulation_meetings", 200),
    ("formulation_child_attended", 200),
    ("reviews_due", 500),
    ("reviews_held", 500),
    ("assaults", 1000),
    ("assault_children", 400),
    ("self_harm", 1000),
    ("self_harm_children", 400),
    ("restraints", 1000),
    ("restraint_children", 400),
]
"""The largest count of each column, retyped from the return's file."""
