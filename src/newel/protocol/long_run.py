"""The long run: the states in which children may be after the study, how they move, and the move delivery may lower."""

from typing import Annotated, Literal

from pydantic import Field

from newel.protocol.parts import Identifier, Part, Words

Counting = Literal["beginning", "end", "life_table"]
People = Annotated[int, Field(gt=0)]
Ratio = Annotated[float, Field(ge=0, le=1)]


class StateCost(Part):
    """What a child in a state uses in each cycle, at its unit cost."""

    of: Identifier
    """What is used, as the unit costs call it."""
    unit: Identifier
    """What one of it is: month, contact. It has to be the unit of the unit cost."""
    times: float = Field(gt=0, description="How many of it a child in this state uses in one cycle.")


class State(Part):
    """A state in which a child is for the whole of a cycle."""

    id: Identifier
    """Short name; names columns of tables."""
    label: Words
    """Name in words."""
    at_start: float = Field(default=0.0, ge=0, le=1, description="Share of children who begin here.")
    costs: tuple[StateCost, ...] = ()
    """What is used here, without delivery itself."""


class Moves(Part):
    """Where children who are in one state are a cycle later. A state without moves is never left."""

    out_of: Identifier
    """The state in which they were."""
    to: dict[Identifier, People] = Field(
        min_length=1,
        description="For each state, how many people were seen to be in it a cycle later; those who stayed under the "
        "state's own name. A state that is not named is not reached from here.",
    )
    source: Words
    """Where these people were counted, or whose assumption they are."""


class LoweredMove(Part):
    """The one move that delivery may lower. By how much, no study has found: each ratio says what would follow."""

    out_of: Identifier
    """The state that is left; who does not make the move stays in it."""
    to: Identifier
    """The state that is moved to."""
    ratios: tuple[Ratio, ...] = Field(
        min_length=1,
        max_length=8,
        description="What the chance of the move is multiplied by with full delivery, falling. 1 is always shown.",
    )
    source: Words
    """Why delivery may lower it, and who chose the ratios."""


class LongRun(Part):
    """A model of what follows after the study, cycle by cycle, so that delivery's cost can be set against later costs.

    It invents no effect: it says what the move that delivery may lower would have to fall to.
    """

    label: Words
    """Name in words."""
    months: float = Field(gt=0, le=12, description="Months of one cycle.")
    cycles: int = Field(ge=1, le=240, description="How many cycles are followed.")
    counting: Counting
    """Whether children are counted at the `beginning` of a cycle, its `end`, or as the mean of both (`life_table`)."""
    delivered_in: Identifier
    """The state in which delivery is paid for."""
    counts_months_in: Identifier
    """The state of which more months are counted as a gain."""
    source: Words
    """Whose model it is."""
    states: tuple[State, ...] = Field(min_length=2, max_length=12)
    moves: tuple[Moves, ...] = Field(min_length=1)
    changes: LoweredMove
