"""The fields of a questionnaire page, read into answers, or into words about what to mend."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from newel.instruments import Instrument, Item
from newel.web.capture.actions.save_answers import Given
from newel.web.capture.queries.current_answers import ItemKey
from newel.web.capture.screens import Screen

PREFER_NOT = "prefer_not"
MOST_TYPED = 40
NOT_A_CHOICE = "Choose one of the answers."


@dataclass
class PageRead:
    """What a page held: answers, questions nobody touched, and questions with something to mend, as typed."""

    given: list[Given] = field(default_factory=list)
    untouched: list[ItemKey] = field(default_factory=list)
    faults: dict[ItemKey, str] = field(default_factory=dict)
    typed: dict[ItemKey, str] = field(default_factory=dict)

    def leaving_out_faults(self) -> "PageRead":
        """Return the page as if what is to be mended had been left blank, for who would rather skip it than mend it."""
        return PageRead(self.given, [*self.untouched, *self.faults])


def field_name(key: ItemKey) -> str:
    """Return the name a question's field has in the page."""
    return ".".join(key)


def read_page(screen: Screen, fields: Mapping[str, str], shown: set[str]) -> PageRead:
    """Read the questions of a screen that were in the page; `shown` holds their field names."""
    page = PageRead()
    for item in screen.items:
        key = (screen.instrument.id, item.id)
        name = field_name(key)
        typed = fields.get(f"{name}.{PREFER_NOT}") or fields.get(name, "")
        if name not in shown:
            continue
        if not typed.strip():
            page.untouched.append(key)
            continue
        answer = _read_number(item, typed) if item.number else _read_choice(screen.instrument, item, typed)
        if isinstance(answer, str):
            page.faults[key] = answer
            page.typed[key] = typed[:MOST_TYPED]
        else:
            page.given.append(_given(screen.instrument, item, answer))
    return page


def skipped(screen: Screen, key: ItemKey) -> Given:
    """Return the answer that says a question was seen and left out."""
    return Given(key[0], screen.instrument.version, key[1], missing="skipped")


def _given(instrument: Instrument, item: Item, answer: tuple[float | None, str]) -> Given:
    value, missing = answer
    return Given(instrument.id, instrument.version, item.id, value, missing)


def _read_choice(instrument: Instrument, item: Item, typed: str) -> tuple[float | None, str] | str:
    """Return (value, missing code), or words."""
    if typed == PREFER_NOT:
        return None, PREFER_NOT
    for option in instrument.options_of(item):
        if str(option.code) == typed:
            return (None, option.missing) if option.missing else (float(option.code), "")
    return NOT_A_CHOICE


def _read_number(item: Item, typed: str) -> tuple[float | None, str] | str:
    """Return (value, missing code), or words. A whole number is of digits alone: 1,000 could be one or a thousand."""
    if typed == PREFER_NOT:
        return None, PREFER_NOT
    try:
        number = float(typed.strip().replace(",", "."))
    except ValueError:
        return wanted_number(item)
    as_asked = not item.whole or typed.strip().removeprefix("-").isdecimal()
    low = -math.inf if item.lowest is None else item.lowest
    high = math.inf if item.highest is None else item.highest
    return (number, "") if math.isfinite(number) and as_asked and low <= number <= high else wanted_number(item)


def wanted_number(item: Item) -> str:
    """Return what to type, in words that a young reader knows."""
    kind, example = ("a whole number", "4") if item.whole else ("a number", "4 or 4.5")
    if item.lowest is not None and item.highest is not None:
        return f"Type {kind} from {item.lowest} to {item.highest}."
    if item.lowest is not None:
        return f"Type {kind}, {item.lowest} or more."
    return f"Type {kind}, for example {example}." if item.highest is None else f"Type {kind}, {item.highest} or less."
