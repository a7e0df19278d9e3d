"""How hard a text is to read, by two published formulas that need nothing from the network.

New Dale-Chall (Chall and Dale 1995): sentence length, and words outside a list of 3,000 that nearly all pupils of ten
know. Flesch-Kincaid (Kincaid et al. 1975): words a sentence and syllables a word, as a school grade of the United
States; age is about grade + 5. The word list is the one textstat ships. Its own syllable counts need a dictionary from
the network, so syllables are counted here by vowel groups, which errs by a few per cent.
"""

import re
from functools import cache
from importlib.resources import files

_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_WORD = re.compile(rf"[A-Za-z]+(?:['{_APOSTROPHE}][A-Za-z]+)?")
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "est", "ly", "n", "en")


def dale_chall(sentences: list[str]) -> float:
    """Return the New Dale-Chall score: at most 4.9 is read by pupils of grade 4 (age 9 to 10) and below."""
    words = [word for sentence in sentences for word in words_of(sentence)]
    hard = 100 * len([word for word in words if not is_easy(word)]) / len(words)
    score = 0.1579 * hard + 0.0496 * len(words) / len(sentences)
    return score + 3.6365 if hard > 5 else score


def flesch_kincaid(sentences: list[str]) -> float:
    """Return the Flesch-Kincaid grade."""
    words = [word for sentence in sentences for word in words_of(sentence)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def hard_words(sentences: list[str]) -> set[str]:
    """Return the words that are not on the list, so that a failing test says what to replace."""
    return {word for sentence in sentences for word in words_of(sentence) if not is_easy(word)}


def sentences_of(markdown: str) -> list[str]:
    """Return the sentences of a Markdown text; a list item or a heading ends like a sentence."""
    plain = re.sub(r"[*_#`>]", "", markdown)
    blocks = [re.sub(r"^\s*-\s+", "", line).strip() for line in _lines(plain)]
    return [part for block in blocks for part in re.split(r"(?<=[.!?:])\s+", block) if words_of(part)]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return [word.lower().replace(_APOSTROPHE, "'") for word in _WORD.findall(text)]


def is_easy(word: str) -> bool:
    """Return whether a word, or the word it is a regular form of, is on the list."""
    stem = word.removesuffix("'s")
    stems = {word, stem} | {stem.removesuffix(ending) for ending in _ENDINGS}
    stems |= {stem.removesuffix("ies") + "y", stem.removesuffix("ing") + "e", stem.removesuffix("ied") + "y"}
    stems |= {short[:-1] for short in set(stems) if len(short) > 3 and short[-1] == short[-2]}  # stopped: stopp, stop
    return bool(stems & _easy_words())


def syllables(word: str) -> int:
    """Count groups of vowels, without a silent e at the end and the e of -ed; at least one."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = bool(re.search(r"[^aeiouylr]e$|[^aeioutd]ed$|[^aeiouscgxzh]es$", word))
    return max(groups - silent, 1)


@cache
def _easy_words() -> frozenset[str]:
    text = (files("textstat") / "resources" / "en" / "easy_words.txt").read_text(encoding="utf-8")
    return frozenset(word.strip().lower() for word in text.split())


def longest(sentences: list[str]) -> int:
    """Return the number of words of the longest sentence."""
    return max(len(words_of(sentence)) for sentence in sentences)
