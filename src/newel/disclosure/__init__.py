"""What may leave: one rule per file in `rules/`, and Released, which only `control` makes."""

from newel.disclosure.control import control, disclosure_rules, unknown_rule
from newel.disclosure.pointing import numbers_of, with_pointed
from newel.disclosure.released import Released, ReleasedCell, ReleasedRow, ReleasedTable, UnableToRelease

__all__ = [
    "Released",
    "ReleasedCell",
    "ReleasedRow",
    "ReleasedTable",
    "UnableToRelease",
    "control",
    "disclosure_rules",
    "numbers_of",
    "unknown_rule",
    "with_pointed",
]
