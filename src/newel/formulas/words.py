"""A formula cut into words: names, numbers, text and signs. Nothing a person writes gets further than this as code."""

import re
from dataclasses import dataclass

from newel.formulas.refusing import refuse

LONGEST = 5000
"""Characters of a formula; nobody writes a longer one by hand."""
WORD = re.compile(
    r"""\s*(?:
    (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)L?
  | (?P<name>(?:[^\W\d_]|\.(?!\d))[\w.]*)
  | `(?P<quoted>[^`]+)`
  | (?P<text>"[^"\\]*"|'[^'\\]*')
  | (?P<sign>%in%|\|\||<=|>=|==|!=|[~+\-*/^:|(),=<>])
)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Word:
    """One word, and where in the formula it begins."""

    kind: str
    """`number`, `name`, `quoted`, `text`, `sign` or `end`."""
    text: str
    at: int


def words(formula: str) -> list[Word]:
    """Cut a formula into words; the last one is the end.

    Raises Refused for a character that has no meaning in a formula.
    """
    if len(formula) > LONGEST:
        refuse("its length", found=f"{len(formula)} characters", expected=f"at most {LONGEST}", remedy="Shorten it.")
    found, at, text = [], 0, formula.rstrip()
    while at < len(text):
        word = WORD.match(text, at)
        if word is None or word.lastgroup is None:
            left = text[at:].strip()
            refuse(
                f"character {len(text) - len(left) + 1}",
                found=left[:20],
                expected="names of columns, numbers, and the signs ~ + - * / ^ : | ( ) ,",
                remedy="Take it out. A column with an unusual name is written between backticks.",
            )
        found.append(Word(word.lastgroup, word[word.lastgroup], word.start(word.lastgroup) + 1))
        at = word.end()
    return [*found, Word("end", "", len(text) + 1)]
