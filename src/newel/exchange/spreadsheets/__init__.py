"""A coding project as tables: CSV, Excel and Word."""

from newel.exchange.spreadsheets.cells import Sheet, csv_bytes
from newel.exchange.spreadsheets.tables import codebook, framework, quotes, zero_one
from newel.exchange.spreadsheets.word import docx_bytes
from newel.exchange.spreadsheets.workbook import xlsx_bytes

__all__ = ["Sheet", "codebook", "csv_bytes", "docx_bytes", "framework", "quotes", "xlsx_bytes", "zero_one"]
