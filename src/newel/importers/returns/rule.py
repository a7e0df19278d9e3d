"""One rule of a return: written by an author, or made from what a column says of itself."""

from typing import Literal

from pydantic import Field

from newel.importers.returns.columns import Part, ReturnColumn, Words
from newel.importers.returns.days import EXPECTED
from newel.protocol import Identifier

LABEL = "^[A-Z0-9][A-Z0-9/-]{0,15}$"
MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$"
_COUNT_FIX = "Write the count in digits, without words, commas or decimals. Write 0 for none."
_NUMBER_FIX = "Use a point and not a comma. Write 0 for none."
_DAY_FIX = "Write the day first, then the month, then the year in four digits, or 2019-08-03 for 3 August 2019."
_LABEL_FIX = "Write it in capital letters and digits, the same way every time."
_PSEUDONYM_FIX = (
    "Write the number your site uses, in capital letters and digits, the same way every time. Never a name, initials "
    "or a date of birth. We replace it at once and do not keep it."
)


class ReturnRule(Part):
    """What must hold in every row. `expected` and `fix` are for the person who sends it, so neither may be left out.

    `ok` is SQL over the columns as text, in which a blank cell is null. A rule that gives null counts as failed.
    """

    id: Identifier
    column: Identifier = Field(description="The column a fault is shown in.")
    ok: Words = Field(
        description="What must be true: SQL over the columns as text, whole(x), measured(x), calendar_day(x), "
        "month_of(day) and site_places, the number of places of the row's site. `earlier_<column>` is the text of the "
        "month before. No cast, no clock, no chance, no subquery."
    )
    expected: Words = Field(description="What should stand there, as the end of the words: expected …")
    fix: Words = Field(description="What the sender should do, in whole sentences.")
    severity: Literal["error", "warning"] = Field(
        default="error", description="An error refuses the file. A warning asks the sender, and refuses nothing."
    )


def rule_of(column: ReturnColumn) -> ReturnRule:
    """Return the rule that a column's type and limits make."""
    suffix, holds, expected, fix = _MADE[column.type](column)
    name = column.name
    if column.required or column.type in ("site", "month"):
        ok = f"{name} is not null and {holds}" if holds else f"{name} is not null"
    else:
        ok, expected = f"{name} is null or {holds}", f"{expected}, or {column.blank}"
    identifier = f"{name.removesuffix('_id')}_written" if suffix == "written" else f"{name}_{suffix}"
    return ReturnRule(id=identifier, column=name, ok=ok, expected=expected, fix=column.fix or fix)


Made = tuple[str, str, str, str]
"""The end of the rule's id, the SQL that holds for a cell that is not blank, what is expected, how to mend it."""


def _site(_: ReturnColumn) -> Made:
    return "written", "", "the id of your site", "Write the id of your site in every row."


def _month(column: ReturnColumn) -> Made:
    fix = "Write August 2019 as 2019-08. If your spreadsheet turns it into a date, format the column as text first."
    return "written", f"regexp_matches({column.name}, '{MONTH}')", "a month as YYYY-MM", fix


def _whole(column: ReturnColumn) -> Made:
    return "count", f"whole({column.name}) {_between(column)}", f"a whole number {_from_to(column)}", _COUNT_FIX


def _measured(column: ReturnColumn) -> Made:
    expected = f"a number {_from_to(column)}, with a point before decimals"
    return "number", f"measured({column.name}) {_between(column)}", expected, _NUMBER_FIX


def _word(column: ReturnColumn) -> Made:
    words = ", ".join(f"'{word}'" for word in column.words)
    holds = f"{column.name} in ({words})" if words else "false"
    fix = "Choose from the list in the blank return, or copy the word from its explanation."
    return "word", holds, f"one of {', '.join(column.words)}", fix


def _day(column: ReturnColumn) -> Made:
    return "day", f"calendar_day({column.name}) is not null", EXPECTED, _DAY_FIX


def _label(column: ReturnColumn) -> Made:
    holds = f"regexp_matches({column.name}, '{LABEL}')"
    if column.pseudonym is None:
        return "label", holds, "at most 16 capital letters, digits, / and -", _LABEL_FIX
    # A digit keeps out names and most initials.
    holds = f"{holds} and regexp_matches({column.name}, '[0-9]')"
    expected = "a number that names nobody: at most 16 capital letters, digits, / and -, and at least one digit"
    return "label", holds, expected, _PSEUDONYM_FIX


_MADE = {
    "site": _site,
    "month": _month,
    "whole": _whole,
    "measured": _measured,
    "word": _word,
    "day": _day,
    "label": _label,
}


def _between(column: ReturnColumn) -> str:
    return f"between {column.lowest:.10g} and {column.highest or 0:.10g}"


def _from_to(column: ReturnColumn) -> str:
    if column.unit == "year":
        return f"from {column.lowest:.0f} to {column.highest or 0:.0f}"
    return f"from {_number(column.lowest)} to {_number(column.highest or 0)}"


def _number(limit: float) -> str:
    return f"{limit:,.0f}" if limit == int(limit) else f"{limit:g}"
