"""The returns that sites send: their definitions, and the check of one file, row by row and in words.

A return is one TOML file in the study's `returns/` folder. Start with `read_definitions(study)` and `check_file`.
"""

from newel.importers.returns.annotating import annotated
from newel.importers.returns.checking import CheckedReturn, Places, check_file, check_return, read_return
from newel.importers.returns.columns import ReturnColumn
from newel.importers.returns.context import ReturnContext, closes_on, open_months
from newel.importers.returns.definition import ReturnDefinition, bound
from newel.importers.returns.faults import CellFault
from newel.importers.returns.reading import list_faults, read_definitions
from newel.importers.returns.rule import ReturnRule
from newel.importers.returns.template import template

__all__ = [
    "CellFault",
    "CheckedReturn",
    "Places",
    "ReturnColumn",
    "ReturnContext",
    "ReturnDefinition",
    "ReturnRule",
    "annotated",
    "bound",
    "check_file",
    "check_return",
    "closes_on",
    "list_faults",
    "open_months",
    "read_definitions",
    "read_return",
    "template",
]
