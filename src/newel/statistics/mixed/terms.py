"""The two halves of a mixed model's design: what is the same everywhere, and what differs by level of a factor."""

from dataclasses import dataclass

from newel.statistics.arrays import Levels, Numbers


@dataclass(frozen=True)
class RandomTerm:
    """One term in brackets of a formula: `(1 + wave | site)` has the columns 1 and wave, and the factor site.

    Its k effects of a level are correlated; uncorrelated effects are terms of their own.
    """

    factor: str
    """Name of the grouping factor; `batch:cask` for one nested in another."""
    levels: Levels
    """Level of each row, shape (n,)."""
    columns: Numbers
    """What varies by level, shape (n, k); a column of ones is a random intercept."""
    names: tuple[str, ...]
    """Names of the k columns; `(Intercept)` is the column of ones."""

    @property
    def count(self) -> int:
        """How many levels the factor has."""
        return int(self.levels.max()) + 1 if len(self.levels) else 0


@dataclass(frozen=True)
class Design:
    """The design of one model, apart from its response."""

    fixed: Numbers
    """Fixed-effect columns, shape (n, p)."""
    names: tuple[str, ...]
    """Names of the p columns; `(Intercept)` is the column of ones."""
    random: tuple[RandomTerm, ...] = ()
    offset: Numbers | None = None
    """Added to the linear predictor, shape (n,): the log of child-years, for a rate."""
