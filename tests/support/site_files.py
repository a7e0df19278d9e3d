"""Files of every return of the example study, as a site sends them: rows as text, and the bytes of a file of them."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from newel.importers.returns import CheckedReturn, ReturnContext, ReturnDefinition, check_file, read_definitions
from newel.protocol import Protocol, read_protocol
from tests.support.monthly import STUDY, USUAL
from tests.support.workbooks import xlsx

TODAY = date(2019, 10, 20)
"""April to September 2019 are open."""
KEY = b"a key for tests only, 32 bytes.."
Row = dict[str, Any]

_STAFFING = {
    "site_id": "S03",
    "month": "2019-08",
    "role": "residential",
    "in_post": "60",
    "vacancies": "4",
    "agency_shifts": "31",
    "leavers": "2",
    "supervision_hours": "52.5",
}
_ACTIVITY = {
    "site_id": "S03",
    "month": "2019-08",
    "event": "1",
    "happened_on": "2019-08-03",
    "kind": "restraint",
    "child_id": "K104",
    "minutes": "9",
    "section": None,
}
_TRAINING = {
    "site_id": "S03",
    "month": "2019-08",
    "staff_id": "E2031",
    "role": "residential",
    "course": "trauma_informed_practice",
    "module": "understanding_behaviour",
    "held_on": "2019-08-06",
    "hours": "6",
    "before": "2",
    "after": "4",
    "backfill_hours": "6",
}
_STAFF = {
    "site_id": "S03",
    "month": "2019-08",
    "staff_id": "E2031",
    "role": "residential",
    "started_on": "2016-03-14",
    "left_on": None,
}
_COSTS = {
    "site_id": "S03",
    "month": "2019-08",
    "category": "running",
    "item": "health_posts",
    "quantity": "1.5",
    "unit": "month_of_a_post",
    "amount": "6150.5",
    "currency": "GBP",
    "price_year": "2019",
    "perspective": "health",
    "source": "payroll",
    "reference": "PAY/2019-08",
}
_MONTHLY = {name: str(value) for name, value in USUAL.items()}


def some_rows(name: str) -> list[Row]:
    """Return five rows of one return, in which nothing is odd."""
    changes: dict[str, tuple[Row, Sequence[Row]]] = {
        "monthly": (_MONTHLY, [{"month": f"2019-0{month}"} for month in range(5, 10)]),
        "staffing": (
            _STAFFING,
            [
                {"role": "residential"},
                {"role": "health", "in_post": "12", "agency_shifts": "0"},
                {"role": "education", "in_post": "9", "vacancies": None},
                {"role": "management", "in_post": "6", "leavers": "0"},
                {"month": "2019-09", "in_post": "59", "leavers": "3"},
            ],
        ),
        "activity": (
            _ACTIVITY,
            [
                {},
                {"event": "2", "kind": "assault", "child_id": "K110", "minutes": None},
                {"event": "3", "kind": "separation", "happened_on": "2019-08-11", "minutes": "95"},
                {"event": "4", "kind": "chat_section", "section": "mental_health", "minutes": "40", "child_id": "K121"},
                {"event": "5", "kind": "self_harm", "happened_on": "2019-08-30", "minutes": None},
            ],
        ),
        "training": (
            _TRAINING,
            [
                {},
                {"staff_id": "E2040", "before": None, "after": None},
                {"staff_id": "E2055", "role": "education", "hours": "5.5"},
                {"module": "attachment_and_trauma", "held_on": "2019-08-20", "hours": "12", "backfill_hours": None},
                {"staff_id": "E2040", "module": "trauma_informed_care", "held_on": "2019-08-27", "hours": "11.5"},
            ],
        ),
        "staff": (
            _STAFF,
            [
                {},
                {"staff_id": "E2040", "started_on": "2018-11-05", "left_on": "2019-08-16"},
                {"staff_id": "E2055", "role": "education", "started_on": "2019-02-01"},
                {"staff_id": "E2061", "role": "health", "started_on": "2017-07-10"},
                {"staff_id": "E2070", "role": "management", "started_on": "2011-09-01"},
            ],
        ),
        "costs": (
            _COSTS,
            [
                {},
                {"item": "delivery_posts", "perspective": "justice"},
                {"item": "family_work", "unit": "hour", "quantity": "40", "amount": "1400", "reference": None},
                {"item": "trainers", "unit": "day", "quantity": "3", "category": "set_up", "source": "invoice"},
                {"item": "travel", "unit": "mile", "quantity": "0", "amount": "0", "source": "ledger"},
            ],
        ),
    }
    usual, rows = changes[name]
    return [usual | row for row in rows]


@cache
def definition(name: str) -> ReturnDefinition:
    """Return one of the study's returns, read once."""
    return read_definitions(STUDY)[name]


@cache
def protocol() -> Protocol:
    """Return the study's protocol, read once."""
    return read_protocol(STUDY)


def a_sender(**changes: Any) -> ReturnContext:
    """Return a sender of sites S03 and S04 on the day above."""
    usual: Row = {"protocol": protocol(), "today": TODAY, "site_ids": ("S03", "S04"), "key": KEY}
    return ReturnContext(**(usual | changes))


def csv_file(rows: Sequence[Mapping[str, Any]], *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Return rows as a CSV file; None is a blank cell. The columns are those of the first row."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(rows[0])
    writer.writerows([row.get(name) for name in rows[0]] for row in rows)
    return text.getvalue().encode(encoding)


def xlsx_file(rows: Sequence[Mapping[str, Any]], *, above: Sequence[Sequence[Any]] = ()) -> bytes:
    """Return rows as a workbook, perhaps with other rows above the column names."""
    return xlsx(*above, list(rows[0]), *([row.get(name) for name in rows[0]] for row in rows))


@dataclass(frozen=True)
class SiteFile:
    """A file of one return."""

    returns: str
    name: str
    content: bytes

    def checked(self, context: ReturnContext | None = None) -> CheckedReturn:
        """Check it for a sender of S03 and S04."""
        return check_file(definition(self.returns), self.name, self.content, context=context or a_sender())


def sent(name: str, rows: Sequence[Mapping[str, Any]], **changes: Any) -> CheckedReturn:
    """Check rows of a return as if they had been sent as CSV."""
    return SiteFile(name, "return.csv", csv_file(rows)).checked(a_sender(**changes))
