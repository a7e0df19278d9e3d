"""What a checklist holds: items in our own words, where a report can answer each, and what a study's authors say."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from newel.protocol import Identifier, Part

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]+[a-z]?$")]


class Places(Part):
    """Where a report can say what an item asks for. One that is there is enough."""

    analyses: tuple[Identifier, ...] = ()
    """Analyses: reported where a question that one of them answers is printed."""
    sections: tuple[str, ...] = ()
    """Files of the study's `report/` folder."""
    facts: tuple[str, ...] = ()
    """Keys of the protocol, written `economics.price_year`: reported where they hold something, which is printed."""
    generated: tuple[str, ...] = ()
    """Headings that every report has, by their text: `Methods`, `What is withheld`."""


class Item(Part):
    """One thing the guideline asks a report to say."""

    number: Number
    """The guideline's own number."""
    topic: Words
    """A word or two."""
    item: Words
    """What is asked, in our own words."""
    reported_by: Places = Places()
    """Where a report can say it. Empty where only its authors can."""


class Checklist(Part):
    """A guideline's items."""

    id: Identifier
    """The file's name without its ending."""
    title: Words
    """The guideline's short name."""
    about: Words
    """What kind of study it is for."""
    source: Words
    """The publication; the items are in our own words."""
    items: tuple[Item, ...] = Field(min_length=1)
    """The items, in the guideline's order."""

    @model_validator(mode="after")
    def _numbers_differ(self) -> "Checklist":
        for number in _repeated(item.number for item in self.items):
            raise ValueError(f"each number once; {number} stands twice")
        return self


class Answer(Part):
    """What a study's authors say about one item."""

    number: Number
    """Which item."""
    says: str = ""
    """The answer in words. A typed-in number is refused here as it is in a section."""
    sections: tuple[str, ...] = ()
    """Files of the study's `report/` folder that say it."""
    applies: bool = True
    """False where the item does not apply to this study; `says` then says why."""

    @model_validator(mode="after")
    def _says_something(self) -> "Answer":
        if not self.says.strip() and (not self.sections or not self.applies):
            raise ValueError("an answer in `says`, or `sections` that hold it; why, where the item does not apply")
        return self


class Answers(Part):
    """The file a study writes for one checklist."""

    answers: tuple[Answer, ...] = ()

    @model_validator(mode="after")
    def _numbers_differ(self) -> "Answers":
        for number in _repeated(answer.number for answer in self.answers):
            raise ValueError(f"one answer an item; {number} has two")
        return self


def _repeated(numbers: Iterable[str]) -> list[str]:
    return [number for number, times in Counter(numbers).items() if times > 1]
