"""Numbers of those who have no name any more: `[name 3]` is one person in all texts of a study."""

import re
from collections.abc import Iterable

_NUMBERED = re.compile(r"\[name (\d{1,6})\]")


def highest_number(replacements: Iterable[str]) -> int:
    """Return the highest number that stands for somebody; 0 where none does."""
    return max((int(found[1]) for words in replacements if (found := _NUMBERED.fullmatch(words))), default=0)
