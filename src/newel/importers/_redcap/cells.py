"""What one cell says: a code, a number, a declared reason for nothing, or something that does not fit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from newel.importers._redcap.items import Carried
from newel.instruments.model import MissingCode

_PATTERNS = {
    "whole": re.compile(r"-?[0-9]{1,15}"),
    "number": re.compile(r"-?([0-9]{1,15}([.][0-9]{0,15})?|[.][0-9]{1,15})"),
    "comma_number": re.compile(r"-?([0-9]{1,15}(,[0-9]{0,15})?|,[0-9]{1,15})"),
}
_REASON_WORDS: tuple[tuple[str, MissingCode], ...] = (
    ("not applicable", "not_applicable"),
    ("n/a", "not_applicable"),
    ("prefer not", "prefer_not"),
    ("refus", "prefer_not"),
    ("declin", "prefer_not"),
    ("know", "dont_know"),
    ("unknown", "dont_know"),
    ("not asked", "not_asked"),
)

DOES_NOT_FIT = "a value that does not fit the field was kept out, not converted; the answer is marked illegible"
READ_BY_LABEL = "the label of a choice stands where its code is expected, and was read as that choice"
DECIMAL_COMMA = "decimal commas were read as decimal points"
DECLARED_MISSING = "a missing-data code of the project was read as a reason for no answer"
OUT_OF_RANGE = "a number outside the range the dictionary states was kept as it is"


@dataclass(frozen=True)
class Reading:
    """A cell as an answer: a value or a reason, and what was remarkable about it."""

    value: float | None = None
    missing: MissingCode | None = None
    remark: str = ""


def read_cell(carried: Carried, text: str, missing_codes: Mapping[str, str]) -> Reading:
    """Read a cell that is not blank. Nothing is coerced: what does not fit has no value."""
    codes = dict(carried.codes)
    if text in codes:
        return Reading(float(codes[text]))
    if text in missing_codes:
        return Reading(missing=_reason(missing_codes[text]), remark=DECLARED_MISSING)
    return _read_label(carried, text) if carried.codes else _read_number(carried, text)


def _read_label(carried: Carried, text: str) -> Reading:
    """Read a choice by its label, where the label belongs to one choice only."""
    meant = [code for label, code in carried.labels if label == text.lower()]
    if len(meant) == 1:
        return Reading(float(meant[0]), remark=READ_BY_LABEL)
    return Reading(missing="illegible", remark=DOES_NOT_FIT)


def _read_number(carried: Carried, text: str) -> Reading:
    if not _PATTERNS[carried.reads].fullmatch(text):
        return Reading(missing="illegible", remark=DOES_NOT_FIT)
    value = float(text.replace(",", "."))
    if not _within(carried, value):
        return Reading(value, remark=OUT_OF_RANGE)
    return Reading(value, remark=DECIMAL_COMMA if "," in text else "")


def _reason(label: str) -> MissingCode:
    """Return our code for a declared reason, going by its words; skipped where they say nothing more."""
    return next((code for words, code in _REASON_WORDS if words in label.lower()), "skipped")


def _within(carried: Carried, value: float) -> bool:
    number = _PATTERNS["number"]
    lowest, highest = (text.replace(",", ".") for text in (carried.field.lowest, carried.field.highest))
    above = not number.fullmatch(lowest) or value >= float(lowest)
    return above and (not number.fullmatch(highest) or value <= float(highest))
