"""The currency a spreadsheet shows beside a number: a cell that shows 1,200 euros holds nothing but 1200."""

import re
from functools import lru_cache

POUNDS = frozenset({"", "£", "GBP"})
_BRACKETED = re.compile(r"\[\$([^\]-]*)(?:-[0-9A-Fa-f]+)?\]")
_LITERAL = re.compile(r"[€$¥₹]|\b(?:EUR|USD|CHF|JPY)\b")


@lru_cache(maxsize=1024)
def foreign_sign(number_format: str) -> str:
    """Return the sign of a currency other than the pound that a number format shows, or nothing.

    The formats that every workbook has show the currency of the computer they are opened on, so they say nothing.
    """
    from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE

    if number_format in BUILTIN_FORMATS_REVERSE:
        return ""
    bracketed = [found[1].strip() for found in _BRACKETED.finditer(number_format)]
    rest = _BRACKETED.sub("", number_format)
    signs = [*bracketed, *(found[0] for found in _LITERAL.finditer(rest))]
    return next((sign for sign in signs if sign not in POUNDS), "")
