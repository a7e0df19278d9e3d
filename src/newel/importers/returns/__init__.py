"""The returns that sites send: their definitions, and the check of one file, row by row and in words.

A return is one TOML file in the study's `returns/` folder. Start with `read_definitions(study)` and `check_return`.
"""

from newel.importers.returns.checking import CheckedReturn, check_return
from newel.importers.returns.context import ReturnContext, closes_on, month_end, open_months
from newel.importers.returns.definition import ReturnColumn, ReturnDefinition, ReturnRule, read_definitions
from newel.importers.returns.faults import CellFault
from newel.importers.returns.template import template

__all__ = [
    "CellFault",
    "CheckedReturn",
    "ReturnColumn",
    "ReturnContext",
    "ReturnDefinition",
    "ReturnRule",
    "check_return",
    "closes_on",
    "month_end",
    "open_months",
    "read_definitions",
    "template",
]
