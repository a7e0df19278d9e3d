"""What comes out of another program's project: the coding project, and every thing that was odd, changed or lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from newel.coding import Project

Outcome = Literal["not kept", "changed", "unusual"]
OUTCOMES: tuple[Outcome, ...] = ("not kept", "changed", "unusual")


@dataclass(frozen=True)
class Remark:
    """One thing a person should know of an import or export. `place` is a place in the file; `words` hold no quote.

    Not kept: it is in the file and not in what was made of it. Changed: it is kept in another form. Unusual: the file
    departs from its own standard there, and was read all the same.
    """

    outcome: Outcome
    place: str
    words: str


@dataclass(frozen=True)
class Attribute:
    """A value the other program kept with a source or a case. Newel keeps attributes in the study's own tables."""

    of: Literal["source", "case"]
    id: str
    name: str
    value: str


@dataclass(frozen=True)
class Imported:
    """A project of another program as a coding project, its attributes beside it, and the remarks in file order."""

    system: str
    project: Project
    remarks: tuple[Remark, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    found: Mapping[str, int] = field(default_factory=dict)
    """{what: how many} of the file itself, in the other program's own words."""

    def count(self, outcome: Outcome) -> int:
        """Return how many remarks have this outcome."""
        return sum(remark.outcome == outcome for remark in self.remarks)
