"""The blank return a site fills in: a row for each month it may still send, and a sheet that explains each column."""

from collections.abc import Collection
from io import BytesIO
from typing import Any

from newel.importers._plugin import EXPLANATION_SHEET
from newel.importers.returns.context import ReturnContext, open_months
from newel.importers.returns.definition import ReturnDefinition

_ABOUT = ("Column", "What it is", "What to write", "Unit", "Must be filled in")
_AS_TEXT = "@"
"""The format that keeps a spreadsheet from turning a month into a date."""


def template(
    definition: ReturnDefinition, context: ReturnContext, *, without: Collection[tuple[str, str]] = ()
) -> bytes:
    """Return an XLSX workbook to fill in; `check_return` takes it back as it is once it is filled in.

    `without`: pairs of site id and month that need no row, because their return has come.
    """
    import openpyxl
    from openpyxl.styles import Alignment, Font

    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Return"
    sheet.append(definition.names)
    for site_id in context.site_ids:
        for month in open_months(context, site_id):
            row = {"site_id": site_id, "month": month}
            if (site_id, month) not in without:
                sheet.append([row.get(name) for name in definition.names])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[cell.column_letter].width = max(12, len(str(cell.value)) + 2)
    for cells in sheet.iter_rows(max_col=2):
        for cell in cells:
            cell.number_format = _AS_TEXT
    sheet.freeze_panes = "C2"
    _explain(definition, workbook.create_sheet(EXPLANATION_SHEET))
    packed = BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def _explain(definition: ReturnDefinition, sheet: Any) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.append([definition.title])
    sheet.append([definition.introduction])
    sheet.append([])
    sheet.append(_ABOUT)
    for column in definition.columns:
        rule = next((rule for rule in definition.rules if rule.column == column.name), None)
        must = "yes" if column.required else "no"
        sheet.append([column.name, f"{column.label}. {column.says}", rule.expected if rule else "", column.unit, must])
    for letter, width in zip("ABCDE", (28, 70, 50, 12, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in (sheet["A1"], *sheet[4]):
        cell.font = Font(bold=True)
