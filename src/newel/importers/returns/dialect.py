"""The SQL a return may be written in: what means the same on every engine, and nothing else."""

import re

WHOLE = "^-?[0-9]{1,9}$"
MEASURED = "^-?[0-9]{1,9}([.][0-9]{1,6})?$"
DAY = "^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
SITE_PLACES = "site_places"
"""The one thing a rule may know beside the row: the number of places of its site, null for a site that is not known."""

# Engines disagree on what a cast takes ('5.5' to 6, 'today' to a date), so the pattern always comes before the cast.
# A count is a bigint and a measure an exact decimal: a sum of either is the same in whatever order threads add it up.
MACROS = {
    "whole": f"case when regexp_matches(x, '{WHOLE}') then cast(x as bigint) end",
    "measured": f"case when regexp_matches(x, '{MEASURED}') then cast(x as decimal(15, 6)) end",
    "calendar_day": f"case when regexp_matches(x, '{DAY}') then try_cast(x as date) end",
    "month_of": "substring(cast(x as varchar), 1, 7)",
}
"""What a return's SQL may call beside the functions below; each takes one `x`."""

TYPES = {"whole": "bigint", "measured": "decimal(15, 6)", "calendar_day": "date"}
"""The type of what a column becomes, by the macro that reads it."""

_ON_A_ROW = {*MACROS, "regexp_matches", "length", "trim", "coalesce", "nullif", "abs", "ceil", "floor"} | {
    "least",
    "greatest",
}
_ON_MANY = _ON_A_ROW | {"count", "sum", "min", "max"}
_WORDS = {"and", "or", "not", "in", "between", "is", "case", "when", "then", "else", "where", "filter", "distinct"}
"""Words that may stand before a bracket and are no function."""

_REFUSED = {
    r"::|\b(try_)?cast\b": "a cast, which engines do differently; use whole(x), measured(x) or calendar_day(x)",
    r"\b(now|today|current_\w+|localtime\w*|get_current_\w+|random|uuid\w*|gen_random_uuid)\b": "the clock or chance",
    r"\b(select|from|pragma|set|copy|attach|install|load|read_\w+|getenv|over)\b": "more than a condition on one row",
    r"/|\bavg\b": "a division, which gives a float; keep sums and counts, and divide outside",
    r"[~^]|\*\*|\b(i?like|similar|glob)\b": "an operator that engines read differently; use regexp_matches(x, '…')",
    r"\bregexp_matches\([^()]*,[^()]*,": "a pattern with options, which are lost on the way; write (?i) into it",
}


def refused(sql: str, *, many: bool = False) -> str | None:
    """Return what in a piece of SQL would not mean the same everywhere, or None. `many`: it may count and sum rows."""
    bare = re.sub(r"--[^\n]*", "", re.sub(r"'[^']*'", "''", sql.lower()))
    for pattern, what in _REFUSED.items():
        if re.search(pattern, bare):
            return what
    if "[:" in sql:
        return "a named class of characters; write [a-z]"
    known = _ON_MANY if many else _ON_A_ROW
    unknown = [name for name in re.findall(r"\b([a-z_]\w*)\s*\(", bare) if name not in known | _WORDS]
    if unknown:
        return f"{unknown[0]}(), which may differ between engines; known are {', '.join(sorted(known))}"
    return None


def quoted(name: str) -> str:
    """Return a name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as a literal."""
    return "'" + text.replace("'", "''") + "'"
