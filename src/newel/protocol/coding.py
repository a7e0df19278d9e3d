"""How words are coded: the codebooks, how far coders agree, when enough was heard, and what may be quoted."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from newel.protocol.parts import Identifier, Part

CodeId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
Coefficient = Literal["alpha", "percent", "ac1", "kappa", "fleiss", "brennan_prediger"]


class Saturation(Part):
    """When enough was heard, after Guest, Namey and Chen (PLoS ONE 2020;15(5):e0232076). It is never proof."""

    base: int = Field(default=4, ge=1, description="The first sources, whose codes are what new ones are held against.")
    run: int = Field(default=2, ge=1, description="Sources that are looked at together after these.")
    threshold: float = Field(
        default=0.05, ge=0, lt=1, description="Largest share of new codes in a run for it to count as nothing new."
    )


class CodingPlan(Part):
    """How sources are coded, checked and quoted."""

    codebooks: tuple[Identifier, ...] = Field(min_length=1)
    """The codebooks in use: files of `codebooks/` without their ending, or frameworks that Newel ships."""
    unit: Literal["turn", "paragraph"]
    """What two coders are compared on. The unit moves agreement more than the coefficient does, so it is fixed here."""
    coded_twice: float = Field(gt=0, le=1, description="Share of the sources that two coders code apart.")
    coefficients: tuple[Coefficient, ...] = ("alpha", "percent", "ac1")
    """The coefficients shown for each code, in this order. `alpha` decides, so it is always one of them."""
    saturation: Saturation = Saturation()
    themes: tuple[CodeId, ...] = ()
    """The themes of the framework matrix, by the ids of their codes."""
    quotes_printed: bool = False
    """Whether quotes may be printed at all. A person must have agreed to it besides."""
    people_behind_quote: int = Field(
        default=3,
        ge=1,
        description="Smallest number of people of a group heard at a site for one of them to be quoted.",
    )
