"""Which words are common, so that their capital at a sentence's start says nothing, and which capitals name nobody."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = files("newel.transcripts.redaction").joinpath("words.toml").read_text(encoding="utf-8")
    return {name: frozenset(words.casefold().split()) for name, words in tomllib.loads(text).items()}


def is_common(word: str) -> bool:
    """Return whether a word is one that sentences begin with, written without the ending of a contraction."""
    lists = _lists()
    folded = word.casefold().replace("\u2019", "'")
    stem = folded.split("'")[0]
    return folded in lists["common"] or stem in lists["common"] or is_everyday(word)


def is_everyday(word: str) -> bool:
    """Return whether a word has a capital wherever it stands and names nobody: I, Monday, English, the NHS."""
    folded = word.casefold().replace("\u2019", "'")
    stem = folded.split("'")[0]
    return stem in _lists()["capital"] or folded in _lists()["capital"] or _is_abbreviation(word)


def _is_abbreviation(word: str) -> bool:
    return len(word) <= 6 and word.isupper() and len(word) > 1


def is_name_and_month(word: str) -> bool:
    """Return whether a word is a month and somebody's name: April, May, June, August."""
    return word.casefold() in _lists()["names_and_months"]


def is_before_months(word: str) -> bool:
    """Return whether a month follows a word, as "in" and "last"."""
    return word.casefold() in _lists()["before_months"] or word.isdigit()


def does(word: str) -> bool:
    """Return whether a word says what a person does, as "said" or "came"."""
    return word in _lists()["doings"]


def is_doer(word: str) -> bool:
    """Return whether a common word may do what a person does: "staff said", "she came"."""
    return word.casefold() in _lists()["doers"]
