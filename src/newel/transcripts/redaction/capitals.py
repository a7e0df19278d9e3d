"""Flags capitals inside sentences: in words that were spoken, somebody or some place is nearly always meant.

A word at the start of a sentence has its capital anyway, so it is flagged only where it is no common word, or where a
person's doing follows it ("Hope said").
"""

import re
from collections.abc import Iterator

from newel.transcripts.redaction.suggestion import Found, Kind
from newel.transcripts.redaction.words import does, is_before_months, is_common, is_doer, is_everyday, is_name_and_month
from newel.transcripts.speakers import labels

_WORD = r"(?<![\w@./])[^\W\d_]+(?:['\u2019-][^\W\d_]+)*(?![\w@])"
_IN = re.compile(r"\b(?:in|near|around|outside|back to|moved to)\s(?:the\s)?$", re.IGNORECASE)
_WORDS = re.compile(_WORD)
_STARTS = re.compile(r"(?:^|[.!?…:;\n\t\"“”(\[*_>]|[-\u2013—]\s|\s['\u2018])\s*['\u2018\"“(*_]*$")
_WORDS_A_CAPITAL = 100
"""Words among which written English has several capitals, for sentences begin with one."""

_BEFORE = 12
_JOINING = frozenset(["of", "upon", "on", "under", "le", "de", "la", "bin", "al", "el", "van", "der", "the"])
_LAST_WORD = re.compile(r"(?:[^\W\d_]+|\d+)[ -]$")
_POSSESSIVE = re.compile(r"['\u2019]s$")


def few_capitals(text: str) -> bool:
    """Return whether a text is written without capitals, so that names in it are found by the roster only."""
    words = [word[0][0].isupper() for word in _WORDS.finditer(text)]
    of_labels = sum(word[0][0].isupper() for label in labels(text) for word in _WORDS.finditer(label.name))
    return bool(words) and (sum(words) - of_labels) * _WORDS_A_CAPITAL < len(words)


def by_capital(text: str) -> Iterator[Found]:
    """Yield runs of words with capitals that are not capital for another reason."""
    lower = {match[0] for match in _WORDS.finditer(text) if match[0].islower()}
    for run in _runs(text):
        words = _worth(text, run, lower)
        if words:
            start = words[0].start()
            kind: Kind = "place" if _IN.search(text[max(0, start - _BEFORE) : start]) else "name"
            yield Found(start, words[-1].end(), kind, "it has a capital letter, and is no common word")


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield words with capitals that follow each other, with the small words that names hold between them."""
    run: list[re.Match[str]] = []
    for word in _WORDS.finditer(text):
        follows = bool(run) and text[run[-1].end() : word.start()] == " "
        if follows and (word[0][0].isupper() or word[0] in _JOINING):
            run.append(word)
            continue
        if run:
            yield run
        run = [word] if word[0][0].isupper() else []
    if run:
        yield run


def _worth(text: str, run: list[re.Match[str]], lower: set[str]) -> list[re.Match[str]]:
    """Return what is left of a run when everyday words are taken from its ends."""
    first, last = 0, len(run)
    if _starts_sentence(text, run[0].start()) and _is_only_a_start(text, run, lower):
        first = 1
    while first < last and _names_nobody(text, run[first]):
        first += 1
    while first < last and _names_nobody(text, run[last - 1]):
        last -= 1
    return run[first:last]


def _names_nobody(text: str, word: re.Match[str]) -> bool:
    plain = _POSSESSIVE.sub("", word[0])
    if is_name_and_month(plain):
        before = _LAST_WORD.search(text, max(0, word.start() - _BEFORE), word.start())
        return before is not None and is_before_months(before[0].strip(" -"))
    return is_everyday(plain) or plain in _JOINING


def _starts_sentence(text: str, place: int) -> bool:
    return bool(_STARTS.search(text[max(0, place - _BEFORE) : place]))


def _is_only_a_start(text: str, words: list[re.Match[str]], lower: set[str]) -> bool:
    """Return whether the first word of a sentence owes its capital to its place alone."""
    first = _POSSESSIVE.sub("", words[0][0])
    if not (is_common(first) or first.casefold() in lower):
        return False
    following = _WORDS.match(text, words[0].end() + 1)
    does_something = following is not None and does(following[0])
    return is_doer(first) or not does_something
