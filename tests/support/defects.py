"""Defects planted in files of every return, each with the cell it must be reported in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.support.site_files import SiteFile, csv_file, some_rows, xlsx_file

Row = dict[str, Any]


@dataclass(frozen=True)
class Defect:
    """One defect: the file it is in, the code of its fault, and its cells as (row, column letter)."""

    says: str
    file: SiteFile
    code: str
    cells: tuple[tuple[int, str], ...]

    def __str__(self) -> str:
        return f"{self.file.returns}: {self.says}"


_LETTERS = {
    name: dict(zip(some_rows(name)[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=False))
    for name in ("monthly", "staffing", "activity", "training", "staff", "costs")
}


def in_cell(name: str, row: int, column: str, value: Any, code: str) -> Defect:
    """Return a file with one value planted in a row of it; odd rows are sent as text and even ones as a workbook."""
    rows = some_rows(name)
    rows[row - 2] |= {column: value}
    content, ending = (csv_file(rows), "csv") if row % 2 else (xlsx_file(rows), "xlsx")
    file = SiteFile(name, f"return.{ending}", content)
    return Defect(f"{column} holds {value!r} ({code})", file, code, ((row, _LETTERS[name][column]),))


def in_row(name: str, row: int, changes: Row, column: str, code: str) -> Defect:
    """Return a file in which the cells of one row do not agree."""
    rows = some_rows(name)
    rows[row - 2] |= changes
    file = SiteFile(name, "return.csv", csv_file(rows))
    return Defect(f"{changes} ({code})", file, code, ((row, _LETTERS[name][column]),))


CELLS = [
    # The monthly return: text and impossible numbers in number cells, months, sites.
    in_cell("monthly", 2, "restraints", "eleven", "restraints_count"),
    in_cell("monthly", 3, "restraints", "4.5", "restraints_count"),
    in_cell("monthly", 4, "assaults", "-1", "assaults_count"),
    in_cell("monthly", 5, "self_harm", "1,200", "self_harm_count"),
    in_cell("monthly", 6, "reviews_due", "n/k", "reviews_due_count"),
    in_cell("monthly", 2, "leavers", "4 staff", "leavers_count"),
    in_cell("monthly", 3, "admissions", "999", "admissions_count"),
    in_cell("monthly", 4, "children", "14,5", "children_number"),
    in_cell("monthly", 5, "children", "181", "children_fit_the_site"),
    in_cell("monthly", 6, "staff_in_post", "#REF!", "staff_in_post_count"),
    in_cell("monthly", 3, "month", "2019-13", "month_written"),
    in_cell("monthly", 5, "month", "Aug-19", "month_written"),
    in_cell("monthly", 2, "month", None, "month_written"),
    in_cell("monthly", 2, "month", "2018-07", "month_outside_study"),
    in_cell("monthly", 6, "month", "2019-10", "month_not_over"),
    in_cell("monthly", 2, "month", "2019-03", "month_closed"),
    in_cell("monthly", 4, "month", "2019-06", "repeated_row"),
    in_cell("monthly", 3, "site_id", "S3", "unknown_site"),
    in_cell("monthly", 4, "site_id", "S05", "other_site"),
    in_cell("monthly", 5, "site_id", None, "site_written"),
    in_cell("monthly", 5, "reflective_sessions", "9434765919", "personal_number"),
    # What does not agree within a row of it.
    in_row("monthly", 3, {"staff_trained": "41"}, "staff_trained", "trained_are_staff"),
    in_row("monthly", 4, {"formulation_child_attended": "6"}, "formulation_child_attended", "attended_are_meetings"),
    in_row("monthly", 5, {"reviews_held": "7"}, "reviews_held", "held_were_due"),
    in_row("monthly", 6, {"assault_children": "5"}, "assault_children", "assault_children_of_incidents"),
    in_row("monthly", 2, {"restraint_children": "0"}, "restraint_children", "restraint_children_when_any"),
    in_row(
        "monthly",
        3,
        {"self_harm": "99", "self_harm_children": "40"},
        "self_harm_children",
        "self_harm_children_were_here",
    ),
    # The staffing snapshot.
    in_cell("staffing", 2, "role", "porter", "role_word"),
    in_cell("staffing", 3, "role", None, "role_word"),
    in_cell("staffing", 4, "in_post", "about 9", "in_post_count"),
    in_cell("staffing", 5, "vacancies", "-2", "vacancies_count"),
    in_cell("staffing", 6, "supervision_hours", "52h30", "supervision_hours_number"),
    in_cell("staffing", 3, "agency_shifts", "60000", "agency_shifts_count"),
    in_cell("staffing", 4, "role", "health", "repeated_row"),
    in_row("staffing", 5, {"in_post": "0", "leavers": "0"}, "supervision_hours", "nobody_supervised"),
    # Events: days, kinds, ids, sections and minutes.
    in_cell("activity", 2, "happened_on", "31/09/2019", "happened_on_day"),
    in_cell("activity", 3, "happened_on", "13/08/19", "happened_on_day"),
    in_cell("activity", 4, "happened_on", "08/13/2019", "day_month_first"),
    in_cell("activity", 5, "happened_on", "43690", "day_serial"),
    in_cell("activity", 6, "happened_on", "last Friday", "happened_on_day"),
    in_cell("activity", 2, "happened_on", "2019-07-31", "happened_in_the_month"),
    in_cell("activity", 3, "happened_on", None, "happened_on_day"),
    in_cell("activity", 4, "kind", "fight", "kind_word"),
    in_cell("activity", 5, "kind", None, "kind_word"),
    in_cell("activity", 6, "child_id", "Kayden Marsh", "child_id_label"),
    in_cell("activity", 2, "child_id", "KM", "child_id_label"),
    in_cell("activity", 3, "child_id", None, "child_id_label"),
    in_cell("activity", 4, "child_id", "943 476 5919", "personal_number"),
    in_cell("activity", 3, "section", "mental_health", "section_of_assessment"),
    in_cell("activity", 5, "section", None, "section_is_named"),
    in_cell("activity", 5, "section", "teeth", "section_word"),
    in_cell("activity", 4, "minutes", "1h35", "minutes_count"),
    in_cell("activity", 6, "minutes", "20", "minutes_of_what_lasts"),
    in_cell("activity", 5, "event", "2", "repeated_row"),
    in_cell("activity", 6, "event", "5a", "event_count"),
    # Training and the staff list.
    in_cell("training", 2, "course", "first aid", "course_word"),
    in_cell("training", 3, "module", "knots", "module_word"),
    in_cell("training", 4, "hours", None, "hours_number"),
    in_cell("training", 5, "held_on", "20.08.2019", "held_on_day"),
    in_cell("training", 6, "before", "6", "before_number"),
    in_cell("training", 2, "staff_id", "Dawn Okafor", "staff_id_label"),
    in_cell("training", 3, "held_on", "2019-09-06", "held_in_the_month"),
    in_cell("staff", 2, "started_on", "14/13/2016", "started_on_day"),
    in_cell("staff", 3, "left_on", "2018-08-16", "left_after_the_start"),
    in_cell("staff", 4, "started_on", "1919-02-01", "started_in_a_lifetime"),
    in_cell("staff", 5, "left_on", "2019-09-02", "left_by_then"),
    in_cell("staff", 6, "started_on", "2019-09-01", "started_by_then"),
    in_cell("staff", 3, "staff_id", "E2031", "repeated_row"),
    # The cost sheet.
    in_cell("costs", 2, "unit", "hour", "unit_of_item"),
    in_cell("costs", 3, "unit", "week", "unit_word"),
    in_cell("costs", 4, "price_year", None, "price_year_count"),
    in_cell("costs", 5, "price_year", "2019/20", "price_year_count"),
    in_cell("costs", 2, "amount", "-6150.5", "amount_number"),
    in_cell("costs", 3, "amount", "£6,150", "amount_number"),
    in_cell("costs", 4, "amount", "about 1400", "amount_number"),
    in_cell("costs", 5, "amount", None, "amount_number"),
    in_cell("costs", 2, "currency", "EUR", "currency_word"),
    in_cell("costs", 3, "currency", None, "currency_word"),
    in_cell("costs", 4, "perspective", "treasury", "perspective_word"),
    in_cell("costs", 5, "quantity", "three", "quantity_number"),
    in_cell("costs", 6, "category", "one-off", "category_word"),
    in_cell("costs", 3, "source", "Dawn Okafor", "source_word"),
    in_cell("costs", 2, "reference", "from Dawn", "reference_label"),
    in_cell("costs", 6, "item", "training_time", "item_word"),
    in_row("costs", 4, {"quantity": "0"}, "quantity", "paid_for_something"),
    in_row("costs", 3, {"item": "health_posts", "perspective": "health"}, "category", "repeated_row"),
]

ASKED = [
    in_cell("monthly", 4, "staff_in_post", "25", "staff_in_post_add_up"),
    in_cell("staffing", 6, "in_post", "40", "in_post_add_up"),
    in_cell("staffing", 6, "leavers", "130", "leavers_were_here"),
    in_cell("activity", 2, "minutes", "900", "long_restraint"),
    in_row("training", 2, {"backfill_hours": "20"}, "backfill_hours", "backfill_of_hours"),
    in_row("training", 4, {"after": None}, "after", "both_ratings"),
    in_row("costs", 2, {"amount": "61505"}, "amount", "price_of_one"),
    in_row("costs", 3, {"source": "estimate"}, "source", "estimate_has_no_bill"),
]
"""What is odd but may be right: asked about, and never refused."""


def _each_row(name: str, change: Callable[[Row], Row]) -> SiteFile:
    return SiteFile(name, "return.csv", csv_file([change(row) for row in some_rows(name)]))


def _misspelt(row: Row) -> Row:
    return {"restraint_s" if key == "restraints" else key: cell for key, cell in row.items()}


_NOTE = _each_row("staff", lambda row: row | {"note": "see 9434765919"})
FILES = [
    Defect("a misspelt column", _each_row("monthly", _misspelt), "unknown_column", ((1, "Q"),)),
    Defect(
        "a column of names",
        _each_row("activity", lambda row: row | {"name": "Kayden Marsh"}),
        "unknown_column",
        ((1, "I"),),
    ),
    Defect(
        "a name as a column",
        _each_row("training", lambda row: row | {"Kayden Marsh": 1}),
        "unknown_column",
        ((1, "L"),),
    ),
    Defect(
        "an NHS number as a column",
        _each_row("staffing", lambda row: row | {"9434765919": "1"}),
        "personal_number",
        ((1, "I"),),
    ),
    Defect(
        "NHS numbers in a column that is none of ours",
        _NOTE,
        "personal_number",
        tuple((row, "G") for row in range(2, 7)),
    ),
]
