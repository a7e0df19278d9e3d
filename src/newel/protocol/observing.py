"""What two people look for in a meeting of staff, each by themselves: items they rate, and events they time."""

from typing import Literal

from pydantic import Field

from newel.protocol.parts import Identifier, Part

Meeting = Literal["handover", "formulation", "reflective", "multi_agency"]


class ObservedItem(Part):
    """One thing to look for: rated on anchored steps, or counted as it happens."""

    id: Identifier
    """Short name; never changed once somebody has used it."""
    label: str
    """Its name in plain words."""
    says: str
    """What counts and what does not, in whole sentences, for the person who looks."""
    anchors: tuple[str, ...] = ()
    """For a rated item: what each step looks like, from 1 upwards, in words for what is seen."""
    timed: bool = False
    """Whether it is an event, kept with the moment at which it happened, in place of a rating."""

    @property
    def steps(self) -> range:
        """The values a rating may have."""
        return range(1, len(self.anchors) + 1)


class Observing(Part):
    """How meetings are observed."""

    title: str
    """Title of the sheet."""
    source: str
    """Whose words these are. A published instrument needs its owner's leave."""
    meetings: tuple[Meeting, ...] = Field(min_length=1)
    """The kinds of meeting that are observed."""
    observed_twice: float = Field(gt=0, le=1, description="Share of the meetings that two people observe, each apart.")
    seconds_apart: int = Field(
        default=30, ge=0, description="How far apart two people may have timed what is taken for one event."
    )
    items: tuple[ObservedItem, ...] = Field(min_length=1)

    @property
    def rated(self) -> tuple[ObservedItem, ...]:
        """The items that are rated on steps."""
        return tuple(item for item in self.items if not item.timed)

    @property
    def timed(self) -> tuple[ObservedItem, ...]:
        """The items that are events."""
        return tuple(item for item in self.items if item.timed)

    def item(self, item_id: str) -> ObservedItem:
        """Return one item. Raises KeyError for an unknown one."""
        return {item.id: item for item in self.items}[item_id]
