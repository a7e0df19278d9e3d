"""The declared truths of words: what people speak of, in which sentences of our own, and how alike coders see it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from newel.protocol import Identifier, Part

Share = Annotated[float, Field(ge=0, le=1)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
CodeName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]


class CodeTruth(Part):
    """How often one code comes up, and in which words. A source is what one session gives: an interview or a group."""

    sources: dict[Identifier, Share] = Field(min_length=1, description="Share of a group's sources with it, by group.")
    wave_gain: dict[Identifier, float] = Field(default_factory=dict, description="What a wave adds to these shares.")
    type_gain: dict[Identifier, float] = Field(default_factory=dict, description="What a site type adds to them.")
    turns: float = Field(
        default=0.15, gt=0, le=1, description="Share of the turns of such a source that hold it; two turns at least."
    )
    agreement: Share | None = Field(default=None, description="Alpha of two coders on it; that of all codes if blank.")
    says: dict[Identifier, tuple[Sentence, ...]] = Field(
        min_length=1, description="Our own sentences, by group. {person}, {place}, {team}, {day} are filled in."
    )


class WordTruth(Part):
    """What is said in rehearsed interviews and focus groups, and how it is coded."""

    codebook: Identifier | None = None
    """The codebook of the study whose codes are planted: its file in codebooks/ without the ending. Without it there
    are no words."""
    turns: int = Field(default=24, ge=6, description="Turns of a person who is interviewed, on average.")
    turn_spread: float = Field(default=0.25, ge=0, description="Standard deviation of that number, as a share of it.")
    agreement: Share = 0.75
    """Krippendorff's alpha of two coders on turns, for every code without its own."""
    whole_turns: Share = 0.3
    """Share of the codings that take the whole turn and not the sentence alone."""
    may_be_quoted: Share = 0.85
    """Share of the sources whose people agreed to be quoted."""
    quotes_per_theme: int = Field(default=6, ge=0, description="Quotes that are chosen for each theme.")
    slips: float = Field(default=5.0, ge=0, description="Sentences of a source that let slip a name, place or date.")
    codes: dict[CodeName, CodeTruth] = Field(default_factory=dict, description="By the code's id in the codebook.")

    def agreement_on(self, code: str) -> float:
        """Return the planted alpha of one code."""
        own = self.codes[code].agreement
        return self.agreement if own is None else own
