"""One column of a return: what its cells may hold, in types an author can read."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from newel.protocol import Identifier

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ColumnType = Literal["site", "month", "word", "label", "whole", "measured", "day"]
Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
WordsFrom = Literal["staff_roles", "courses", "modules", "perspectives", "currency"]


class Part(BaseModel):
    """A block of a return's file. A misspelt key is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReturnColumn(Part):
    """One column of the file a site sends. Its type and limits make the rule its cells are held against."""

    name: Identifier = Field(description="A column of the record the return becomes; the heading of the file.")
    label: Words = Field(description="Its name in plain words. A file may use it as the heading instead.")
    says: Words = Field(description="What to count and what not, in whole sentences, for the person who counts.")
    type: ColumnType = Field(
        description="`site`, `month`, `word` (of a list), `label` (capital letters and digits), `whole`, `measured` "
        "(a number with decimals), `day`."
    )
    unit: str = Field(default="", description="What one of it is: children, incidents, sessions.")
    lowest: float = Field(default=0, description="For numbers: the lowest that is taken.")
    highest: float | None = Field(
        default=None, description="For numbers, and required there: the highest that is taken. It guards against slips."
    )
    words: dict[Word, Words] = Field(
        default_factory=dict, description="For words: each word that may stand there, and its label."
    )
    words_from: WordsFrom | None = Field(
        default=None, description="For words: the protocol's list they are taken from."
    )
    required: bool = Field(default=False, description="Whether a blank cell is refused.")
    blank: Words = Field(
        default="nothing where it is not known", description="What a blank cell means, where it is taken. Never zero."
    )
    fix: Words | None = Field(default=None, description="What the sender should do; each type has words for it.")
    denominator: str | None = Field(
        default=None,
        pattern=r"^([a-z][a-z0-9_]*[.])?[a-z][a-z0-9_]*$",
        description="What its rate is divided by: a column of this return, or `<return>.<column>`.",
    )
    pseudonym: Literal["child", "staff"] | None = Field(
        default=None,
        description="Whose own number the cells hold. A keyed pseudonym takes its place.",
    )
