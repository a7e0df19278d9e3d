"""Words a person writes into a synthesis: no statistic is typed in, because a number comes from its finding only."""

import re

_CODE = re.compile(r"`[^`]*`")
_YEAR = re.compile(r"19\d\d|20\d\d|2100")
NO_NUMBERS = "words without numbers, apart from years and what stands in backticks"
REMEDY = "Take the number out and point at where it stands: finding.table.row.column."


def typed_numbers(text: str) -> tuple[str, ...]:
    """Return the words of a text that hold a digit, apart from years and from what stands in backticks."""
    words = re.findall(r"\w+", _CODE.sub(" ", text))
    return tuple(word for word in words if any(letter.isnumeric() for letter in word) and not _YEAR.fullmatch(word))
