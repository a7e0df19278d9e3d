"""The header of the economic evaluation: whose costs, in which money, compared with what, and how time is counted."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from newel.protocol.long_run import LongRun
from newel.protocol.parts import Identifier, ItemName, Part, Words

Perspective = Literal["health", "justice", "local_authority", "family"]
Currency = Literal["GBP"]
QALY = "qaly"
"""What an effect may be, and what a threshold is paid for, where profiles are valued: a quality-adjusted life year."""
PREVENTABLE = ("restraints", "assaults", "self_harm")
"""Counts of the monthly returns that delivery may prevent."""
Learnt = Literal["cost", "happening", "ratio", "gain"]
"""What a further study may measure, of what a decision is drawn from."""


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


class FurtherStudy(Part):
    """A study that could be done before deciding, so that the report says what it would be worth."""

    id: Identifier
    """Short name; names tables."""
    label: Words
    """Name in words."""
    effect: Identifier
    """The accepted effect whose decision it would inform: of `[[economics.effects]]`, or what a threshold is `per`."""
    learns: Learnt
    """What it would measure: the `cost` of full delivery; of incidents, how often they are `happening` without
    delivery, or the `ratio` of the rate with full delivery to that; of an outcome or `qaly`, the `gain`. What an
    incident costs is from a named source, of which nobody knows on how many sites it stands: no study of it can be
    weighed."""
    sites: tuple[Annotated[int, Field(gt=0)], ...] = Field(
        min_length=1,
        max_length=12,
        description="How many sites it may have, rising: sites like those of this study, for as long.",
    )
    fixed_cost: float = Field(default=0.0, ge=0, description="What it costs whatever its size.")
    cost_per_site: float = Field(default=0.0, ge=0, description="What each of its sites adds.")
    children: int | None = Field(
        default=None, gt=0, description="Children at any one time whom the decision is about; needed with a cost."
    )
    years: int | None = Field(
        default=None, gt=0, le=60, description="Years for which the decision holds once the study has told."
    )
    source: Words
    """Whose plan or assumption it is."""


class Lasting(Part):
    """How long what was set up serves, so that its cost can be spread over these years."""

    set_up_years: float = Field(gt=0, description="Years that what was bought to set delivery up serves.")
    training_years: float = Field(gt=0, description="Years that a trained member of staff is expected to stay.")
    source: Words
    """Where these years are from."""


class Counted(Part):
    """One thing people say how often they had, and what one time of it costs."""

    item: ItemName
    """Where they say it: `instrument.item`, an item that takes a number."""
    of: Identifier
    """What is counted, as the unit costs call it."""
    unit: Identifier
    """What one time of it is: contact, night. It has to be the unit of the unit cost."""

    @property
    def instrument(self) -> str:
        """The instrument that asks it."""
        return self.item.partition(".")[0]

    @property
    def item_id(self) -> str:
        """The item's id within the instrument."""
        return self.item.partition(".")[2]


class ServiceUse(Part):
    """What people say of the services they had, so that the cost and the outcomes of one and the same person meet."""

    group: Identifier
    """The group that is asked."""
    months: float = Field(gt=0, le=24, description="Months the items ask about: four weeks are 0.92 of a month.")
    effects: tuple[Identifier, ...] = Field(min_length=1)
    """Outcomes of the protocol that are set beside the costs: scales that the same group answers."""
    counts: tuple[Counted, ...] = Field(min_length=1)
    """Each item, and what it counts."""
    source: Words
    """Who decided that these are set side by side, and where that is written."""


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
    further_studies: tuple[FurtherStudy, ...] = ()
    lasting: Lasting | None = None
    service_use: ServiceUse | None = None
    long_run: LongRun | None = None
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
