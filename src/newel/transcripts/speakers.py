"""Who speaks: labels at the start of lines ("P1:", "Interviewer 00:12:40:"), read by rule and never by guess.

A label counts where it names a role or a participant code, or where the same one begins at least two lines. What looks
like a label and was not taken for one is told in words, by line and without the word, which may be a name.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

_TIME = r"[\[(<]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])>]?"
_NAME = r"\[[^\[\]\n]{1,38}\]|[^\W_][\w .,'\u2019&/()#-]{0,59}"
_BOLD = "[*_]{0,2}"
_LABELLED = re.compile(
    rf"[ \t]*(?:{_TIME}[ \t]*[-\u2013]?[ \t]*)?{_BOLD}(?P<name>{_NAME}?)[ \t]*(?:{_TIME})?[ \t]*{_BOLD}"
    rf"(?P<mark>:(?!//|\d\d)|\t){_BOLD}[ \t]*"
)
_HEADED = re.compile(rf"[ \t]*{_BOLD}(?P<name>{_NAME}?){_BOLD}[ \t]+{_TIME}[ \t]*$")
_HEADED_BY_TIME = re.compile(rf"[ \t]*{_TIME}[ \t]+{_BOLD}(?P<name>{_NAME}?){_BOLD}[ \t]*$")
_ASIDE = re.compile(r"\([^()]*\)")
_NO_LABEL = re.compile(r"[^\w .,'\u2019&/()#-]+")
_ROLE = re.compile(
    r"(?:interviewer|interviewee|int|i|facilitator|moderator|researcher|observer|participant|respondent|resp|speaker|"
    r"staff(?: member)?|young (?:person|man|woman)|yp|parent|carer|mother|father|mum|dad|chair|officer|manager|nurse|"
    r"doctor|teacher|psychologist|psychiatrist|social worker|key ?worker|therapist|question|answer|p|r|q|a|f|m|s|id)"
    r"(?:[ _#-]?(?:\d{1,4}[a-z]?|[a-z]\d{1,3})|[ _#-][a-z])?|fg?\d{1,2}[ _-]?[pmf]\d{1,2}|[a-z]{1,3}\d{1,4}",
    re.IGNORECASE,
)
_REPLACED = re.compile(r"\[[a-z ]+(?: \d+)?\]")
_HEADINGS = """
action actions agenda apologies attendance contents date duration example file interview length location note notes page
participants place present project question questions re recording reference setting site source subject summary time
title topic topics transcriber transcript transcription transcriptionist venue version
"""
"""Words that stand before a colon at the head of a document."""

_LONGEST = 4


@dataclass(frozen=True)
class Label:
    """A label and its place: `text[start:end]` is the name, and the words it introduces begin at `words`."""

    name: str
    line: int
    start: int
    end: int
    words: int


def labels(text: str, *, known: Collection[str] = ()) -> tuple[Label, ...]:
    """Return the labels of a text that count as speakers, in order; `known` are names that do, wherever they stand."""
    return _sorted_out(text, known)[0]


def unclear_lines(text: str, *, known: Collection[str] = ()) -> tuple[int, ...]:
    """Return the lines, from 1, that begin like a speaker's and do not count as one."""
    return tuple(label.line for label in _sorted_out(text, known)[1])


def _sorted_out(text: str, known: Collection[str]) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    seen = tuple(_look_alikes(text, known))
    times = Counter(label.name.casefold() for label in seen)
    taken = {label for label in seen if label.name in known or is_role(label.name) or times[label.name.casefold()] > 1}
    return tuple(label for label in seen if label in taken), tuple(label for label in seen if label not in taken)


def is_role(name: str) -> bool:
    """Return whether a label says what somebody is ("Interviewer 2", "P14", "[name 1]"), not what they are called."""
    return bool(_ROLE.fullmatch(name) or _REPLACED.fullmatch(name))


def _look_alikes(text: str, known: Collection[str]) -> Iterator[Label]:
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        found = _HEADED.match(line) or _HEADED_BY_TIME.match(line) or _LABELLED.match(line)
        if found and (found["name"].strip() in known or _may_be_a_name(found["name"].strip())):
            name = found["name"].strip()
            yield Label(
                name, number, start + found.start("name"), start + found.start("name") + len(name), start + found.end()
            )
        start += len(line) + 1


def _may_be_a_name(name: str) -> bool:
    if is_role(name) or name.startswith("["):
        return True
    words = _ASIDE.sub("", name).split() or [name]
    starts_as_one = name[:1].isupper() and len(words) <= _LONGEST
    return starts_as_one and words[0].casefold() not in _HEADINGS.split() and not name.endswith(("-", "/"))


def as_label(name: str) -> str:
    """Return a speaker's name as a label can hold it: without signs that a label has not, and not too long."""
    return " ".join(_NO_LABEL.sub(" ", name).split())[:60].strip()


def speakers(names: Iterable[str | None]) -> tuple[str, ...]:
    """Return each speaker once, in the order of first speaking."""
    return tuple(dict.fromkeys(name for name in names if name))
