"""One cost that sites share, or that is known from above only: what it came to, and what it is apportioned by."""

from typing import Literal

from pydantic import Field, model_validator

from newel.protocol import Currency, Identifier, Month, Part, Perspective
from newel.protocol.parts import SiteId, Words

By = Literal["child_days", "staff", "equal"]


class SharedCost(Part):
    """A cost of several sites over several months. It does not vary between children: it is only divided."""

    id: Identifier
    """Short name; the item of its rows."""
    label: Words
    """What it is, in words."""
    category: Literal["set_up", "running"]
    """Paid once to set delivery up, or again and again to run it."""
    amount: float = Field(ge=0, description="What was paid over all its sites and months.")
    currency: Currency
    """Currency of the amount."""
    price_year: int = Field(ge=1990, le=2100, description="Year whose prices the amount is in.")
    perspective: Perspective
    """Who bears it."""
    owner: Words
    """Who keeps the figure up to date; a role, never a person."""
    series: Identifier
    """The series of `indices.toml` that converts it into another year's prices."""
    source: Words
    """Title of the source, with table and page."""
    by: By
    """What it is apportioned by: days of children who lived there, staff in post, or each site and month alike."""
    from_month: Month
    """First month it covers."""
    to_month: Month
    """Last month it covers."""
    sites: tuple[SiteId, ...] = ()
    """The sites that share it; all where nothing is said."""

    @model_validator(mode="after")
    def _agrees(self) -> "SharedCost":
        if self.to_month < self.from_month:
            raise ValueError("a to_month that is not before from_month")
        return self
