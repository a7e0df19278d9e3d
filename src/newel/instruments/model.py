"""An instrument as types: what is on its page and how its scales are computed."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from newel.protocol.model import Identifier

MissingCode = Literal[
    "not_asked",
    "not_reached",
    "skipped",
    "prefer_not",
    "dont_know",
    "not_applicable",
    "illegible",
    "withdrawn",
    "redacted",
]
"""Why an answer is not there. A reason is never a number, so that it can never be averaged."""


class Part(BaseModel):
    """A block of an instrument file. A misspelt key is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Licence(Part):
    """Whose words these are and what may be shipped.

    `green`: the wording is in this file. `pack`: a separate add-on carries it. `key`: only the scoring key with
    numbered slots; a licence holder loads the wording.
    """

    shelf: Literal["green", "pack", "key"]
    name: str
    copyright: str
    source: str
    key_status: Literal["published", "own", "unverified"] = Field(
        description="Where the scoring key comes from; `unverified` is printed in the methods section."
    )


class Option(Part):
    """One thing a person can choose. `missing` marks a choice that says why there is no answer."""

    code: int
    label: str
    missing: MissingCode | None = None
    source_code: str = Field(default="", description="The code in the system the instrument was imported from.")


class OptionSet(Part):
    """Response options that several items share."""

    id: Identifier
    options: tuple[Option, ...] = Field(min_length=2)


class Item(Part):
    """One question: an option set, a range of whole numbers, or any number (`number = true`), in a range or not."""

    id: Identifier
    text: str = Field(default="", description="Empty on the key shelf: the slot's number is shown instead.")
    options: Identifier | None = None
    lowest: int | None = None
    highest: int | None = None
    lowest_label: str = ""
    highest_label: str = ""
    number: bool = Field(default=False, description="Any number, between `lowest` and `highest` where they are given.")
    heading: str = Field(default="", description="Shown once above this item, where a new part begins.")


class Scale(Part):
    """A score computed from items: their mean or sum once `minimum_answered` are answered, otherwise missing.

    Where some are missing a sum is the mean of those answered times the number of items (person-mean imputation).
    """

    id: Identifier
    label: str
    items: tuple[Identifier, ...] = Field(min_length=1)
    reversed: tuple[Identifier, ...] = ()
    rule: Literal["mean", "sum"]
    minimum_answered: int = Field(ge=1)
    lowest: float
    highest: float
    direction: Literal["higher_is_better", "higher_is_worse"]
    respondents: tuple[Identifier, ...] = Field(
        default=(), description="The only groups asked its items, where that is not everyone the instrument is put to."
    )


class Example(Part):
    """Answers and the scores they must give: every example is a test."""

    says: str
    answers: dict[str, int | float | str] = Field(
        description="By item: the code or number given, or why there is none."
    )
    scores: dict[str, float | Literal["missing"]]


class Instrument(Part):
    """A whole instrument, in one version and one language."""

    id: Identifier
    title: str
    version: str
    language: str = "en"
    respondents: tuple[Identifier, ...] = Field(min_length=1)
    introduction: str = ""
    licence: Licence
    option_sets: tuple[OptionSet, ...] = ()
    items: tuple[Item, ...] = Field(min_length=1)
    scales: tuple[Scale, ...] = ()
    examples: tuple[Example, ...] = ()

    def item(self, item_id: str) -> Item:
        """Return one item. Raises KeyError for an unknown one."""
        return {item.id: item for item in self.items}[item_id]

    def asked_of(self, group: str) -> "Instrument":
        """Return what of it a group is asked: without the scales that are put to others only, and their items."""
        asked = [scale for scale in self.scales if not scale.respondents or group in scale.respondents]
        kept = {item for scale in asked for item in scale.items}
        left_out = {item for scale in self.scales for item in scale.items} - kept
        items = [item for item in self.items if item.id not in left_out]
        return self.model_copy(update={"scales": tuple(asked), "items": tuple(items)})

    def options_of(self, item: Item) -> tuple[Option, ...]:
        """Return the choices of an item; a range gives one choice a number."""
        if item.options is not None:
            return {options.id: options.options for options in self.option_sets}[item.options]
        low, high = self.range_of(item)
        return tuple(Option(code=code, label=str(code)) for code in range(low, high + 1))

    def range_of(self, item: Item) -> tuple[int, int]:
        """Return the lowest and highest code that is an answer."""
        if item.lowest is not None and item.highest is not None:
            return item.lowest, item.highest
        codes = [option.code for option in self.options_of(item) if option.missing is None]
        return min(codes), max(codes)

    def is_unbounded(self, item: Item) -> bool:
        """Whether an item takes any number at all, so that it has neither choices nor a range."""
        return item.options is None and (item.lowest is None or item.highest is None)

    @property
    def can_be_asked(self) -> bool:
        """Whether every item has its wording here, so that a page can be made of it."""
        return all(item.text for item in self.items)
