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
_MEND = "Correct it in REDCap, then download the file again."


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
    fields = tuple(_field(row, number) for row, number in zip(cells, table.row_numbers, strict=True))
    refuse_unsound(table.name, fields)
    return fields


def _writes_na(rows: list[dict[str, str | None]]) -> bool:
    """Return whether the file writes NA for blank, as R does: REDCap itself has only `y` or nothing in this column."""
    return any(row["identifier"] == "NA" for row in rows)


def refuse_unsound(file: str, fields: Sequence[Field]) -> None:
    """Refuse a structure REDCap would not have made: names, forms, or words in which characters were lost."""
    times = Counter(field.name for field in fields)
    faults = [
        Fault(file, f"row {field.row}, field {shortened(field.name) or 'without a name'}", found, expected, _MEND)
        for field in fields
        for found, expected in _unsound(field, times[field.name])
    ]
    if faults:
        raise Refused(faults[:MAX_FAULTS])


def _unsound(field: Field, times: int) -> Iterator[tuple[str, str]]:
    """Yield (found, expected) of what is wrong with one field."""
    if not _NAME.fullmatch(field.name):
        yield "a name REDCap would not give", "small letters, digits and _"
    if times > 1:
        yield f"this name {times} times", "each name once"
    if not _NAME.fullmatch(field.form):
        yield "no form name, or one REDCap would not give", "small letters, digits and _"
    if lost := field.words.count(_LOST):
        # Nobody here knows what people read there, and an instrument is its words.
        yield f"{lost} characters (�) that were lost before the file came here", "the words as people read them"


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
