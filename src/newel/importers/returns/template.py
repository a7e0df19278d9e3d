"""The blank return a site fills in: rows for what is known, lists to choose from, and a sheet of explanations."""

from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any

from newel.importers._grid import letter
from newel.importers._plugin import EXPLANATION_SHEET
from newel.importers.returns.columns import ReturnColumn
from newel.importers.returns.context import ReturnContext, open_months
from newel.importers.returns.definition import ROW_A_MONTH, ReturnDefinition, bound
from newel.importers.returns.sheets import lay_out

_ABOUT = ("Column", "What it is", "What to write", "Unit", "Must be filled in", "Its rate is per")
_WIDTHS = (24, 70, 50, 12, 18, 24)
_LISTS_FROM = len(_ABOUT) + 2
"""The first column of the lists on the explanation sheet; one is left free between."""
_AS_TEXT = "@"
"""The format that keeps a spreadsheet from turning a month into a date."""
_AS_DAY = "yyyy-mm-dd"
_EVENT_ROWS = 200
"""Blank rows for returns whose number of rows nobody can know."""
_LAST_ROW = 2_000
"""The lists to choose from reach down to this row."""


def template(
    definition: ReturnDefinition, context: ReturnContext, *, without: Collection[tuple[str, str]] = ()
) -> bytes:
    """Return an XLSX workbook to fill in; `check_return` takes it back as it is once it is filled in.

    `without`: pairs of site id and month that need no row, because their return has come.
    """
    import openpyxl
    from openpyxl.styles import Alignment, Font

    definition = bound(definition, context.protocol)
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Return"
    sheet.append(definition.names)
    for row in _rows(definition, context, without):
        sheet.append([row.get(name) for name in definition.names])
    for column, cell in zip(definition.columns, sheet[1], strict=True):
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.comment = _comment(definition, column)
        sheet.column_dimensions[cell.column_letter].width = max(12, len(column.name) + 2)
        _format(sheet, column, cell.column)
    sheet.freeze_panes = "C2"
    explanation = workbook.create_sheet(EXPLANATION_SHEET)
    _explain(definition, explanation)
    _offer_lists(definition, context, sheet=sheet, explanation=explanation)
    packed = BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def _rows(
    definition: ReturnDefinition, context: ReturnContext, without: Collection[tuple[str, str]]
) -> Iterator[dict[str, str]]:
    """Yield what can be filled in before: the whole key where it is known, else the site where there is only one."""
    if definition.kind not in ROW_A_MONTH:
        site = {"site_id": context.site_ids[0]} if len(context.site_ids) == 1 else {}
        yield from (site for _ in range(_EVENT_ROWS if site else 0))
        return
    words = next((column for column in definition.columns if column.name in definition.key and column.words), None)
    for site_id in context.site_ids:
        for month in open_months(context, site_id):
            row = {"site_id": site_id, "month": month}
            if (site_id, month) not in without:
                yield from ({**row, words.name: word} for word in words.words) if words else iter([row])


def _expected(definition: ReturnDefinition, column: ReturnColumn) -> str:
    return definition.made[definition.columns.index(column)].expected


def _comment(definition: ReturnDefinition, column: ReturnColumn) -> Any:
    """Return the comment of a column's name: what it is, its unit, and what is expected."""
    from openpyxl.comments import Comment

    unit = f"Unit: {column.unit}. " if column.unit else ""
    expected = _expected(definition, column)
    return Comment(f"{column.label}. {column.says}\n{unit}Write {expected}.", "Newel", width=320, height=170)


def _format(sheet: Any, column: ReturnColumn, position: int) -> None:
    """Keep months, ids and words as text, and show days as days."""
    wanted = {"day": _AS_DAY, "whole": "General", "measured": "General"}.get(column.type, _AS_TEXT)
    if wanted != "General":
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, position).number_format = wanted if row > 1 else _AS_TEXT
        sheet.column_dimensions[letter(position)].number_format = wanted


def _explain(definition: ReturnDefinition, sheet: Any) -> None:
    from openpyxl.styles import Font

    sheet.append([definition.title])
    sheet.append([definition.introduction])
    sheet.append([])
    sheet.append(_ABOUT)
    for column in definition.columns:
        must = "yes" if column.required else "no"
        per = definition.labels.get(column.denominator or "", column.denominator or "")
        says = f"{column.label}. {column.says}"
        sheet.append([column.name, says, _expected(definition, column), column.unit, must, per])
    lay_out(sheet, _WIDTHS, from_row=4)
    for cell in (sheet["A1"], *sheet[4]):
        cell.font = Font(bold=True)


def _lists(definition: ReturnDefinition, context: ReturnContext) -> Iterator[tuple[ReturnColumn, dict[str, str]]]:
    """Yield each column with something to choose from: {what to write: what it means}."""
    months = sorted({month for site_id in context.site_ids for month in open_months(context, site_id)})
    for column in definition.columns:
        if column.type == "site":
            yield column, {site_id: context.protocol.site(site_id).pseudonym for site_id in context.site_ids}
        elif column.type == "month" and months:
            yield column, dict.fromkeys(months, "")
        elif column.words:
            yield column, column.words


def _offer_lists(definition: ReturnDefinition, context: ReturnContext, *, sheet: Any, explanation: Any) -> None:
    """Write the lists beside the explanation and let the cells of their columns be chosen from them."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.datavalidation import DataValidation

    for order, (column, choices) in enumerate(_lists(definition, context)):
        at = _LISTS_FROM + 2 * order
        explanation.cell(4, at, f"{column.label}: choose from").font = Font(bold=True)
        for row, (word, label) in enumerate(choices.items(), start=5):
            explanation.cell(row, at, word).number_format = _AS_TEXT
            explanation.cell(row, at + 1, label)
        explanation.column_dimensions[letter(at)].width = 28
        explanation.column_dimensions[letter(at + 1)].width = 40
        cells = f"'{EXPLANATION_SHEET}'!${letter(at)}$5:${letter(at)}${4 + len(choices)}"
        choose = DataValidation(type="list", formula1=cells, allow_blank=not column.required, showErrorMessage=True)
        choose.errorTitle, choose.error = "Not in the list", f"Write {_expected(definition, column)}."[:250]
        sheet.add_data_validation(choose)
        position = letter(definition.names.index(column.name) + 1)
        choose.add(f"{position}2:{position}{_LAST_ROW}")
