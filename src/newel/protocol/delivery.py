"""What the framework asks of a site: its training, its roles and the times of its care pathway."""

from pydantic import Field

from newel.protocol.parts import Identifier, Part


class Care(Part):
    """What the framework asks of a site, as times that can be kept or missed."""

    assessment_days: int = Field(
        default=10, gt=0, description="Every domain of the needs assessment is due this many days after admission."
    )
    formulation_days: int = Field(default=42, gt=0, description="The first formulation is due this many days after.")
    review_weeks: int = Field(default=6, gt=0, description="A plan is reviewed this many weeks after the one before.")


class Module(Part):
    """One part of a course."""

    id: Identifier
    """Short name, as training records write it."""
    label: str
    """Name in words."""
    hours: float = Field(gt=0)
    """Hours it takes."""


class Course(Part):
    """A course of the framework's training."""

    id: Identifier
    """Short name, as training records write it."""
    label: str
    """Name in words."""
    core: bool = Field(default=False, description="Who has done every module of it counts as trained.")
    modules: tuple[Module, ...] = Field(min_length=1)
    """Its parts, in order."""


class StaffRole(Part):
    """A role that staff have in a site."""

    id: Identifier
    """Short name, as staff and training records write it."""
    label: str
    """Name in words."""
