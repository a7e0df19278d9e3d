"""Reads the options a question gives its analysis, and refuses in words what it cannot use."""

from collections.abc import Iterable

from newel.faults import Refused
from newel.protocol import Question


def one(question: Question, key: str, known: Iterable[str]) -> str:
    """Return the option `key`, one of `known`."""
    value = question.options.get(key)
    if not isinstance(value, str) or value not in list(known):
        raise _unusable(question, key, found=value, expected=f"one of {', '.join(known)}")
    return value


def several(question: Question, key: str, default: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the option `key`, a list of names; `default` where it is not given."""
    value = question.options.get(key, list(default))
    if not isinstance(value, list) or not value:
        raise _unusable(question, key, found=value, expected="a list of names")
    return tuple(dict.fromkeys(value))


def some_of(question: Question, key: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the option `key`, a list of names that are all `known`; all of them where it is not given."""
    values = several(question, key, known)
    for value in values:
        if value not in list(known):
            raise _unusable(question, key, found=value, expected=f"one of {', '.join(known)}")
    return values


def whole_number(question: Question, key: str, default: int, *, least: int = 1) -> int:
    """Return the option `key`, a whole number from `least` on; `default` where it is not given."""
    value = question.options.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise _unusable(question, key, found=value, expected=f"a whole number above {least - 1}")
    return value


def _unusable(question: Question, key: str, *, found: object, expected: str) -> Refused:
    return Refused.because(
        "protocol.toml",
        f"questions, {question.id}, options, {key}",
        found="nothing" if found is None or found == [] else f"`{found}`",
        expected=expected,
        remedy=f"Give the question `{question.id}` an option `{key}` that the analysis `{question.analysis}` can use.",
    )
