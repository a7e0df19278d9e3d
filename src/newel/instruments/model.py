"""An instrument as types: what is on its page and how its scales are computed."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from newel.protocol import Identifier

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

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Licence(Part):
    """Whose words these are and what may be shipped.

    `green`: the wording is in this file. `pack`: a separate add-on carries it. `key`: only the scoring key with
    numbered slots; a licence holder loads the wording.
    """

    shelf: Literal["green", "pack", "key"]
    """What may be shipped: `green`, `pack` or `key`."""
    name: str
    """Name of the licence."""
    copyright: str
    """The line that is printed wherever the instrument is shown."""
    source: str
    """Where the wording or the key is published."""
    key_status: Literal["published", "own", "unverified"] = Field(
        description="Where the scoring key comes from; `unverified` is printed in the methods section."
    )


class Option(Part):
    """One thing a person can choose. `missing` marks a choice that says why there is no answer."""

    code: int
    """The number that is kept when it is chosen."""
    label: str
    """What the person reads."""
    missing: MissingCode | None = None
    """The reason it stands for, where it is no answer."""
    source_code: str = Field(default="", description="The code in the system the instrument was imported from.")


class OptionSet(Part):
    """Response options that several items share."""

    id: Identifier
    """Name by which items refer to it."""
    options: tuple[Option, ...] = Field(min_length=2)
    """The choices, in the order shown."""


class Item(Part):
    """One question: an option set, a range of whole numbers, or any number (`number = true`), in a range or not."""

    id: Identifier
    """Short name, unique in the instrument; never changed once answers exist."""
    text: str = Field(default="", description="Empty on the key shelf: the slot's number is shown instead.")
    options: Identifier | None = None
    """The option set it is answered from."""
    lowest: int | None = None
    """Lowest number of a range."""
    highest: int | None = None
    """Highest number of a range."""
    lowest_label: str = ""
    """Words at the low end of a range."""
    highest_label: str = ""
    """Words at the high end of a range."""
    number: bool = Field(default=False, description="Any number, between `lowest` and `highest` where they are given.")
    whole: bool = Field(default=False, description="Whole numbers only, where `number` is true: how many times.")
    heading: str = Field(default="", description="Shown once above this item, where a new part begins.")


class Scale(Part):
    """A score computed from items: their mean or sum once `minimum_answered` are answered, otherwise missing.

    Where some are missing a sum is the mean of those answered times the number of items (person-mean imputation).
    """

    id: Identifier
    """Short name, unique in the instrument."""
    label: str
    """Name in words."""
    items: tuple[Identifier, ...] = Field(min_length=1)
    """The items it is computed from."""
    reversed: tuple[Identifier, ...] = ()
    """Those of them that count the other way round."""
    rule: Literal["mean", "sum"]
    """Mean or sum of the items."""
    minimum_answered: int = Field(ge=1)
    """With fewer answers than this the score is missing."""
    lowest: float
    """Lowest score there can be."""
    highest: float
    """Highest score there can be."""
    direction: Literal["higher_is_better", "higher_is_worse"]
    """Which end is the good one."""
    respondents: tuple[Identifier, ...] = Field(
        default=(), description="The only groups asked its items, where that is not everyone the instrument is put to."
    )


class Example(Part):
    """Answers and the scores they must give: every example is a test."""

    says: str
    """What the example shows."""
    answers: dict[str, int | float | str] = Field(
        description="By item: the code or number given, or why there is none."
    )
    scores: dict[str, float | Literal["missing"]]
    """The score of each scale, or `missing`."""


class Instrument(Part):
    """A whole instrument, in one version and one language."""

    id: Identifier
    """Short name; the name of its file."""
    title: str
    """Title people read."""
    version: str
    """Version of the wording; recorded with every answer."""
    language: str = "en"
    """Language of the wording."""
    respondents: tuple[Identifier, ...] = Field(min_length=1)
    """The groups it is written for."""
    introduction: str = ""
    """Words above the first item."""
    licence: Licence
    """Whose words these are."""
    option_sets: tuple[OptionSet, ...] = ()
    """Response options that items share."""
    items: tuple[Item, ...] = Field(min_length=1)
    """The questions, in the order asked."""
    scales: tuple[Scale, ...] = ()
    """The scores."""
    examples: tuple[Example, ...] = ()
    """Answers and the scores they must give."""

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
