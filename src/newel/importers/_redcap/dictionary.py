"""The data dictionary: one row a field, under the headings of REDCap's own pages or of its API."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from newel.faults import Fault, Refused
from newel.importers._grid import MAX_FAULTS, shortened
from newel.importers._plugin import TextTable
from newel.importers._redcap.model import Field

_HEADINGS = {
    "variable / field name": "field_name",
    "form name": "form_name",
    "section header": "section_header",
    "field type": "field_type",
    "field label": "field_label",
    "choices, calculations, or slider labels": "select_choices_or_calculations",
    "choices or calculations": "select_choices_or_calculations",
    "text validation type or show slider number": "text_validation_type_or_show_slider_number",
    "text validation min": "text_validation_min",
    "text validation max": "text_validation_max",
    "identifier?": "identifier",
    "branching logic (show field only if...)": "branching_logic",
    "field annotation": "field_annotation",
}
NEEDED = ("field_name", "form_name", "field_type", "field_label", "select_choices_or_calculations", "identifier")
WITH_CHOICES = ("radio", "dropdown", "checkbox")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LOST = "\ufffd"


def is_dictionary(table: TextTable) -> bool:
    """Return whether a table is a data dictionary, going by its headings."""
    headings = {_HEADINGS.get(column, column) for column in table.columns}
    return {"field_name", "form_name", "field_type"} <= headings


def read_dictionary(table: TextTable) -> tuple[Field, ...]:
    """Return the fields, in order. Raises Refused for a dictionary that is damaged or not whole."""
    headings = [_HEADINGS.get(column, column) for column in table.columns]
    missing = [name for name in NEEDED if name not in headings]
    if missing:
        raise Refused.because(
            table.name,
            "the row of column names",
            found=f"no column {', '.join(missing)}",
            expected="a data dictionary as REDCap writes it",
            remedy="Download the data dictionary again, as a CSV file.",
        )
    rows = [dict(zip(headings, row, strict=True)) for row in table.rows]
    blank = "NA" if _writes_na(rows) else ""
    cells = [{name: "" if cell in (None, blank) else str(cell) for name, cell in row.items()} for row in rows]
    faults = list(_faults(table, cells))
    if faults:
        raise Refused(faults[:MAX_FAULTS])
    fields = tuple(_field(row, number) for row, number in zip(cells, table.row_numbers, strict=True))
    refuse_lost(table.name, fields)
    return fields


def refuse_lost(file: str, fields: Sequence[Field]) -> None:
    """Refuse a structure in whose words characters were lost: nobody here knows what people read."""
    lost = {field: field.words.count(_LOST) for field in fields if _LOST in field.words}
    if lost:
        raise Refused(
            Fault(
                file,
                f"row {field.row}, field {shortened(field.name)}",
                f"{count} characters (�) that were lost before the file came here",
                "the words as people read them",
                "Look the words up in REDCap and mend them there, then download the file again.",
            )
            for field, count in list(lost.items())[:MAX_FAULTS]
        )


def _writes_na(rows: list[dict[str, str | None]]) -> bool:
    """Return whether the file writes NA for blank, as R does: REDCap itself has only `y` or nothing in this column."""
    return any(row["identifier"] == "NA" for row in rows)


def _faults(table: TextTable, rows: list[dict[str, str]]) -> Iterator[Fault]:
    times = Counter(row["field_name"] for row in rows)
    for row, number in zip(rows, table.row_numbers, strict=True):
        name, place = row["field_name"], f"row {number}, field {shortened(row['field_name']) or 'without a name'}"
        remedy = "Correct it in REDCap, then download the data dictionary again."
        if not _NAME.fullmatch(name):
            yield Fault(table.name, place, "a name REDCap would not give", "small letters, digits and _", remedy)
        elif times[name] > 1:
            yield Fault(table.name, place, f"this name {times[name]} times", "each name once", remedy)
        if not _NAME.fullmatch(row["form_name"]):
            found = "no form name, or one REDCap would not give"
            yield Fault(table.name, place, found, "small letters, digits and _", remedy)


def _field(row: Mapping[str, str], number: int) -> Field:
    kind = row["field_type"].lower()
    choices, problem = parse_choices(row["select_choices_or_calculations"]) if kind in WITH_CHOICES else ((), "")
    return Field(
        name=row["field_name"],
        form=row["form_name"],
        kind=kind,
        label=plain(row["field_label"]),
        row=number,
        choices=choices,
        choices_problem=problem,
        validation=row.get("text_validation_type_or_show_slider_number", "").lower(),
        lowest=row.get("text_validation_min", ""),
        highest=row.get("text_validation_max", ""),
        identifier=row["identifier"].lower() == "y",
        branching=row.get("branching_logic", ""),
        heading=plain(row.get("section_header", "")),
        annotation=row.get("field_annotation", ""),
    )


def parse_choices(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the (code, label) pairs of `1, Yes | 0, No`, and what is wrong with them, in words, or nothing."""
    pairs = [piece.partition(",") for piece in text.split("|") if piece.strip()]
    choices = tuple((code.strip(), plain(label) or code.strip()) for code, _, label in pairs)
    if not choices:
        return (), "it has no choices"
    if any(not comma or not code.strip() for code, comma, _ in pairs):
        return (), "its choices are not written as code, label"
    if len({code for code, _ in choices}) < len(choices):
        return (), "two of its choices have the same code"
    return choices, ""


def plain(text: str) -> str:
    """Return words without HTML and on one line."""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", text)).split())
