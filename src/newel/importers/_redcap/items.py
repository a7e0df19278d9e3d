"""Which fields become items, and why the others do not."""

import re
from dataclasses import dataclass
from typing import Literal

from newel.importers._redcap.model import CHECKBOX, Field, box_column
from newel.instruments import Item, Option
from newel.instruments.model import OptionSet

_YES_NO = {"yesno": (("1", "Yes"), ("0", "No")), "truefalse": (("1", "True"), ("0", "False"))}
_BOXES = (("1", "Ticked"), ("0", "Not ticked"))
_CHOSEN = ("radio", "dropdown", *_YES_NO)
_WHOLE = "integer"
_NUMBER = re.compile(r"number(_[1-4]dp)?(_comma_decimal)?")
_REASONS = {
    "notes": "free text, which may name people, is not carried over",
    "calc": "calculated in the other system from other fields; its formula is not run here",
    "file": "a file or signature is not carried over",
    "descriptive": "a text or picture without an answer",
    "sql": "choices that come from a query of the other system's database; nothing imported is ever run",
}


@dataclass(frozen=True)
class Carried:
    """A field, or one box of it, that becomes an item. `codes` turn stored text into codes; empty for a number."""

    field: Field
    column: str
    item: Item
    reads: Literal["choice", "box", "whole", "number", "comma_number"]
    codes: tuple[tuple[str, int], ...] = ()
    labels: tuple[tuple[str, int], ...] = ()
    options: OptionSet | None = None
    note: str = ""


def why_not(field: Field) -> str:
    """Return why a field is not carried over, in words, or nothing where it is."""
    if field.identifier:
        return "marked as an identifier in the dictionary"
    if field.kind == "text":
        return _why_not_text(field.validation)
    if field.kind in ("radio", "dropdown", CHECKBOX):
        return field.choices_problem or _why_not_chosen(field)
    known = field.kind == "slider" or field.kind in _YES_NO
    unknown = "" if known else f"a kind of field that is not known here ({field.kind[:20] or 'blank'})"
    return _REASONS.get(field.kind, unknown)


def _why_not_chosen(field: Field) -> str:
    if len(set(field.columns)) < len(field.columns):
        return "two of its boxes have the same column in an export"
    alone = field.kind != CHECKBOX and len(field.choices) < 2
    return "it has one choice only, so its answer says nothing" if alone else ""


def _why_not_text(validation: str) -> str:
    if validation == _WHOLE or _NUMBER.fullmatch(validation):
        return ""
    if not validation:
        return _REASONS["notes"]
    if validation.startswith(("date", "time")):
        return "a date or time, which can point to a person, is not carried over"
    return f"text checked as {validation[:30]}, which may name people or places, is not carried over"


def carry(field: Field) -> tuple[Carried, ...]:
    """Return the items of a field that `why_not` has nothing against: one for each box of a checkbox, otherwise one."""
    if field.kind == CHECKBOX:
        return tuple(_box(field, code, label) for code, label in field.choices)
    if field.kind in _CHOSEN:
        return (_choice(field),)
    item = Item(id=field.name, text=field.label or field.name, number=True, heading=field.heading)
    return (Carried(field, field.name, item, _number_kind(field)),)


def _number_kind(field: Field) -> Literal["whole", "number", "comma_number"]:
    if field.validation == _WHOLE or field.kind == "slider":
        return "whole"
    return "comma_number" if field.validation.endswith("_comma_decimal") else "number"


def _choice(field: Field) -> Carried:
    choices = _YES_NO.get(field.kind, field.choices)
    numbers = [_as_number(code) for code, _ in choices]
    kept = all(number is not None for number in numbers) and len(set(numbers)) == len(numbers)
    codes = [number if kept and number is not None else place for place, number in enumerate(numbers, start=1)]
    options = OptionSet(
        id=f"{field.name}_options",
        options=tuple(
            Option(code=code, label=label, source_code="" if str(code) == source else source)
            for code, (source, label) in zip(codes, choices, strict=True)
        ),
    )
    return Carried(
        field,
        field.name,
        Item(id=field.name, text=field.label or field.name, options=options.id, heading=field.heading),
        "choice",
        tuple((source, code) for code, (source, _) in zip(codes, choices, strict=True)),
        tuple((label.lower(), code) for code, (_, label) in zip(codes, choices, strict=True)),
        options,
        "" if kept else "its codes are not whole numbers, so its options are numbered; the old codes stand beside them",
    )


def _as_number(code: str) -> int | None:
    """Return a code as the whole number it is; 01 and 1 would be one number and are two codes."""
    return int(code) if re.fullmatch(r"0|-?[1-9][0-9]{0,8}", code) else None


def _box(field: Field, code: str, label: str) -> Carried:
    column = box_column(field.name, code)
    options = OptionSet(id="ticked", options=tuple(Option(code=int(value), label=words) for value, words in _BOXES))
    text = f"{field.label or field.name}: {label}"
    item = Item(id=column, text=text, options=options.id, heading=field.heading if code == field.choices[0][0] else "")
    return Carried(field, column, item, "box", (("1", 1), ("0", 0)), (("checked", 1), ("unchecked", 0)), options)
