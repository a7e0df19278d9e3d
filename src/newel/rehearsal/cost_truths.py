"""The declared truths of costs: what sites pay for each place, what people take up, unit costs, and how prices rise."""

from typing import Literal

from pydantic import Field, model_validator

from newel.protocol import Identifier, Part, Perspective
from newel.protocol.parts import ItemName


class RecordedTruth(Part):
    """One item that sites write on their cost sheets."""

    item: Identifier
    """What is paid for, as the cost sheet writes it."""
    unit: Identifier
    """What a quantity of it counts."""
    perspective: Perspective
    """Who bears it."""
    category: Literal["set_up", "running"]
    """Paid once, in the first month of delivery, or in every month of it."""
    per_place: float = Field(
        ge=0, description="In the protocol's prices, for each place: once to set up, or for a year of full delivery."
    )
    unit_price: float = Field(gt=0, description="What one unit costs.")


class UnitCostTruth(Part):
    """What one unit of a thing costs those who bear a part of it."""

    unit: Identifier
    """What a quantity of it counts."""
    amounts: dict[Perspective, float] = Field(min_length=1, description="By perspective, in the protocol's prices.")
    years_old: int = Field(default=2, ge=0, le=8, description="Years before the price year that its source is from.")


class SharedTruth(Part):
    """A cost that all sites share over the whole study."""

    amount: float = Field(ge=0, description="Over all sites and months, in the protocol's prices.")
    perspective: Perspective
    """Who bears it."""
    by: Literal["child_days", "staff", "equal"]
    """What it is apportioned by."""


class ServiceTruth(Part):
    """How often people have one of the services they are asked about, in the time they are asked about."""

    rate: float = Field(default=1.0, gt=0, description="Times a person, without delivery, at the site in the middle.")
    delivery_ratio: float = Field(
        default=1.0, gt=0, description="Ratio of full delivery; partial delivery has its square root: half on the log."
    )
    site_spread: float = Field(default=0.2, ge=0, description="Standard deviation of the sites' log rates.")
    person_spread: float = Field(
        default=1.0,
        ge=0,
        description="Standard deviation of people's own rates at a site, as a share of their mean: gamma, so that a "
        "few people take up most. A person whose answers of several waves can be put together keeps theirs.",
    )
    goes_with: ItemName | None = None
    """The scale, as `instrument.scale`, on which those who fare worse have it more often, or less."""
    worse_ratio: float = Field(
        default=1.0,
        gt=0,
        description="What it multiplies the rate by to be a standard deviation worse off on that scale than the others "
        "of one's site and wave; the mean over people stays as planted.",
    )

    @model_validator(mode="after")
    def _names_the_scale(self) -> "ServiceTruth":
        if self.worse_ratio != 1 and self.goes_with is None:
            raise ValueError("a scale in goes_with beside worse_ratio, which says of none how people fare")
        return self


def _recorded() -> tuple[RecordedTruth, ...]:
    paid = (
        ("health_posts", "month_of_a_post", "health", "running", 2600.0, 4100.0),
        ("delivery_posts", "month_of_a_post", "justice", "running", 1900.0, 3300.0),
        ("family_work", "hour", "local_authority", "running", 700.0, 35.0),
        ("trainers", "day", "health", "set_up", 260.0, 650.0),
        ("materials", "set", "justice", "set_up", 90.0, 45.0),
    )
    return tuple(RecordedTruth(**dict(zip(RecordedTruth.model_fields, row, strict=True))) for row in paid)


def _unit_costs() -> dict[str, UnitCostTruth]:
    return {
        "training_time": UnitCostTruth(unit="hour", amounts={"justice": 21.0}),
        "backfill": UnitCostTruth(unit="hour", amounts={"justice": 26.5}),
        "reflective_session": UnitCostTruth(unit="session", amounts={"health": 95.0, "justice": 130.0}),
        "formulation_meeting": UnitCostTruth(unit="meeting", amounts={"health": 120.0, "justice": 85.0}, years_old=6),
        "review": UnitCostTruth(unit="review", amounts={"health": 45.0, "justice": 40.0, "local_authority": 30.0}),
        "restraint": UnitCostTruth(unit="incident", amounts={"health": 600.0, "justice": 1500.0}),
        "assault": UnitCostTruth(unit="incident", amounts={"health": 350.0, "justice": 800.0}, years_old=0),
        "self_harm": UnitCostTruth(unit="incident", amounts={"health": 900.0, "justice": 300.0}),
    }


class CostTruth(Part):
    """What delivery costs and what incidents cost: made up, for synthetic data only."""

    recorded: tuple[RecordedTruth, ...] = Field(default_factory=_recorded)
    spread: float = Field(
        default=0.15, ge=0, description="Standard deviation of the log of what a site pays in a year for an item."
    )
    unit_costs: dict[Identifier, UnitCostTruth] = Field(default_factory=_unit_costs)
    shared: dict[Identifier, SharedTruth] = Field(
        default_factory=lambda: {"national_team": SharedTruth(amount=240_000.0, perspective="health", by="staff")}
    )
    service_use: dict[str, ServiceTruth] = Field(
        default_factory=dict,
        description="By `instrument.item`, of the items that `[economics.service_use]` counts; the default otherwise.",
    )
    any_service: ServiceTruth = ServiceTruth()
    """Truth of every counted item that has none of its own."""
    inflation: float = Field(default=0.02, gt=-1, description="Yearly rise of prices.")

    def of_service(self, item: str) -> ServiceTruth:
        """Return the truth of one counted item, given as `instrument.item`."""
        return self.service_use.get(item, self.any_service)
