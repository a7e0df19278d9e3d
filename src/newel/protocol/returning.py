"""When the monthly returns are due, and who is written to when they are late."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from newel.protocol.parts import Part


class Chaser(Part):
    """One rung of the ladder: what is said, and to whom, when a return is this many days late."""

    days_late: int = Field(gt=0, description="Days after the day the return was due.")
    to: Literal["site_lead", "lead"] = Field(description="Who is written to: the site's lead, or the evaluation lead.")
    says: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] = Field(
        description="The words to send; the sites' months that are late are listed below them."
    )


class Returns(Part):
    """When a month's returns are due, when somebody is chased, and when the month is closed for good."""

    due_days_after_month: int = 15
    """A return is due this many days after its month."""
    closes_days_after_month: int = 180
    """After this many days a month takes no return any more."""
    chasers: tuple[Chaser, ...] = Field(default=(), description="The ladder of chasers, from the first to the last.")
