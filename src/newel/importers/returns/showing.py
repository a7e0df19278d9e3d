"""What of a cell a fault may show. A name may stand in any cell, so only numbers, days and known words are shown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from newel.importers._grid import shortened
from newel.importers.returns.definition import ReturnDefinition

_NUMBER = re.compile(r"[-+~<>≈£€$(]*[0-9][0-9.,:/%)-]{0,18}|[0-9]+(st|nd|rd|th|[ex:hm][0-9]*m?|mins|hrs)")
_MARK = re.compile(r"[-?.*/]{1,3}|[£€$]|#[a-z/0]+[!?]?")
"""A dash or a query, a sign of currency, or the error of a spreadsheet: #REF!"""
_MOST_DIGITS = 9
"""More digits may be a telephone or record number. A day has eight."""

NOT_KNOWN = (
    "-",
    "?",
    "n/a",
    "n/k",
    "na",
    "nk",
    "not known",
    "not recorded",
    "unknown",
    "missing",
    "tbc",
    "tba",
    "#n/a",
)
"""What people write where a blank cell belongs."""

_USUAL = frozenset(
    re.findall(
        r"\S+",
        """
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty none nil null not known unknown recorded missing tbc tba n/a n/k na nk yes no true
        false about approx over under and or more less hour hours hr hrs h min mins minute minutes m day days total
        gbp eur usd pound pounds sterling euro euros dollar dollars
        """,
    )
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august"
_MONTHS += "|september|october|november|december"
_DAY = re.compile(
    rf"([0-9]{{1,2}}(st|nd|rd|th)?[ -]+)?({_MONTHS})[ ,-]+([0-9]{{1,2}},? )?[0-9]{{2,4}}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}[ t][0-9:.]{5,12}"
)
"""A month is shown beside digits only: April, May and June are names too. So is a day with a clock."""


@dataclass(frozen=True)
class Vocabulary:
    """The words that may be shown, and the ids that stand in the file and may be shown nowhere."""

    words: frozenset[str]
    secret: frozenset[str]

    def shows(self, text: str) -> bool:
        """Return whether a text is made of numbers, days and known words only."""
        folded = text.casefold()
        if _DAY.fullmatch(folded):
            return True
        short = sum(map(str.isdigit, text)) <= _MOST_DIGITS
        return short and all(map(self._is_plain, folded.split())) and not self._holds_secret(text)

    def shown(self, cell: str | None) -> str:
        """Return a cell as a fault shows it."""
        if cell is None:
            return "nothing"
        if self._holds_secret(cell):
            return "an id"
        if self.shows(cell):
            return f"“{shortened(cell)}”"
        return f"text of {len(cell)} characters, not shown here"

    def _holds_secret(self, text: str) -> bool:
        folded = text.casefold()
        return folded in self.secret or any(part.strip(".,;:()") in self.secret for part in folded.split())

    def _is_plain(self, part: str) -> bool:
        word = part.strip(".,;:()")
        if word in _USUAL or part in self.words or word in self.words:
            return True
        return bool(_NUMBER.fullmatch(part) or _MARK.fullmatch(part))


def vocabulary(definition: ReturnDefinition, site_ids: Iterable[str], secret: Iterable[str | None] = ()) -> Vocabulary:
    """Return what may be shown of a file of this return: the words of its columns, and the study's site ids."""
    texts = [*definition.names, *definition.labels.values(), *site_ids, *(column.unit for column in definition.columns)]
    for column in definition.columns:
        texts += [*column.words, *column.words.values()]
    words = {text.casefold() for text in texts}
    words |= {word for text in words for word in re.split(r"[\s_-]+", text)}
    return Vocabulary(frozenset(words - {""}), frozenset(cell.casefold() for cell in secret if cell))
