"""The header of the economic evaluation: whose costs, in which money, compared with what, and how time is counted."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from newel.protocol.parts import Identifier, Part

Perspective = Literal["health", "justice", "local_authority", "family"]
Currency = Literal["GBP"]
QALY = "qaly"
"""What an effect may be, and what a threshold is paid for, where profiles are valued: a quality-adjusted life year."""
PREVENTABLE = ("restraints", "assaults", "self_harm")
"""Counts of the monthly returns that delivery may prevent."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Discounting(Part):
    """One pair of yearly rates at which later costs and effects are counted for less. The first pair decides."""

    id: Identifier
    """Short name; names the rows of tables."""
    costs: float = Field(ge=0, lt=1, description="Yearly rate for costs: 0.035 is 3.5 per cent.")
    effects: float = Field(ge=0, lt=1, description="Yearly rate for effects.")
    source: Words
    """Whose rates they are, with title and page. No rate is built in."""


class Threshold(Part):
    """What one unit of an effect may cost for delivery to be worth its money."""

    amount: float = Field(gt=0, description="In the currency and the price year of this header.")
    per: Identifier
    """What it is paid for: an effect of `[[economics.effects]]`, `qaly`, or an outcome of the protocol."""
    source: Words
    """Who is willing to pay it."""


class Effect(Part):
    """An effect of which it is accepted that its cost per unit is worked out and held against thresholds."""

    id: Identifier
    """Short name; names tables, and is what a threshold is paid `per`."""
    label: Words
    """One unit of it in words: restraint prevented."""
    of: Identifier
    """What is counted: `restraints`, `assaults` or `self_harm` prevented, points of an outcome, or `qaly`."""
    counts_savings: bool = False
    """Whether what the incidents that were prevented would have cost is taken off the cost of delivery."""
    source: Words
    """Who accepts that money is held against it, and where that is written."""


class Scenario(Part):
    """One way of rolling delivery out, of which the budget is worked out year by year."""

    id: Identifier
    """Short name; names columns of tables."""
    label: Words
    """Name in words."""
    first_year: int = Field(ge=1990, le=2100, description="The calendar year of the first figure of `uptake`.")
    uptake: tuple[Annotated[float, Field(ge=0, le=1)], ...] = Field(
        min_length=1,
        max_length=20,
        description="Year by year, the share of places in which delivery is full; a place in which it is partial "
        "counts half.",
    )
    already: float = Field(
        default=0.0, ge=0, le=1, description="Share of places that are set up before the first year, and not paid for."
    )
    places: int | None = Field(default=None, gt=0, description="Places in reach; those of the study's sites, if none.")
    source: Words
    """Whose plan or assumption it is."""


class Lasting(Part):
    """How long what was set up serves, so that its cost can be spread over these years."""

    set_up_years: float = Field(gt=0, description="Years that what was bought to set delivery up serves.")
    training_years: float = Field(gt=0, description="Years that a trained member of staff is expected to stay.")
    source: Words
    """Where these years are from."""


class Economics(Part):
    """The header of the economic evaluation."""

    perspectives: tuple[Perspective, ...] = Field(min_length=1, description="Who bears costs.")
    price_year: int = Field(ge=1990, le=2100, description="The year whose prices the report is in.")
    currency: Currency
    """Currency of all amounts."""
    price_index: Identifier | None = None
    """The series of `costs/indices.toml` that converts what sites recorded in another year's prices."""
    comparator: str = Field(default="", description="What delivery is compared with, in words; printed in the report.")
    discounting: tuple[Discounting, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    effects: tuple[Effect, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    lasting: Lasting | None = None
    value_set: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")] = Field(
        description="File of `costs/value_sets/` without its ending. `none` is legal: it turns quality-adjusted life "
        "years off, with this reason."
    )
    value_set_reason: Words
    """Why this value set, or none; printed in the report."""
    adult_tariff_reason: str = Field(
        default="",
        description="Why answers of young people are valued by a set made for adults; printed in the report. Without "
        "it such a set is refused.",
    )
