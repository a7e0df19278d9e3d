"""Which words of a text are typed-in numbers: a statistic comes from a finding, or it is not printed."""

import re
from collections.abc import Iterator

_YEAR = re.compile(r"19\d\d|20\d\d|2100")
_CODE = re.compile(r"`[^`]*`")


def typed_in_numbers(text: str) -> Iterator[str]:
    """Yield every word with a digit that is neither a year nor in backticks."""
    for word in re.findall(r"\w+", _CODE.sub(" ", text)):
        if any(letter.isnumeric() for letter in word) and not _YEAR.fullmatch(word):
            yield word
