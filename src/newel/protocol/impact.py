"""What change would count: the outcomes, the waves they are compared between, and the tests that belong together."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from newel.protocol.parts import Identifier, Part, ScaleName

Adjustment = Annotated[str, StringConstraints(pattern=r"^(site_type|mode|[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)$")]


class Impact(Part):
    """The waves that change is measured between, and what every model of it adjusts for."""

    reference_wave: Identifier
    """The wave that change is counted from."""
    first_follow_up: Identifier
    """The wave in which a gain should first be seen."""
    last_wave: Identifier
    """The wave up to which a gain should last."""
    adjust_for: tuple[Adjustment, ...] = ("site_type",)
    """What every model adjusts for: `site_type`, `mode` (how somebody answered) or `instrument.item`, as categories."""
    composition: tuple[Adjustment, ...] = ()
    """What a model adjusts for besides, where other people answer in each wave: the same words as in `adjust_for`."""
    imputations: int = Field(default=20, ge=2, description="Completed data sets that a missing score is drawn in.")
    deltas: tuple[float, ...] = Field(
        default=(-0.5, -0.25, 0.0, 0.25, 0.5),
        description="What missing scores are shifted by, in standard deviations, to see when a verdict would change.",
    )


class Outcome(Part):
    """One thing that should change: a scale of one group, or a count of the monthly returns."""

    id: Identifier
    """Short name; names the rows of tables."""
    label: str
    """Name in words."""
    group: Identifier | None = None
    """The group that answers the scale."""
    scale: ScaleName | None = None
    """The scale, as `instrument.scale`."""
    measure: Identifier | None = None
    """The count of the monthly returns, in place of a scale: a rate per 100 children per year is made of it."""
    better: Literal["higher", "lower"] | None = None
    """Which way is the good one; a scale's own direction where nothing is said."""
    role: Literal["primary", "secondary", "exploratory"]
    """A primary outcome decides; a secondary one supports; an exploratory one proposes."""
    family: Identifier | None = None
    """The family of tests it is corrected with."""
    worthwhile: float = Field(
        default=0.2, gt=0, description="Smallest change worth having, in standard deviations of the reference wave."
    )
    decay_bound: float = Field(
        default=0.2,
        gt=0,
        description="Largest loss after the first follow-up that still counts as maintained, in standard deviations.",
    )

    @property
    def instrument(self) -> str:
        """Return the instrument of its scale; nothing for a measure."""
        return (self.scale or "").partition(".")[0]

    @property
    def scale_id(self) -> str:
        """Return the id of its scale within its instrument; nothing for a measure."""
        return (self.scale or "").partition(".")[2]


class Family(Part):
    """Outcomes whose p values are corrected together, because any one of them would be called a success."""

    id: Identifier
    """Short name, used by outcomes."""
    label: str
    """Name in words."""
    correction: Literal["holm", "bh"]
    """`holm`: none may be found by chance (Holm 1979). `bh`: few of them may (Benjamini and Hochberg 1995)."""
